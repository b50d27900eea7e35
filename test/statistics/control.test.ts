import { describe, expect, it } from 'vitest';
import { assessControl, endingOf } from '../../src/statistics/control.ts';
import type { TrialOutcome } from '../../src/statistics/exposure.ts';
import { clean, crashed, ended, lifetimes, SIGNATURE } from './trials.ts';

function assess(
  positive: readonly TrialOutcome[],
  negative: readonly TrialOutcome[] = [],
  jitThreshold: number | null = null,
): ReturnType<typeof assessControl> {
  return assessControl({
    positive,
    negative,
    signature: SIGNATURE,
    clock: 'iterations',
    jitThreshold,
    confidence: 0.95,
  });
}

describe('the control', () => {
  const hunt = [crashed(14_618), crashed(12_478), crashed(1582)];

  it('of the hunt is the yardstick with its known interval', () => {
    const control = assess(hunt, [], 1039);
    expect(control.rate).toEqual({ crashes: 3, exposure: 28_678 });
    expect(Math.round(control.estimate?.meanInterval.lower ?? 0)).toBe(3969);
    expect(control).toMatchObject({ isVoid: false, doubts: [] });
    expect(control.checks.earliest.state).toBe('passed');
  });

  it('takes the exposure of hung and failed trials as if it were clean', () => {
    const control = assess([...hunt, ended('hung', 1000), ended('failed', 5)]);
    expect(control.rate).toEqual({ crashes: 3, exposure: 29_683 });
  });

  it('asks for two crashes when it shows several signatures', () => {
    expect(assess([...hunt, crashed(50, 'abort')]).doubts).toEqual(['several-signatures']);
  });

  it('asks for two crashes when the negative control ever crashed', () => {
    const control = assess(hunt, [clean(100_000), crashed(5, 'abort')]);
    expect(control).toMatchObject({ doubts: ['negative-crashed'], isVoid: false });
  });

  it('is void when the negative control crashes in the same way', () => {
    const control = assess(hunt, [clean(100_000), crashed(5)]);
    expect(control).toMatchObject({ doubts: ['negative-crashed'], isVoid: true });
  });

  it('asks for two crashes when one came before the JIT', () => {
    expect(assess([...hunt, crashed(900)], [], 1039).doubts).toEqual(['before-jit']);
  });

  it('knows nothing before it has crashed', () => {
    expect(assess([]).estimate).toBeNull();
    expect(assess([clean(100)]).estimate).toBeNull();
    expect(assess([crashed(0)]).estimate).toBeNull();
  });

  it('was watched up to a crash, or for a time', () => {
    expect(endingOf(lifetimes(5, -6, 7))).toBe('crash');
    expect(endingOf(lifetimes(5, -6))).toBe('exposure');
    expect(endingOf([])).toBe('exposure');
  });
});
