import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCleanModel } from '../../../src/search/sets/clean-model.ts';
import { planClearing } from '../../../src/search/sets/clearing-plan.ts';
import { createEvidence } from '../../../src/search/sets/evidence.ts';
import { saltedMissProbability } from '../../../src/statistics/placebo.ts';
import { missProbability } from '../../../src/statistics/t-clear.ts';
import { CONTROL, setSettings } from './settings.ts';

describe('the chance that a crashing candidate stays clean', () => {
  it('is the exact miss probability with one layout, whatever is said to be masked', () => {
    const model = createCleanModel(setSettings({ size: 4, masked: 0.3, layouts: 1 }));
    const miss = missProbability(CONTROL, { crashes: 0, exposure: 70_000 }, 0.5);
    expect(model.miss([30_000, 40_000])).toBeCloseTo(miss, 12);
  });

  it('agrees with the exact one over layouts, for few and for many crashes of the control', () => {
    const exposures = fc.array(fc.double({ min: 0, max: 2e6, noNaN: true }), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.constantFrom(1, 3, 5, 10, 100),
        fc.double({ min: 0.01, max: 0.6, noNaN: true }),
        exposures,
        (crashes, masked, times) => {
          const control = { crashes, exposure: 10_000 * crashes };
          const settings = { ...setSettings({ size: 4, masked, layouts: 8 }), control };
          const exact = saltedMissProbability(control, times, { rho: 0.5, masked });
          expect(createCleanModel(settings).miss(times) / exact).toBeCloseTo(1, 6);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    { delta: 0 },
    { rho: 1.5 },
    { masked: 1 },
    { layouts: 0 },
    { control: { crashes: 0, exposure: 5 } },
    { costs: { build: -1, startup: 0 } },
  ])('refuses %j', (wrong) => {
    expect(() => createCleanModel({ ...setSettings({ size: 4 }), ...wrong })).toThrow(RangeError);
  });
});

describe('the way to a clearing', () => {
  const follow = (layouts: number, beta: number): { used: Set<number>; miss: number } => {
    const model = createCleanModel(setSettings({ size: 4, masked: 0.3, layouts }));
    const evidence = createEvidence(model);
    const used = new Set<number>();
    for (;;) {
      const probe = planClearing({ model, evidence }, '0-1', beta);
      if (!probe) return { used, miss: evidence.miss('0-1') };
      used.add(probe.layout);
      evidence.observe({ ...probe, type: 'trial', crashed: false });
    }
  };

  it('goes over as many layouts as the masked share asks for', () => {
    const { used, miss } = follow(12, 0.01);
    // .3^3 is above .01, and one more layout leaves room for a finite exposure.
    expect(used.size).toBeGreaterThanOrEqual(4);
    expect(used.size).toBeLessThanOrEqual(8);
    expect(miss).toBeLessThanOrEqual(0.01 * (1 + 1e-9));
  });

  it('is none when there are too few layouts', () => {
    expect(follow(3, 0.01)).toEqual({ used: new Set(), miss: 1 });
  });
});
