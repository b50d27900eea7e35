import { describe, expect, it } from 'vitest';
import { plainBisection } from '../../../scripts/bench/search-ordered-foils.js';
import { orderedWorlds, type Modules } from '../../../scripts/bench/search-ordered-worlds.js';
import { simulate } from '../../../scripts/bench/search-worlds.js';
import * as ordered from '../../../src/search/ordered/ordered-search.ts';
import * as random from '../../../src/statistics/random.ts';
import { settingsOf } from './settings-of.ts';

const modules: Modules = { ordered, random };
const SEED = 7;
const worlds = { size: 16, worlds: 150, seed: SEED };

describe('in seeded worlds', () => {
  // Three standard errors of 150 worlds below what is measured.
  it.each([
    [1, 0.9, 18],
    [0.5, 0.96, 24],
  ])('with rho %d the culprit is found as often as promised', (rho, accuracy, exposure) => {
    const found = orderedWorlds(modules, { ...worlds, rho });
    expect(found.accuracy).toBeGreaterThanOrEqual(accuracy);
    expect(found.exposure).toBeLessThan(exposure);
    expect(found.builds).toBeLessThan(6);
    expect(found.undecided).toBe(0);
  });

  it('plain bisection is wrong in them', () => {
    const naive = orderedWorlds(modules, { ...worlds, rho: 1, foil: plainBisection(1) });
    expect(naive.accuracy).toBeLessThan(0.6);
    const thrice = orderedWorlds(modules, { ...worlds, rho: 1, foil: plainBisection(3) });
    expect(thrice.accuracy).toBeLessThan(0.9);
  });

  it.each([
    ['drift', 0.8],
    ['warm-up', 0.92],
    ['immune', 0.94],
  ] as const)('that break the model, rho .5 still finds it: %s', (world, accuracy) => {
    const found = orderedWorlds(modules, { ...worlds, rho: 0.5, world });
    expect(found.accuracy).toBeGreaterThanOrEqual(accuracy);
  });

  it('crashes with another signature are no evidence', () => {
    const found = orderedWorlds(modules, { ...worlds, rho: 0.5, foreign: 0.5 });
    expect(found.accuracy).toBeGreaterThanOrEqual(0.96);
  });

  it('layouts that hide the crash need salts', () => {
    const masking = { ...worlds, worlds: 100, rho: 0.5, masked: 0.3 };
    expect(orderedWorlds(modules, masking).accuracy).toBeLessThanOrEqual(0.75);
    const salted = orderedWorlds(modules, { ...masking, layouts: 64 });
    expect(salted.accuracy).toBeGreaterThanOrEqual(0.9);
    expect(salted.exposure).toBeLessThan(60);
  });
});

/** One world; what else differs is given. */
function oneWorld(
  seed: number,
  world: { truth: number; settings?: Parameters<typeof settingsOf>[0] } & Partial<
    Pick<Parameters<typeof simulate>[0], 'builds' | 'binary'>
  >,
) {
  const { truth, settings, ...rest } = world;
  return simulate({
    create: (control) => ordered.createOrderedSearch(settingsOf({ ...settings, control })),
    crashes: (candidate) => Number(candidate) >= truth,
    random: random.seededRandom(seed),
    ...rest,
  });
}

describe('indexes that cannot be built', () => {
  it('do not hide the culprit, which is in the credible set', () => {
    const results = Array.from({ length: 120 }, (_, seed) => {
      const next = random.seededRandom(1000 + seed);
      const truth = 1 + Math.floor(next() * 15);
      const broken = new Set([truth]);
      for (let index = 1; index < 15; index++) if (next() < 0.3) broken.add(index);
      const { answer, ended } = oneWorld(seed, {
        truth,
        builds: (candidate) => !broken.has(Number(candidate)),
      });
      expect(ended).toBe(true);
      expect(answer.evidence.some(({ index }) => broken.has(index))).toBe(false);
      if (truth !== 15) expect(answer.kind === 'found' && answer.first === truth).toBe(false);
      return answer.credible.includes(truth);
    });
    expect(results.filter(Boolean).length / results.length).toBeGreaterThanOrEqual(0.9);
  });
});

describe('equal binaries', () => {
  it('save exposure, and the answer is where the binary changes', () => {
    const run = (told: boolean) =>
      Array.from({ length: 100 }, (_, seed) => {
        const truth = 4 * (1 + (seed % 3));
        const binary = (candidate: string): string => `b${Math.floor(Number(candidate) / 4)}`;
        const result = oneWorld(seed, { truth, ...(told ? { binary } : {}) });
        return { right: result.answer.first === truth, exposure: result.exposure };
      });
    const mean = (results: { exposure: number }[]): number =>
      results.reduce((sum, { exposure }) => sum + exposure, 0) / results.length;
    const [known, unknown] = [run(true), run(false)];
    expect(known.filter(({ right }) => right).length).toBeGreaterThanOrEqual(90);
    expect(mean(known)).toBeLessThan(mean(unknown));
  });
});

describe('an open range', () => {
  it('in which nothing crashes is called so', () => {
    const results = Array.from({ length: 60 }, (_, seed) =>
      oneWorld(seed, { truth: Infinity, settings: { bracketed: false } }),
    );
    expect(results.every(({ answer }) => answer.kind === 'none' && answer.first === null)).toBe(
      true,
    );
  });

  it('in which something crashes finds it', () => {
    const results = Array.from({ length: 100 }, (_, seed) => {
      const truth = seed % 16;
      const { answer } = oneWorld(seed, { truth, settings: { bracketed: false, rho: 0.5 } });
      return answer.first === truth;
    });
    expect(results.filter(Boolean).length).toBeGreaterThanOrEqual(92);
  });
});

describe('before the end', () => {
  it('the credible set holds the culprit as often as it says', () => {
    const results = Array.from({ length: 200 }, (_, seed) => {
      const truth = 1 + (seed % 15);
      const { answer, ended } = simulate({
        create: (control) => ordered.createOrderedSearch(settingsOf({ control })),
        crashes: (candidate) => Number(candidate) >= truth,
        random: random.seededRandom(seed),
        mostSteps: 4,
      });
      return { ended, holds: answer.credible.includes(truth), size: answer.credible.length };
    });
    expect(results.filter(({ ended }) => !ended).length).toBeGreaterThan(150);
    expect(results.filter(({ holds }) => holds).length / 200).toBeGreaterThanOrEqual(0.91);
    expect(results.reduce((sum, { size }) => sum + size, 0) / 200).toBeLessThan(12);
  });
});
