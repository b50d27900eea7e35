import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation, Search } from '../../../src/search/search.ts';
import { resolveImplications } from '../../../src/search/sets/implications.ts';
import { createSetSearch, type SetSettings } from '../../../src/search/sets/minimal-set.ts';
import type { SetAnswer } from '../../../src/search/sets/set-answer.ts';
import { formatSet, parseSet } from '../../../src/search/sets/set-name.ts';
import { seededRandom, type Random } from '../../../src/statistics/random.ts';
import { setSettings } from './settings.ts';

const SIZE = 7;

const settings = fc.record({
  implications: fc.array(fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)), { maxLength: 4 }),
  maxSets: fc.constantFrom(1, 3),
  singles: fc.boolean(),
  strategy: fc.constantFrom('probdd' as const, 'one' as const),
  masked: fc.constantFrom(0, 0.3),
  layouts: fc.constantFrom(1, 6),
});

/** A world without any order in it: each set crashes or not, builds or not, by chance. */
interface Chaos {
  readonly crash: number;
  readonly fail: number;
  /** Binaries that there are; few make equal ones common, none makes all different. */
  readonly binaries: number;
  readonly seed: number;
}
const chaos = fc.record({
  crash: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  fail: fc.constantFrom(0, 0.3),
  binaries: fc.constantFrom(0, 12),
  seed: fc.nat(1e6),
});

/** The observations that one question leads to. */
type Respond = (probe: { candidate: string; layout: number; exposure: number }) => Observation[];

function respondTo({ crash, fail, binaries, seed }: Chaos): Respond {
  const random = seededRandom(seed);
  const verdicts = new Map<string, boolean>();
  const names = new Map<string, string>();
  const decide = (key: string, chance: number): boolean => {
    const known = verdicts.get(key) ?? random() < chance;
    verdicts.set(key, known);
    return known;
  };
  return ({ candidate, layout, exposure }) => {
    const key = `${candidate}@${layout}`;
    if (decide(`fails ${candidate}`, fail)) return [{ type: 'unbuildable', candidate }];
    const known = names.get(key);
    if (known === undefined) {
      const binary = binaries === 0 ? key : String(Math.floor(random() * binaries));
      names.set(key, binary);
      return [{ type: 'built', candidate, layout, binary }];
    }
    const crashed = decide(`crashes ${known}`, crash) && random() < 0.7;
    return [{ type: 'trial', candidate, layout, crashed, exposure: crashed ? 100 : exposure }];
  };
}

interface Run {
  readonly answer: SetAnswer;
  readonly asked: readonly string[];
  readonly history: readonly Observation[];
}

function run(
  chosen: Partial<SetSettings>,
  respond: Respond,
  look?: (search: Search<SetAnswer>) => void,
): Run {
  const search = createSetSearch(setSettings({ size: SIZE, ...chosen }));
  const asked: string[] = [];
  const history: Observation[] = [];
  for (let next = search.next(); next.kind === 'probe'; next = search.next()) {
    look?.(search);
    asked.push(next.probe.candidate);
    expect(asked.length).toBeLessThan(3000);
    for (const observation of respond(next.probe)) {
      history.push(observation);
      search.observe(observation);
    }
  }
  return { answer: search.answer(), asked, history };
}

const crashedIn = (history: readonly Observation[]): Set<string> =>
  new Set(
    history.flatMap((seen) => (seen.type === 'trial' && seen.crashed ? [seen.candidate] : [])),
  );

describe('in a world without any order', () => {
  it('every set that is reported has crashed, and each certified element was clean without it', () => {
    fc.assert(
      fc.property(settings, chaos, (chosen, world) => {
        const { answer, history } = run(chosen, respondTo({ ...world, binaries: 0 }));
        const crashed = crashedIn(history).add(`0-${SIZE - 1}`);
        const dependencies = resolveImplications(SIZE, chosen.implications);
        for (const set of answer.sets) {
          expect(crashed).toContain(formatSet(set.elements));
          expect(set.crashes).toBeGreaterThan(0);
          for (const { element, bound } of set.needed) {
            if (!set.certified && bound === 1) continue;
            const rest = formatSet(dependencies.without(set.elements, [element]));
            expect(crashed).not.toContain(rest);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('neither the full nor the empty set is asked, nor one that needs what it has not', () => {
    fc.assert(
      fc.property(settings, chaos, (chosen, world) => {
        const { asked } = run(chosen, respondTo(world));
        const dependencies = resolveImplications(SIZE, chosen.implications);
        for (const candidate of asked) {
          const set = parseSet(candidate, SIZE);
          expect(set.length % SIZE).not.toBe(0);
          expect(dependencies.isClosed(set)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('what cannot be built, was skipped, or has crashed is never asked again', () => {
    fc.assert(
      fc.property(settings, chaos, (chosen, world) => {
        const over = new Set<string>();
        const respond = respondTo(world);
        const random = seededRandom(world.seed);
        run(chosen, (probe) => {
          expect(over).not.toContain(probe.candidate);
          const seen = random() < 0.1 ? skip(probe.candidate) : respond(probe);
          for (const one of seen) {
            const ends = one.type === 'unbuildable' || one.type === 'skipped';
            if (ends || (one.type === 'trial' && one.crashed)) over.add(one.candidate);
          }
          return seen;
        });
      }),
      { numRuns: 150 },
    );
  });

  it('a binary that has crashed never runs again, whatever its name', () => {
    fc.assert(
      fc.property(settings, chaos, (chosen, world) => {
        const respond = respondTo({ ...world, binaries: 12, fail: 0 });
        const binaries = new Map<string, string>();
        const crashed = new Set<string>();
        run(chosen, (probe) => {
          const seen = respond(probe);
          for (const one of seen) {
            const key = `${probe.candidate}@${probe.layout}`;
            if (one.type === 'built') binaries.set(key, one.binary);
            if (one.type !== 'trial') continue;
            const binary = binaries.get(key) ?? '';
            expect(crashed).not.toContain(binary);
            if (one.crashed) crashed.add(binary);
          }
          return seen;
        });
      }),
      { numRuns: 150 },
    );
  });

  it('the same observations lead to the same question, however often it is asked', () => {
    fc.assert(
      fc.property(settings, chaos, fc.nat(30), (chosen, world, most) => {
        const { history } = run(chosen, respondTo(world), (search) => search.next());
        const part = history.slice(0, most);
        const asking = createSetSearch(setSettings({ size: SIZE, ...chosen }));
        const silent = createSetSearch(setSettings({ size: SIZE, ...chosen }));
        for (const observation of part) {
          asking.next();
          asking.answer();
          asking.observe(observation);
          silent.observe(observation);
        }
        expect(silent.next()).toEqual(asking.next());
        expect(silent.answer()).toEqual(asking.answer());
      }),
      { numRuns: 100 },
    );
  });

  it('a world drawn from the belief has crashed where this one has', () => {
    fc.assert(
      fc.property(settings, chaos, (chosen, world) => {
        const random: Random = seededRandom(world.seed);
        const crashed = new Set<string>();
        const respond = respondTo({ ...world, binaries: 0 });
        run(
          chosen,
          (probe) => {
            const seen = respond(probe);
            for (const name of crashedIn(seen)) crashed.add(name);
            return seen;
          },
          (search) => {
            const crashes = search.sampleTruth(random);
            for (const name of crashed) expect(crashes(name)).toBe(true);
          },
        );
      }),
      { numRuns: 50 },
    );
  });
});

function skip(candidate: string): Observation[] {
  return [{ type: 'skipped', candidate }];
}
