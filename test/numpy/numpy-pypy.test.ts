import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { winrepro, type Ended } from '../cli/winrepro.ts';
import type { DebugResult } from '../../src/records/debug-result.ts';
import { noGdb } from '../evidence/gdb/real-gdb.ts';
import { resultIn } from '../e2e/result-document.ts';

/** `scripts/test-numpy.js` has put it there. */
const archive = process.env['WINREPRO_NUMPY_ARCHIVE'] ?? '';
/** One workspace for all: the tests are the days of one user, and the build is made once. */
const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'winrepro numpy äö ')));
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true, maxRetries: 5 });
});

const ITERATIONS = 20_000;

async function run(variant: string, ...args: readonly string[]): Promise<Ended> {
  const all = ['run', 'numpy-pypy', '--variant', variant, '--source', archive];
  return winrepro([...all, '--iterations', `${ITERATIONS}`, '--json', ...args], { cwd });
}

const buildsFolder = join(cwd, '.winrepro', 'builds');

/** How many files the build in a folder compiled, by its log. */
function compiled(build: string): number {
  const log = readFileSync(join(buildsFolder, build, 'logs', 'build.log'), 'utf8');
  return log.match(/^gcc: \S+\.c\s*$/gm)?.length ?? 0;
}

/** What a test of the harness found, for the session that reads this log. */
function tell(ended: Ended): void {
  console.log(ended.stderr);
}

describe('numpy-pypy with the real NumPy v1.21.0 and PyPy', () => {
  let crashedAt: number | null = null;
  let whole = '';

  it('goes from the release archive through all steps to a real crash of the seeded fault', async () => {
    const ended = await run('seeded-fault', '--seed', '7');
    tell(ended);
    expect(ended.exitCode, ended.stderr).toBe(0);
    const [trial] = resultIn(ended.stdout).trials;
    expect(trial).toMatchObject({
      outcome: 'crashed',
      status: 'SIGSEGV',
      signature: 'SIGSEGV after 14, trace 4884 ptr 2631 NULL',
      warnings: [],
    });
    crashedAt = trial?.iteration ?? null;
    // The fault waits as long as PyPy's JIT does; an earlier crash is another bug.
    expect(crashedAt).toBeGreaterThanOrEqual(1040);
    [whole = ''] = readdirSync(buildsFolder);
    expect(compiled(whole)).toBeGreaterThan(100);
  });

  it('finds the build again, and the same seed crashes at the same iteration', async () => {
    const ended = await run('seeded-fault', '--seed', '7');
    tell(ended);
    expect(ended.stderr.match(/\(kept\)/g)).toHaveLength(6);
    expect(resultIn(ended.stdout).trials[0]?.iteration).toBe(crashedAt);
  });

  it('crashes at another iteration with another seed', async () => {
    const ended = await run('seeded-fault', '--seed', '8');
    const [trial] = resultIn(ended.stdout).trials;
    expect(trial?.outcome, ended.stderr).toBe('crashed');
    expect(trial?.iteration).not.toBe(crashedAt);
  });

  it('loops clean without the fault, from a copy of the kept build, and reads every trace', async () => {
    const ended = await run('print', '--trials', '2', '--jobs', '2');
    tell(ended);
    expect(ended.exitCode, ended.stderr).toBe(1);
    const { trials, totals } = resultIn(ended.stdout);
    expect(totals).toMatchObject({ trials: 2, clean: 2, iterations: 2 * ITERATIONS });
    for (const { trace } of trials) {
      // Each turn calls the ufunc twice: u + v, and u += v.
      expect(trace).toMatchObject({ count: 2 * ITERATIONS, nullCount: 0 });
    }
    const derived = readdirSync(buildsFolder).find((build) => build !== whole) ?? '';
    // The patched file, and what PyPy's Cython makes anew each time.
    expect(compiled(derived)).toBeGreaterThan(0);
    expect(compiled(derived)).toBeLessThan(10);
  });

  it.skipIf(noGdb !== undefined)(
    noGdb === undefined
      ? 'shows by gdb where NumPy lost its input: ufunc_object.c and its line'
      : `shows by gdb where NumPy lost its input (skipped: ${noGdb})`,
    async () => {
      const args = ['debug', 'numpy-pypy', '--variant', 'seeded-fault', '--source', archive];
      const more = ['--iterations', `${ITERATIONS}`, '--seed', '7', '--json'];
      const ended = await winrepro([...args, ...more], { cwd });
      tell(ended);
      expect(ended.exitCode, ended.stderr).toBe(0);
      const { crash } = JSON.parse(ended.stdout) as DebugResult;
      expect(crash?.iteration).toBe(crashedAt);
      const frames = crash?.crash.frames ?? [];
      const inNumpy = frames.find(({ file }) => file?.endsWith('ufunc_object.c'));
      expect(inNumpy?.module).toMatch(/^_multiarray_umath\.pypy/);
      expect(inNumpy?.line).toBeGreaterThan(0);
      expect(crash?.stack.join()).toContain('PyUFunc_GenericFunctionInternal');
      // Its definition begins at line 2619 of v1.21.0; the patches add lines, and take none.
      const internal = frames.find((frame) => frame.function === 'PyUFunc_GenericFunctionInternal');
      expect(internal?.file).toMatch(/ufunc_object\.c$/);
      expect(internal?.line).toBeGreaterThan(2619);
      expect(crash?.findings.join('\n')).toContain('NULL');
      console.log(JSON.stringify({ ...crash, crash: { ...crash?.crash, modules: [] } }, null, 1));
    },
  );

  it('has a matrix whose verdicts are those of the seeded fault', async () => {
    const rows = ['seeded-fault-Od', 'seeded-fault-volatile', 'seeded-fault-pointer'];
    const args = [
      'matrix',
      'numpy-pypy',
      '--control',
      'seeded-fault',
      '--variants',
      rows.join(','),
    ];
    const ended = await winrepro(
      [
        ...args,
        '--source',
        archive,
        '--iterations',
        '30000',
        '--jobs',
        '2',
        '--seed',
        '1',
        '--json',
      ],
      { cwd },
    );
    tell(ended);
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      conclusion: 'conclusive',
      rows: [
        { name: 'seeded-fault-Od', verdict: 'cleared', agrees: true },
        { name: 'seeded-fault-volatile', verdict: 'crashes', agrees: true },
        { name: 'seeded-fault-pointer', verdict: 'cleared', agrees: true },
      ],
    });
  });
});
