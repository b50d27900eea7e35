import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOrderedSearch } from '../../../src/search/ordered/ordered-search.ts';
import type { Observation } from '../../../src/search/search.ts';
import { settingsOf } from './settings-of.ts';

const SIZE = 9;

const place = {
  candidate: fc.integer({ min: 0, max: SIZE - 1 }).map(String),
  layout: fc.integer({ min: 0, max: 3 }),
};
const observation: fc.Arbitrary<Observation> = fc.oneof(
  fc.record({
    type: fc.constant('trial' as const),
    ...place,
    exposure: fc.double({ min: 1, max: 200_000, noNaN: true }),
    crashed: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('built' as const),
    ...place,
    binary: fc.constantFrom('a', 'b', 'c'),
  }),
  fc.record({
    type: fc.constantFrom('skipped' as const, 'unbuildable' as const),
    candidate: place.candidate,
  }),
);
const history = fc.array(observation, { maxLength: 12 });
const settings = fc.record({
  bracketed: fc.boolean(),
  masked: fc.constantFrom(0, 0.3),
  layouts: fc.constantFrom(1, 4),
  rho: fc.constantFrom(1, 0.5),
});

const searchOf = (changes: Parameters<typeof settingsOf>[0], seen: readonly Observation[]) => {
  const search = createOrderedSearch(settingsOf({ size: SIZE, ...changes }));
  for (const each of seen) search.observe(each);
  return search;
};

describe('whatever is observed', () => {
  it('the same observations lead to the same question, whenever it was asked before', () => {
    fc.assert(
      fc.property(settings, history, (changes, seen) => {
        const asking = searchOf(changes, []);
        for (const each of seen) {
          asking.next();
          asking.answer();
          asking.observe(each);
        }
        const silent = searchOf(changes, seen);
        expect(silent.next()).toEqual(asking.next());
        expect(silent.answer()).toEqual(asking.answer());
      }),
    );
  });

  it('the answer is a distribution, and its set reaches its mass', () => {
    fc.assert(
      fc.property(settings, history, (changes, seen) => {
        const { posterior, none, credible, mass, kind, first } = searchOf(changes, seen).answer();
        const total = posterior.reduce((sum, chance) => sum + chance, none);
        expect(total).toBeCloseTo(1, 9);
        expect(mass + none).toBeGreaterThanOrEqual(0.95 - 1e-9);
        expect(first !== null).toBe(kind === 'found');
        if (first !== null) expect(credible).toEqual([first]);
      }),
    );
  });

  it('no question is about a skipped index, one known to crash, or an end of the bracket', () => {
    fc.assert(
      fc.property(settings, history, (changes, seen) => {
        const next = searchOf(changes, seen).next();
        if (next.kind === 'end') return;
        const index = Number(next.probe.candidate);
        const out = seen.filter(
          (each) =>
            each.type === 'skipped' ||
            each.type === 'unbuildable' ||
            (each.type === 'trial' && each.crashed),
        );
        expect(out.map((each) => each.candidate)).not.toContain(next.probe.candidate);
        expect(next.probe.layout).toBeLessThan(changes.masked > 0 ? changes.layouts : 1);
        expect(next.probe.exposure).toBeGreaterThan(0);
        if (changes.bracketed) expect(index > 0 && index < SIZE - 1).toBe(true);
        for (const { candidate } of out.filter((each) => each.type === 'trial')) {
          expect(index).toBeLessThan(Number(candidate));
        }
      }),
    );
  });

  it('a crash excludes all that begin after it', () => {
    fc.assert(
      fc.property(settings, history, fc.nat(SIZE - 1), (changes, seen, index) => {
        const search = searchOf(changes, seen);
        const candidate = String(index);
        search.observe({ type: 'trial', candidate, layout: 0, exposure: 10, crashed: true });
        const later = search.answer().posterior.slice(index + 1);
        expect(later.every((chance) => chance === 0)).toBe(true);
      }),
    );
  });

  it('a clean run lowers nothing that begins after it, and raises nothing up to it', () => {
    fc.assert(
      fc.property(settings, history, fc.nat(SIZE - 1), (changes, seen, index) => {
        const before = searchOf(changes, seen).answer();
        const run = { candidate: String(index), layout: 0, exposure: 30_000, crashed: false };
        const after = searchOf(changes, [...seen, { type: 'trial', ...run }]).answer();
        const sum = (chances: readonly number[]): number =>
          chances.reduce((total, chance) => total + chance, 0);
        after.posterior.forEach((chance, j) => {
          if (j > index) expect(chance).toBeGreaterThanOrEqual((before.posterior[j] ?? 0) - 1e-9);
        });
        expect(sum(after.posterior.slice(0, index + 1))).toBeLessThanOrEqual(
          sum(before.posterior.slice(0, index + 1)) + 1e-9,
        );
      }),
    );
  });

  it('a skip changes no belief', () => {
    fc.assert(
      fc.property(settings, history, fc.nat(SIZE - 1), (changes, seen, index) => {
        const skipping = searchOf(changes, [
          ...seen,
          { type: 'skipped', candidate: String(index) },
        ]).answer();
        expect(skipping.posterior).toEqual(searchOf(changes, seen).answer().posterior);
        expect(skipping.skipped).toContain(index);
      }),
    );
  });
});
