import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, immuneCap, takesIterations } from '../../../src/campaigns/bisect/trial-length.ts';
import { assessControl, type Control } from '../../../src/statistics/control.ts';
import { clean, CRASH, crash, journaled, repeat, type Unnumbered } from '../matrix/trials.ts';

const loop = 100_000;

describe('a batch', () => {
  it('is a whole loop of each process while no yardstick is known', () => {
    expect(batchOf(null, { mean: 10_000, loop, jobs: 3 })).toEqual({
      processes: 3,
      iterations: loop,
    });
    expect(batchOf(5000, { mean: null, loop, jobs: 2 })).toEqual({
      processes: 2,
      iterations: loop,
    });
  });

  it.each([
    [1000, 1, 1, 5000],
    [5000, 1, 1, 5000],
    [5001, 1, 1, 10_000],
    [20_000, 1, 1, 20_000],
    [30_000, 1, 1, 40_000],
    // Never longer than four means: the rest is asked for again.
    [90_000, 1, 1, 40_000],
    [30_000, 3, 3, 10_000],
    // What is asked for is less than a short process of each.
    [6000, 4, 2, 5000],
    [1000, 4, 1, 5000],
  ])('of %i iterations with %i jobs is %i of %i', (exposure, jobs, processes, iterations) => {
    expect(batchOf(exposure, { mean: 10_000, loop, jobs })).toEqual({ processes, iterations });
  });

  it('is never longer than the loop', () => {
    expect(batchOf(30_000, { mean: 10_000, loop: 700, jobs: 2 })).toEqual({
      processes: 2,
      iterations: 700,
    });
  });

  it('always makes a turn, within its jobs, and runs no process that is not asked for', () => {
    const positive = { min: 1e-3, max: 1e7, noNaN: true };
    fc.assert(
      fc.property(
        fc.double(positive),
        fc.double({ ...positive, min: 0.5 }),
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 1, max: 16 }),
        (exposure, mean, most, jobs) => {
          const { processes, iterations } = batchOf(exposure, { mean, loop: most, jobs });
          expect(iterations).toBeGreaterThanOrEqual(1);
          expect(iterations).toBeLessThanOrEqual(Math.min(most, Math.ceil(4 * mean)));
          expect(processes).toBeGreaterThanOrEqual(1);
          expect(processes).toBeLessThanOrEqual(jobs);
          expect((processes - 1) * iterations).toBeLessThan(exposure);
        },
      ),
    );
  });
});

describe('a process where some never crash', () => {
  const controlOf = (...trials: readonly Unnumbered[]): Control =>
    assessControl({
      positive: journaled(...trials),
      negative: [],
      signature: CRASH,
      clock: 'iterations',
      jitThreshold: null,
      confidence: 0.95,
    });

  it('is as short as the crashes of the others allow', () => {
    const crashes = Array.from({ length: 15 }, (_, index) => crash('c', 500 + index * 60));
    const control = controlOf(...crashes, ...repeat(15, clean('c', 100_000)));
    expect(control.checks.immune.state).toBe('failed');
    const cap = immuneCap(control, 100) ?? 0;
    expect(cap).toBeGreaterThan(100);
    expect(cap).toBeLessThan(3000);
    expect(Number.isInteger(cap)).toBe(true);
  });

  it('is as long as ever where none was found to be so', () => {
    expect(immuneCap(controlOf(...repeat(8, crash('c', 10_000))), 100)).toBeNull();
  });
});

describe('whether a program takes a number of turns', () => {
  const plan = (reproducer: object): Parameters<typeof takesIterations>[0] =>
    ({ settings: { reproducer: { command: [], arguments: [], ...reproducer } } }) as never;

  it.each([
    [{ template: 'loop.py' }, true],
    [{ command: ['{program}', '{iterations}'] }, true],
    [{ command: ['{program}'], arguments: ['--turns={iterations}'] }, true],
    [{ command: ['{program}', '{seed}'] }, false],
  ])('%j: %s', (reproducer, takes) => {
    expect(takesIterations(plan(reproducer))).toBe(takes);
  });
});
