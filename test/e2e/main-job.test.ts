import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/system/find-program.ts';
import { minimalEnvironment, winrepro, type Ended } from '../cli/winrepro.ts';
import { resultIn } from './result-document.ts';

/** One workspace for all: the build is made once and found again, as in a user's day. */
const cwd = mkdtempSync(join(tmpdir(), 'winrepro e2e äö '));
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true });
});

async function cli(...args: readonly string[]): Promise<Ended> {
  return winrepro(args, { cwd });
}

async function crashIteration(...args: readonly string[]): Promise<number | null> {
  const ended = await cli('run', 'control', ...args, '--quiet', '--json');
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  return resultIn(ended.stdout).trials[0]?.iteration ?? null;
}

describe('The main job', { timeout: 60_000 }, () => {
  it('reproduces the crash of the control recipe with one command', async () => {
    const { exitCode, stdout, stderr } = await cli('run', 'control');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^control\/optimized crashes: SIGSEGV .* at iteration [\d,]+ of trial 1\n/,
    );
    expect(stderr).toMatch(/trial {3}1 {2}crashed at iteration [\d,]+, SIGSEGV/);
  });

  it('crashes at another iteration with another seed, and at the same with the same', async () => {
    const seven = await crashIteration('--seed', '7');
    expect(await crashIteration('--seed', '7')).toBe(seven);
    expect(await crashIteration('--seed', '8')).not.toBe(seven);
    expect(seven).toBeGreaterThan(0);
  });

  it('records the same iteration through all three watch modes', async () => {
    const byFile = await crashIteration('--seed', '11', '--watch', 'file');
    expect(await crashIteration('--seed', '11', '--watch', 'pipe')).toBe(byFile);
    expect(await crashIteration('--seed', '11', '--variant', 'heartbeat')).toBe(byFile);
  });

  it.each(['O0', 'jit-off'])(
    'finds variant %s clean and says how sure that is',
    async (variant) => {
      const { exitCode, stdout } = await cli(
        'run',
        'control',
        '--variant',
        variant,
        '--trials',
        '1',
      );
      expect(exitCode).toBe(1);
      expect(stdout).toContain(`control/${variant} is inconclusive: no crash in 1 trial`);
      expect(stdout).toContain(
        'the crash rate is below 3.0e-5 per iteration, 0.95 per trial ' +
          '(95 % confidence, from 100,000 iterations without a crash)',
      );
    },
  );

  it('prints exactly one JSON document with --json, with the documented keys', async () => {
    const { exitCode, stdout } = await cli('run', 'control', '--seed', '7', '--json');
    expect(exitCode).toBe(0);
    expect(resultIn(stdout)).toMatchObject({
      schema: 'winrepro/result/1',
      recipe: 'control',
      variant: 'optimized',
      verdict: 'crashes',
      trials: [
        {
          outcome: 'crashed',
          iteration: expect.any(Number) as number,
          status: 'SIGSEGV',
          signature: 'SIGSEGV after 14',
          seconds: expect.any(Number) as number,
          seed: 7,
        },
      ],
    });
  });

  it('runs two trials at a time with --jobs 2, each with its own seed', async () => {
    const one = await cli('run', 'control', '--trials', '4', '--seed', '20', '--json');
    const two = await cli(
      'run',
      'control',
      '--trials',
      '4',
      '--seed',
      '20',
      '--jobs',
      '2',
      '--json',
    );
    const found = ({ stdout }: Ended) =>
      resultIn(stdout).trials.map(({ id, seed, iteration }) => ({ id, seed, iteration }));
    expect(found(two)).toEqual(found(one));
    expect(found(two).map(({ seed }) => seed)).toEqual([20, 21, 22, 23]);
  });
});

const noPython = findProgram('python3') === null;

describe.skipIf(noPython)(
  noPython ? 'A Python reproducer (skipped: python3 is not here)' : 'A Python reproducer',
  { timeout: 60_000 },
  () => {
    const recipe = fileURLToPath(new URL('../fixtures/recipes/python-loop.yaml', import.meta.url));

    it.each([
      ['segfault', 'SIGSEGV'],
      ['abort', 'SIGABRT'],
    ])('that dies by %s loses no line in a buffer', async (variant, status) => {
      // The loop uses plain print(): to a file, Python would hold back the last 4 KiB and more.
      expect(minimalEnvironment()).not.toHaveProperty('PYTHONUNBUFFERED');
      for (const watch of ['file', 'pipe']) {
        const { exitCode, stdout } = await cli(
          ...['run', recipe, '--variant', variant, '--watch', watch, '--trials', '1', '--json'],
        );
        expect(exitCode).toBe(0);
        expect(resultIn(stdout).trials).toMatchObject([
          { outcome: 'crashed', iteration: 437, status, warnings: [] },
        ]);
      }
    });

    it('that ends in a traceback is no crash', async () => {
      const { exitCode, stderr } = await cli(
        ...['run', recipe, '--variant', 'traceback', '--trials', '1'],
      );
      // A set-up at fault is skipped by `git bisect run`, and not taken for good.
      expect(exitCode).toBe(125);
      expect(stderr).toMatch(/^winrepro: the only trial failed: /m);
      const report = await cli('report', '--format', 'json');
      expect(resultIn(report.stdout)).toMatchObject({
        state: 'failed',
        trials: [{ outcome: 'failed', iteration: 437 }],
      });
    });
  },
);
