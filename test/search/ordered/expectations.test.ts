import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../src/search/ordered/evidence.ts';
import { expectations } from '../../../src/search/ordered/expectations.ts';
import { gammaHazardModel } from '../../../src/search/ordered/gamma-hazard-model.ts';
import { saltedHazardModel } from '../../../src/search/ordered/salted-hazard-model.ts';
import { saltedMissProbability } from '../../../src/statistics/placebo.ts';

const CONTROL = { crashes: 5, exposure: 50_000 };
const POSTERIOR = Float64Array.of(0.1, 0.3, 0.4, 0, 0.2);
const samples: readonly Sample[] = [
  { index: 1, crashes: 0, exposure: 12_000 },
  { index: 3, crashes: 2, exposure: 9000 },
];

const entropy = (masses: readonly number[]): number => {
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.reduce(
    (sum, mass) => (mass > 0 ? sum - (mass / total) * Math.log(mass / total) : sum),
    0,
  );
};

describe('what a probe is expected to bring', () => {
  const outlook = {
    clean: Float64Array.of(0.5, 0.2, 0.9, 0.3, 1),
    duration: Float64Array.of(70, 40, 95, 50, 100),
  };

  it.each([0, 1, 2, 3])('of index %i is the entropy before less that of both outcomes', (index) => {
    const { gain, crash, duration } = expectations(POSTERIOR, outlook, 100);
    const chances = [...POSTERIOR];
    const stays = chances.map((_, j) => (j <= index ? (outlook.clean[j] ?? 1) : 1));
    const clean = chances.map((chance, j) => chance * (stays[j] ?? 1));
    const crashed = chances.map((chance, j) => chance * (1 - (stays[j] ?? 1)));
    const crashes = crashed.reduce((sum, mass) => sum + mass, 0);
    const after = crashes * entropy(crashed) + (1 - crashes) * entropy(clean);
    expect(gain[index]).toBeCloseTo(entropy(chances) - after, 12);
    expect(crash[index]).toBeCloseTo(crashes, 12);
    const lasts = chances.map(
      (chance, j) => chance * (j <= index ? (outlook.duration[j] ?? 0) : 100),
    );
    expect(duration[index]).toBeCloseTo(
      lasts.reduce((sum, time) => sum + time, 0),
      10,
    );
  });
});

describe('the outlook of a process', () => {
  const data = { size: 4, samples, control: CONTROL, rho: 0.5 };
  const models = [
    ['closed', gammaHazardModel(data)],
    ['salted', saltedHazardModel(data, 0.3)],
  ] as const;

  it.each(models)('lasts as long as it is clean, in sum over its time: %s', (_name, model) => {
    const { duration } = model.outlook(0, 20_000, POSTERIOR);
    const steps = 2000;
    for (const j of [0, 1, 2]) {
      let area = 0;
      for (let step = 0; step < steps; step++) {
        const until = ((step + 0.5) * 20_000) / steps;
        area += model.outlook(0, until, POSTERIOR).clean[j] ?? NaN;
      }
      expect((area * 20_000) / steps / (duration[j] ?? NaN)).toBeCloseTo(1, 5);
    }
  });

  it('is the miss probability of the layouts while nothing else was seen', () => {
    const model = saltedHazardModel({ ...data, samples: [] }, 0.3);
    const options = { rho: 0.5, masked: 0.3 };
    const fresh = model.outlook(0, 20_000, POSTERIOR).clean[0];
    expect(fresh).toBeCloseTo(saltedMissProbability(CONTROL, [20_000], options), 6);
    const after = saltedHazardModel(
      { ...data, samples: [{ index: 1, crashes: 0, exposure: 15_000 }] },
      0.3,
    ).outlook(15_000, 20_000, POSTERIOR).clean[0];
    const joint = saltedMissProbability(CONTROL, [35_000], options);
    const before = saltedMissProbability(CONTROL, [15_000], options);
    expect(after).toBeCloseTo(joint / before, 6);
  });

  it('is closed for a control of one crash too, whose mean has none', () => {
    const model = gammaHazardModel({
      ...data,
      samples: [],
      control: { crashes: 1, exposure: 100 },
      rho: 1,
    });
    const { clean, duration } = model.outlook(0, 300, POSTERIOR);
    expect(clean[0]).toBeCloseTo(0.25, 12);
    expect(duration[0]).toBeCloseTo(100 * Math.log(4), 10);
  });
});
