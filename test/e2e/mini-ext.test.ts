import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { winrepro, type Ended } from '../cli/winrepro.ts';
import { layOutMiniExt } from './mini-ext.ts';
import { resultIn } from './result-document.ts';
import { sessionFolder } from './session-folder.ts';

const SEED = 7;
/** The turn in which patches/fault.diff loses the table. */
const FATAL = 1100 + SEED;

function laidOut(): string {
  const cwd = sessionFolder();
  layOutMiniExt(cwd);
  return cwd;
}

async function run(cwd: string, ...args: readonly string[]): Promise<Ended> {
  return winrepro(['run', './mini-ext.yaml', '--seed', `${SEED}`, ...args], { cwd });
}

/** What the last build compiled, by the log of its step. */
function compiled(cwd: string, build: string): readonly string[] {
  const log = join(cwd, '.winrepro', 'builds', build, 'logs', 'build.log');
  return [...readFileSync(log, 'utf8').matchAll(/^gcc: ext\/src\/(\S+)$/gm)].map(
    (match) => match[1] ?? '',
  );
}

function builds(cwd: string): readonly string[] {
  return readdirSync(join(cwd, '.winrepro', 'builds'));
}

describe('A recipe of the shape of NumPy', { timeout: 120_000 }, () => {
  it('goes through all six steps, and its second run through none', async () => {
    const cwd = laidOut();
    const first = await run(cwd, '--json');
    expect(first.exitCode, first.stderr).toBe(0);
    const result = resultIn(first.stdout);
    expect(result.trials[0]).toMatchObject({ outcome: 'crashed', iteration: FATAL });

    const [build = ''] = builds(cwd);
    expect(compiled(cwd, build)).toEqual(['loop.c', 'step.c', 'table.c']);

    const again = await run(cwd, '--json');
    expect(again.stderr.match(/\(kept\)/g)).toHaveLength(6);
    expect(resultIn(again.stdout).trials[0]).toMatchObject({ iteration: FATAL });

    // A variant that differs in its patches alone starts from a copy of the kept build.
    const plain = await run(cwd, '--variant', 'plain', '--trials', '1', '--json');
    expect(plain.exitCode, plain.stderr).toBe(1);
    expect(resultIn(plain.stdout).totals).toMatchObject({ trials: 1, clean: 1, iterations: 3000 });
    const derived = builds(cwd).find((name) => name !== build) ?? '';
    expect(compiled(cwd, derived)).toEqual(['table.c']);

    // Flags make another base: everything is compiled, from a fresh worktree.
    const known = builds(cwd);
    await run(cwd, '--variant', 'O0', '--trials', '1');
    const unoptimized = builds(cwd).find((name) => !known.includes(name)) ?? '';
    expect(compiled(cwd, unoptimized)).toHaveLength(3);
  });

  it('says in its provenance which blobs the patch changed', async () => {
    const cwd = laidOut();
    await run(cwd);
    const [id = ''] = readdirSync(join(cwd, '.winrepro', 'runs'));
    const file = join(cwd, '.winrepro', 'runs', id, 'provenance.json');
    const provenance = JSON.parse(readFileSync(file, 'utf8')) as object;
    const blob = expect.stringMatching(/^[0-9a-f]{40}$/) as string;
    expect(provenance).toMatchObject({
      release: { ref: 'v1.0', from: join(cwd, 'source') },
      patches: [{ name: 'fault', files: [{ path: 'ext/src/table.c', before: blob, after: blob }] }],
      interpreter: { version: expect.stringMatching(/^Python 3/) as string },
      flagsBy: null,
    });
  });

  it('needs its repository once', async () => {
    const cwd = laidOut();
    await run(cwd);
    renameSync(join(cwd, 'source'), join(cwd, 'gone'));
    const other = await run(cwd, '--variant', 'O0');
    expect(other.exitCode, other.stderr).toBe(0);
  });

  it.each([
    [
      'conflict',
      /^winrepro: patch conflict .* does not fit ext\/src\/step\.c at hunk 1 of 1, @@ -1,4 \+1,4 @@: make/m,
    ],
    ['broken', /^winrepro: running setup\.py build_ext -i failed: .*; all that it printed is in /m],
  ])(
    'that has a variant %s says so in one sentence, and keeps no half of it',
    async (name, said) => {
      const cwd = laidOut();
      const { exitCode, stderr } = await run(cwd, '--variant', name);
      expect(exitCode).toBe(125);
      expect(stderr).toMatch(said);
      const [build = ''] = builds(cwd);
      expect(existsSync(join(cwd, '.winrepro', 'builds', build, 'stamps', 'build.json'))).toBe(
        false,
      );
      // The next run starts from clean, and fails in the same way.
      expect((await run(cwd, '--variant', name)).stderr).toMatch(said);
    },
  );

  it.each([
    ['ref: v1.0', 'ref: v1.1', /v1\.1.*v1\.0/],
    ['ref: v1.0', "ref: v1.0\n  commit: '0123456789ab'", /0123456789ab/],
    [
      /[0-9a-f]{40}/,
      'a'.repeat(40),
      /ext\/src\/table\.c is blob [0-9a-f]{40} in v1\.0, where the recipe says a{40}/,
    ],
    ['./source', './nowhere', /nowhere/],
  ])(
    'with the source %s written as %s ends with 125 and the reason',
    async (piece, instead, said) => {
      const cwd = laidOut();
      const recipe = join(cwd, 'mini-ext.yaml');
      writeFileSync(recipe, readFileSync(recipe, 'utf8').replace(piece, instead));
      const { exitCode, stderr } = await run(cwd);
      expect(exitCode, stderr).toBe(125);
      expect(stderr).toMatch(said);
      expect(stderr.split('\n').filter((line) => line.startsWith('winrepro: '))).toHaveLength(1);
    },
  );
});
