import { describe, expect, it } from 'vitest';
import { checkEarliest, checkModel } from '../../src/statistics/model-checks.ts';
import { lifetimes } from './trials.ts';

describe('the model checks', () => {
  it('are all told, passed or not', () => {
    const times = lifetimes(14_618, 12_478, 1582, 5000, 9000, 2500, 700, 22_000, -30_000);
    const checks = checkModel(times, { iteration: 700, jitThreshold: 1039 });
    expect(checks.exponential).toMatchObject({ state: 'passed' });
    expect(checks.weibull).toMatchObject({ state: 'passed' });
    expect(checks.immune).toMatchObject({ state: 'passed' });
    expect(checks.earliest).toEqual({
      state: 'failed',
      figures: { iteration: 700, jitThreshold: 1039 },
    });
  });

  it('know nothing from nothing, and say so', () => {
    const unknown = { state: 'unknown', figures: null };
    expect(checkModel(lifetimes(5, -9), null)).toEqual({
      exponential: unknown,
      weibull: unknown,
      immune: unknown,
      earliest: unknown,
    });
  });

  it('fail where every process crashes at the same turn', () => {
    const checks = checkModel(lifetimes(...new Array<number>(8).fill(11_845)), null);
    expect(checks.weibull.state).toBe('failed');
  });

  it('fail at the same turn with a mere five crashes', () => {
    const checks = checkModel(lifetimes(...new Array<number>(5).fill(11_845)), null);
    expect(checks.exponential.state).toBe('failed');
  });

  it('fail where many long processes stay clean', () => {
    const checks = checkModel(lifetimes(1, 2, 1, 3, 2, -60, -60, -60, -60), null);
    expect(checks.immune.state).toBe('failed');
    expect(checks.immune.figures?.share).toBeCloseTo(4 / 9, 2);
  });

  it('let a crash at the threshold pass', () => {
    expect(checkEarliest({ iteration: 1039, jitThreshold: 1039 }).state).toBe('passed');
    expect(checkEarliest({ iteration: 1038, jitThreshold: 1039 }).state).toBe('failed');
  });
});
