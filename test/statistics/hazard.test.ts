import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareQuantile } from '../../src/statistics/distributions.ts';
import { estimateHazard } from '../../src/statistics/hazard.ts';
import { hazardUpperBound } from '../../src/statistics/upper-bound.ts';
import { relativeGap } from './relative-gap.ts';

describe('the hazard', () => {
  it('of the hunt: mean 9,559, from 3,969 to 46,354', () => {
    const hunt = { crashes: 3, exposure: 14_618 + 12_478 + 1582 };
    const { mean, meanInterval } = estimateHazard(hunt, 0.95, 'crash');
    expect(Math.round(mean)).toBe(9559);
    expect(Math.round(meanInterval.lower)).toBe(3969);
    expect(Math.round(meanInterval.upper)).toBe(46_354);
  });

  it('has the Poisson interval when the time was given: 10 events, 4.795 to 18.390', () => {
    const { hazardInterval } = estimateHazard({ crashes: 10, exposure: 1 }, 0.95, 'exposure');
    expect(hazardInterval.lower).toBeCloseTo(4.7954, 4);
    expect(hazardInterval.upper).toBeCloseTo(18.3904, 4);
  });

  it('has the known upper limit without a crash', () => {
    const { hazardInterval, meanInterval } = estimateHazard(
      { crashes: 0, exposure: 100 },
      0.9,
      'exposure',
    );
    // Two-sided .9 is one-sided .95.
    expect(hazardInterval.upper).toBeCloseTo(hazardUpperBound(100, 0.95) ?? Number.NaN, 12);
    expect(hazardInterval.lower).toBe(0);
    expect(meanInterval.upper).toBe(Infinity);
  });

  it('lies in its interval, which narrows with crashes and scales with the clock', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        fc.constantFrom('crash', 'exposure'),
        (crashes, exposure, ending) => {
          const one = estimateHazard({ crashes, exposure }, 0.95, ending);
          expect(one.hazardInterval.lower).toBeLessThan(one.hazard);
          expect(one.hazardInterval.upper).toBeGreaterThan(one.hazard);
          const scaled = estimateHazard({ crashes, exposure: exposure * 60 }, 0.95, ending);
          expect(relativeGap(scaled.meanInterval.lower, one.meanInterval.lower * 60)).toBeLessThan(
            1e-12,
          );
          const more = estimateHazard(
            { crashes: 2 * crashes, exposure: 2 * exposure },
            0.95,
            ending,
          );
          expect(more.hazardInterval.lower).toBeGreaterThan(one.hazardInterval.lower);
        },
      ),
    );
  });

  it('is chi-square over twice the exposure', () => {
    const { hazardInterval } = estimateHazard({ crashes: 5, exposure: 7 }, 0.8, 'crash');
    expect(hazardInterval.upper).toBeCloseTo(chiSquareQuantile(0.9, 10) / 14, 12);
  });

  it.each([
    [-1, 1, 0.95, 'crash'],
    [1.5, 1, 0.95, 'crash'],
    [0, 1, 0.95, 'crash'],
    [1, 0, 0.95, 'crash'],
    [1, Infinity, 0.95, 'crash'],
    [1, 1, 1, 'crash'],
    [1, 1, 0, 'exposure'],
  ] as const)('refuses %d crashes in %d at %d by %s', (crashes, exposure, confidence, ending) => {
    expect(() => estimateHazard({ crashes, exposure }, confidence, ending)).toThrow(RangeError);
  });
});
