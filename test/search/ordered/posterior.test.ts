import { describe, expect, it } from 'vitest';
import {
  createOrderedSearch,
  type OrderedSettings,
} from '../../../src/search/ordered/ordered-search.ts';
import { credibleSet, orderedPrior } from '../../../src/search/ordered/posterior.ts';
import { saltedMissProbability } from '../../../src/statistics/placebo.ts';
import { missProbability } from '../../../src/statistics/t-clear.ts';
import { settingsOf } from './settings-of.ts';

interface Trial {
  readonly index: number;
  readonly layout: number;
  readonly exposure: number;
  readonly crashed: boolean;
}

const clean = (index: number, exposure: number, layout = 0): Trial => ({
  index,
  layout,
  exposure,
  crashed: false,
});
const crash = (index: number, exposure: number, layout = 0): Trial => ({
  ...clean(index, exposure, layout),
  crashed: true,
});

function answerTo(settings: OrderedSettings, trials: readonly Trial[]) {
  const search = createOrderedSearch(settings);
  for (const { index, ...trial } of trials) {
    search.observe({ type: 'trial', candidate: String(index), ...trial });
  }
  return search.answer();
}

/** The posterior by definition: the likelihood of all trials at each hazard, summed on a fine grid. */
function bruteForce(settings: OrderedSettings, trials: readonly Trial[]): number[] {
  const { size, control, rho, masked, bracketed } = settings;
  const places = new Map<string, Trial[]>();
  for (const trial of trials) {
    const place = `${trial.index}@${trial.layout}`;
    places.set(place, [...(places.get(place) ?? []), trial]);
  }
  const alone = (place: readonly Trial[], hazard: number): number =>
    place.reduce(
      (product, { exposure, crashed }) =>
        product * (crashed ? hazard : 1) * Math.exp(-hazard * exposure),
      1,
    );
  const likelihood = (place: readonly Trial[], first: number, hazard: number): number => {
    const crashed = place.some((trial) => trial.crashed);
    if ((place[0]?.index ?? 0) < first) return crashed ? 0 : 1;
    return (1 - masked) * alone(place, hazard) + (crashed ? 0 : masked);
  };
  const weights = Array.from({ length: size + 1 }, (_, first) => {
    if (bracketed && (first === 0 || first === size)) return 0;
    let sum = 0;
    for (let step = 1; step < 6000; step++) {
      const scaled = (step * 60) / 6000;
      let density = scaled ** (control.crashes - 1) * Math.exp(-scaled);
      for (const place of places.values()) {
        density *= likelihood(place, first, (rho * scaled) / control.exposure);
      }
      sum += density;
    }
    return sum * (first === size ? 0.02 : bracketed ? 1 : 0.98 / size);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

const hunts: readonly [string, readonly Trial[]][] = [
  ['nothing', []],
  ['clean runs', [clean(1, 20_000), clean(2, 5000), clean(1, 10_000)]],
  ['a crash', [clean(1, 40_000), crash(3, 7000)]],
  ['crashes and clean runs', [crash(3, 2000), clean(3, 4000), clean(2, 9000), crash(3, 30_000)]],
];

describe('the posterior is that of a sum over all hazards', () => {
  describe.each([true, false])('bracketed: %s', (bracketed) => {
    it.each(hunts)('after %s', (_name, trials) => {
      for (const rho of [1, 0.5]) {
        const settings = settingsOf({ size: 5, bracketed, rho });
        const { posterior, none } = answerTo(settings, trials);
        const expected = bruteForce(settings, trials);
        expect(posterior.length).toBe(5);
        [...posterior, none].forEach((chance, j) => {
          expect(chance).toBeCloseTo(expected[j] ?? NaN, 6);
        });
      }
    });

    it.each(hunts)('with layouts, after %s', (_name, trials) => {
      const salted = trials.map((trial, at) => ({ ...trial, layout: at % 2 }));
      const settings = settingsOf({ size: 5, bracketed, masked: 0.3, layouts: 6, rho: 0.5 });
      const { posterior, none } = answerTo(settings, salted);
      const expected = bruteForce(settings, salted);
      [...posterior, none].forEach((chance, j) => {
        expect(chance).toBeCloseTo(expected[j] ?? NaN, 4);
      });
    });
  });

  it('worked by hand: one index between, clean for a control exposure', () => {
    // j = 1 survives with (50 / (50 + 50))^5 = 1/32, j = 2 for sure: 1/33 and 32/33.
    const { posterior, kind, first } = answerTo(settingsOf({ size: 3 }), [clean(1, 50_000)]);
    expect(posterior[1]).toBeCloseTo(1 / 33, 12);
    expect(posterior[2]).toBeCloseTo(32 / 33, 12);
    expect({ kind, first }).toEqual({ kind: 'found', first: 2 });
  });
});

describe('the bound of the last clean index', () => {
  it('is the miss probability of its exposure alone', () => {
    const trials = [clean(4, 30_000), clean(6, 10_000), clean(6, 12_000), crash(7, 100)];
    const settings = settingsOf({ rho: 0.5 });
    const expected = missProbability(settings.control, { crashes: 0, exposure: 22_000 }, 0.5);
    expect(answerTo(settings, trials).bound).toBe(expected);
  });

  it('multiplies over its layouts when layout hides the crash', () => {
    const trials = [clean(6, 10_000, 0), clean(6, 30_000, 1), clean(6, 5000, 1), crash(7, 100)];
    const settings = settingsOf({ masked: 0.3, layouts: 6 });
    const expected = saltedMissProbability(settings.control, [10_000, 35_000], settings);
    expect(answerTo(settings, trials).bound).toBe(expected);
  });

  it('is missing where no clean index was tried', () => {
    expect(answerTo(settingsOf(), [crash(1, 100)])).toMatchObject({ first: 1, bound: null });
    expect(answerTo(settingsOf(), [crash(3, 100), clean(8, 100)]).bound).toBeNull();
  });
});

describe('the prior', () => {
  it('follows the weights, but never says never', () => {
    const prior = orderedPrior({ size: 4, bracketed: true, prior: [9, 3, 1, 0] });
    expect(prior[0]).toBe(0);
    expect(prior[1]).toBeCloseTo(0.75, 5);
    expect(prior[2]).toBeCloseTo(0.25, 5);
    expect(prior[3]).toBeGreaterThan(0);
    expect(prior[3]).toBeLessThan(1e-6);
    expect(prior[4]).toBe(0);
  });

  it.each([[[1, 1]], [[1, -1, 1, 1]], [[1, NaN, 1, 1]], [[1, 0, 0, 0]]])('is not %j', (prior) => {
    expect(() => orderedPrior({ size: 4, bracketed: true, prior })).toThrow(RangeError);
  });
});

describe('the credible set', () => {
  it('is the smallest that reaches the mass', () => {
    expect(credibleSet(Float64Array.of(0.1, 0.6, 0.02, 0.28), 0.85)).toEqual([1, 3]);
    expect(credibleSet(Float64Array.of(0.1, 0.6, 0.02, 0.28), 0.9)).toEqual([0, 1, 3]);
  });

  it('keeps ties together and leaves out the impossible', () => {
    expect(credibleSet(Float64Array.of(0, 0.25, 0.25, 0.25, 0.25), 0.5)).toEqual([1, 2, 3, 4]);
  });
});
