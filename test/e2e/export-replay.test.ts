import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import type { ReplayResult } from '../../src/records/replay-result.ts';
import { listTree } from '../../src/system/list-tree.ts';
import { sha256Bytes } from '../../src/system/hash.ts';
import { packageRoot, winrepro } from '../cli/winrepro.ts';
import { resultIn } from './result-document.ts';
import { sessionFolder } from './session-folder.ts';
import { sorted, stressIn, told, trialsIn } from './stress-folder.ts';

const gcc = ['--compiler', 'gcc', '--seed', '7'] as const;

async function done(cwd: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await winrepro(args, { cwd });
  expect(exitCode, `${args.join(' ')}\n${stderr}`).toBe(0);
  return stdout;
}

function replayIn(text: string): ReplayResult {
  return JSON.parse(text) as ReplayResult;
}

/** Exports, wipes the workspace, and carries the archive to another folder. */
async function carried(cwd: string, ...options: readonly string[]): Promise<string> {
  await done(cwd, 'export', '-o', 'fremd ä.zip', ...options);
  rmSync(join(cwd, '.winrepro'), { recursive: true });
  const elsewhere = join(cwd, 'ein anderer Ort 木');
  mkdirSync(elsewhere);
  renameSync(join(cwd, 'fremd ä.zip'), join(elsewhere, 'fremd ä.zip'));
  return elsewhere;
}

function runsIn(workspace: string): string {
  const [id = ''] = readdirSync(join(workspace, 'runs'));
  return join(workspace, 'runs', id);
}

describe('A run that is exported, wiped and replayed elsewhere', { timeout: 120_000 }, () => {
  it('has the same build, the same verdict and the same iterations', async () => {
    const cwd = sessionFolder();
    const run = resultIn(await done(cwd, 'run', 'control', ...gcc, '--trials', '3', '--json'));
    const elsewhere = await carried(cwd);
    const text = await done(elsewhere, 'replay', 'fremd ä.zip', '--yes', '--quiet', '--json');
    const result = replayIn(text);
    expect(result).toMatchObject({ schema: 'winrepro/replay/1', verdict: 'same', kind: 'run' });
    const [variant] = result.variants;
    expect(variant?.build.kind).toBe('same');
    expect(variant?.build.exported).toEqual([variant?.build.replayed]);
    expect(variant?.build.steps.map(({ name, same }) => [name, same])).toEqual(
      ['environment', 'source', 'toolchain', 'patches', 'build'].map((name) => [name, true]),
    );
    expect(variant?.trials).toEqual({ seeded: 3, same: 3, different: [] });
    expect(variant?.changed).toEqual([]);
    const into = join(elsewhere, 'fremd ä');
    const again = trialsIn(runsIn(join(into, 'workspace')));
    expect(again.map(({ iteration }) => iteration)).toEqual(
      run.trials.map(({ iteration }) => iteration),
    );
    expect(replayIn(readFileSync(join(into, 'replay.json'), 'utf8'))).toEqual(result);
  });

  it('can be looked at without running anything, and by any command', async () => {
    const cwd = sessionFolder();
    await done(cwd, 'run', 'control', ...gcc);
    const elsewhere = await carried(cwd);
    const looked = await done(elsewhere, 'replay', 'fremd ä.zip', '--look');
    expect(looked).toMatch(/^control\/optimized crashes: SIGSEGV .* at iteration 18,680/);
    expect(existsSync(join(elsewhere, 'fremd ä', 'workspace'))).toBe(false);
    const report = await done(elsewhere, 'report', '--workspace', 'fremd ä', '--format', 'json');
    expect(resultIn(report).trials).toMatchObject([{ outcome: 'crashed', iteration: 18_680 }]);
    expect(readFileSync(join(elsewhere, 'fremd ä', 'report.html'), 'utf8')).toContain('18,680');
  });

  it('is the same archive, byte for byte, whatever its name and the time zone', async () => {
    const cwd = sessionFolder();
    await done(cwd, 'run', 'control', ...gcc);
    const archives = [];
    for (const [name, TZ] of [
      ['a', 'UTC'],
      ['b', 'America/New_York'],
      ['c', 'Asia/Kolkata'],
    ] as const) {
      const { exitCode } = await winrepro(['export', '-o', `${name}.zip`], {
        cwd,
        variables: { TZ },
      });
      expect(exitCode).toBe(0);
      archives.push(sha256Bytes(readFileSync(join(cwd, `${name}.zip`))));
    }
    expect(new Set(archives).size).toBe(1);
    const { stdout } = await execa('python3', ['-m', 'zipfile', '-t', join(cwd, 'a.zip')]);
    expect(stdout).toContain('Done testing');
  });

  it('brings a recipe of its own with its files, and says when they have changed', async () => {
    const cwd = sessionFolder();
    for (const { path } of await listTree(join(packageRoot, 'templates', 'control'))) {
      mkdirSync(join(cwd, 'mein Rezept', 'C ä'), { recursive: true });
      const bytes = readFileSync(join(packageRoot, 'templates', 'control', path));
      writeFileSync(join(cwd, 'mein Rezept', 'C ä', path), bytes);
    }
    const text = readFileSync(join(packageRoot, 'recipes', 'control.yaml'), 'utf8');
    const own = text.replaceAll('../templates/control', 'C ä');
    writeFileSync(join(cwd, 'mein Rezept', 'r.yaml'), own);
    await done(cwd, 'run', './mein Rezept/r.yaml', ...gcc);
    writeFileSync(join(cwd, 'mein Rezept', 'r.yaml'), 'changed since\n');
    const before = await done(cwd, 'export', '-o', 'before.zip');
    expect(before).not.toContain('note');
    const source = join(cwd, 'mein Rezept', 'C ä', 'main.c');
    writeFileSync(source, `${readFileSync(source, 'utf8')}/* changed */\n`);
    const after = await done(cwd, 'export', '-o', 'after.zip');
    expect(after).toContain('the source of optimized is no longer what was built');
    rmSync(join(cwd, 'mein Rezept'), { recursive: true });
    const replayed = replayIn(
      await done(cwd, 'replay', 'before.zip', '--yes', '--quiet', '--json'),
    );
    expect(replayed.variants[0]).toMatchObject({ verdict: 'same', build: { kind: 'same' } });
  });

  it('of another build says that its silence proves nothing, and a crash that it does', async () => {
    const cwd = sessionFolder();
    await done(cwd, 'run', 'control', ...gcc);
    await done(cwd, 'export', '-o', 'a.zip');
    const words = ['replay', 'a.zip', '--yes', '--quiet', '--compiler', 'clang', '--json'];
    const { exitCode, stdout, stderr } = await winrepro(words, { cwd });
    expect([0, 3, 125], stderr).toContain(exitCode);
    if (exitCode === 125) return;
    const [variant] = replayIn(stdout).variants;
    expect(variant?.build.kind).toBe('different');
    expect(variant?.changed.map(({ key }) => key)).toContain('compiler');
  });
});

describe(
  'A stress run that is exported, wiped and replayed elsewhere',
  { timeout: 120_000 },
  () => {
    it('ends each trial of each variant as it did', async () => {
      const cwd = sessionFolder();
      const words = ['--variants', 'optimized,O0', '--iterations', '20000', '--trials', '8'];
      await done(cwd, 'stress', 'control', ...gcc, ...words, '--jobs', '2', '--quiet');
      const before = sorted(trialsIn(stressIn(join(cwd, '.winrepro')))).map(told);
      const elsewhere = await carried(cwd);
      const text = await done(elsewhere, 'replay', 'fremd ä.zip', '--yes', '--quiet', '--json');
      const result = replayIn(text);
      expect(result).toMatchObject({ verdict: 'same', kind: 'stress' });
      expect(
        result.variants.map(({ variant, build, trials }) => [variant, build.kind, trials.same]),
      ).toEqual([
        ['optimized', 'same', 4],
        ['O0', 'same', 4],
      ]);
      const workspace = join(elsewhere, 'fremd ä', 'workspace');
      expect(sorted(trialsIn(stressIn(workspace))).map(told)).toEqual(before);
    });
  },
);

describe(
  'A replay that was interrupted, refused or is of something else',
  { timeout: 120_000 },
  () => {
    it('asks before it runs what a stranger wrote, and leaves nothing when nobody answers', async () => {
      const cwd = sessionFolder();
      await done(cwd, 'run', 'control', ...gcc);
      await done(cwd, 'export', '-o', 'a.zip');
      const { exitCode, stdout, stderr } = await winrepro(['replay', 'a.zip'], { cwd });
      expect({ exitCode, stdout }).toEqual({ exitCode: 129, stdout: '' });
      expect(stderr).toContain('# 5. build: control -O2 -flto');
      expect(stderr).toMatch(/there is nobody to ask: read them, then give --yes\n$/);
      expect(readdirSync(cwd).sort()).toEqual(['.winrepro', 'a.zip']);
    });

    it('refuses a bisection in one sentence that says what to do instead', async () => {
      const cwd = sessionFolder();
      await done(cwd, 'bisect', 'objects', 'control', ...gcc, '--quiet');
      await done(cwd, 'export', '-o', 'b.zip');
      const { exitCode, stderr } = await winrepro(['replay', 'b.zip', '--yes'], { cwd });
      expect(exitCode).toBe(129);
      expect(stderr).toContain('is a bisection, and replay runs runs and stress runs again');
      const looked = await done(cwd, 'replay', 'b.zip', '--look');
      expect(looked).toContain('the crash needs {ufunc.o, internal.o}');
    });

    it('exports what is there of a run that is damaged, and says so', async () => {
      const cwd = sessionFolder();
      await done(cwd, 'run', 'control', ...gcc);
      const folder = runsIn(join(cwd, '.winrepro'));
      writeFileSync(join(folder, 'run.json'), '{"schema":"winrepro/run/1"');
      const text = await done(cwd, 'export', '-o', 'd.zip');
      expect(text).toMatch(/\(damaged\).*\n(.*\n)*.*note +the record is damaged: /);
      const { exitCode, stderr } = await winrepro(['replay', 'd.zip', '--yes'], { cwd });
      expect(exitCode).toBe(129);
      expect(stderr).toContain('cannot be run again: ');
    });
  },
);
