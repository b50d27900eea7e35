import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/search/search.ts';
import { resolveImplications } from '../../../src/search/sets/implications.ts';
import {
  createClearingSetSearch,
  type ClearingAnswer,
  type ClearingSettings,
} from '../../../src/search/sets/minimal-clearing-set.ts';
import { formatSet, parseSet } from '../../../src/search/sets/set-name.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { clearingSettings } from './settings.ts';
import { drawElements, eachWorld, holdsAll, runWorld, shareOf, type Holds } from './worlds.ts';

/** Answers each question at once, in a world where `clears` decides; a crash comes after 1,000. */
function play(
  settings: Partial<ClearingSettings> & { size: number },
  clears: Holds,
  respond: (candidate: string) => Observation | null = () => null,
): { answer: ClearingAnswer; asked: string[]; crashed: Set<string> } {
  const search = createClearingSetSearch(clearingSettings(settings));
  const asked: string[] = [];
  const crashed = new Set<string>(['none']);
  for (let next = search.next(); next.kind === 'probe'; next = search.next()) {
    const { candidate, layout, exposure } = next.probe;
    expect(asked.length).toBeLessThan(2000);
    asked.push(candidate);
    const other = respond(candidate);
    if (other) {
      search.observe(other);
      continue;
    }
    const crashes = !clears(parseSet(candidate, settings.size));
    if (crashes) crashed.add(candidate);
    const lived = crashes ? 1000 : exposure;
    search.observe({ type: 'trial', candidate, layout, exposure: lived, crashed: crashes });
  }
  return { answer: search.answer(), asked, crashed };
}

describe('the search for a minimal clearing set', () => {
  it.each([[[2]], [[1, 6]], [[0, 3, 7]], [[0, 1, 2, 3, 4, 5, 6, 7]]])('finds %j of 8', (needed) => {
    const { answer, asked } = play({ size: 8 }, holdsAll(needed));
    expect(answer).toMatchObject({ kind: 'found', applied: needed, chances: [] });
    expect(answer.bound).toBeLessThanOrEqual(0.05 * (1 + 1e-9));
    expect(answer.needed.every(({ crashes }) => crashes > 0)).toBe(true);
    expect(asked).not.toContain('none');
    expect(asked).not.toContain('0-7');
  });

  it('makes its bound stricter with each set that crashed on the way', () => {
    const { answer, crashed } = play({ size: 8 }, holdsAll([1, 6]));
    const alone = (50_000 / (50_000 + 0.5 * answer.exposure)) ** 5;
    // Without `none`, and with the set itself, the two cancel out.
    expect(answer.bound).toBeCloseTo(alone * crashed.size, 9);
    expect(crashed.size).toBeGreaterThan(2);
  });

  it('finds one of two changes that clear alone', () => {
    const { answer } = play({ size: 6 }, (set) => set.includes(1) || set.includes(4));
    expect(answer.kind).toBe('found');
    expect(['1', '4']).toContain(answer.applied.join());
  });

  it('takes away together what needs each other', () => {
    const implications = [[0, 1]] as const;
    const { answer, asked } = play({ size: 5, implications }, holdsAll([0]));
    expect(answer).toMatchObject({ kind: 'found', applied: [0, 1] });
    for (const candidate of asked.map((name) => parseSet(name, 5))) {
      if (candidate.includes(0)) expect(candidate).toContain(1);
    }
  });

  it('goes back when what it took for clearing crashes', () => {
    const search = createClearingSetSearch(clearingSettings({ size: 4 }));
    const trial = { type: 'trial', candidate: '0-1', layout: 0 } as const;
    search.observe({ ...trial, exposure: 120_000, crashed: false });
    expect(search.answer().applied).toEqual([0, 1]);
    search.observe({ ...trial, exposure: 500, crashed: true });
    const answer = search.answer();
    expect(answer).toMatchObject({ kind: 'undecided', applied: [0, 1, 2, 3] });
    const chance = (element: number): number => answer.chances[element]?.needed ?? 0;
    expect(chance(2)).toBeGreaterThan(chance(0));
  });

  it('believes a change to be needed the less, the longer it was clean without', () => {
    const search = createClearingSetSearch(clearingSettings({ size: 4 }));
    const told = (element: number): number => search.answer().chances[element]?.needed ?? 1;
    const before = told(3);
    const trial = { type: 'trial', candidate: '0-2', layout: 0, crashed: false } as const;
    search.observe({ ...trial, exposure: 20_000 });
    expect(told(3)).toBeLessThan(0.7 * before);
    expect(told(0)).toBeGreaterThanOrEqual(before);
  });

  it('takes a binary like that of all changes for clean, and one like that of none for crashing', () => {
    const search = createClearingSetSearch(clearingSettings({ size: 3 }));
    for (const [candidate, binary] of [
      ['0-2', 'good'],
      ['1', 'good'],
      ['none', 'bad'],
    ] as const) {
      search.observe({ type: 'built', candidate, layout: 0, binary });
    }
    expect(search.next()).toEqual({ kind: 'end' });
    expect(search.answer()).toMatchObject({ kind: 'found', applied: [1], bound: 0 });
  });

  it('leaves in what cannot be built or is not wanted without', () => {
    const { answer, asked } = play({ size: 5 }, holdsAll([3]), (candidate) => {
      if (!parseSet(candidate, 5).includes(0)) return { type: 'unbuildable', candidate };
      return candidate === '0,3' ? { type: 'skipped', candidate } : null;
    });
    expect(answer.kind).toBe('found');
    expect(answer.applied).toEqual(expect.arrayContaining([0, 3]));
    expect(answer.needed[0]).toEqual({ element: 0, crashes: 0 });
    expect(new Set(answer.unbuildable).size).toBe(answer.unbuildable.length);
    for (const candidate of [...answer.unbuildable, ...answer.skipped]) {
      expect(asked.filter((name) => name === candidate)).toHaveLength(1);
    }
  });

  it('draws worlds that crash where this one has', () => {
    const search = createClearingSetSearch(clearingSettings({ size: 6 }));
    search.observe({
      type: 'trial',
      ...{ candidate: '1-5', layout: 0, exposure: 10, crashed: true },
    });
    const random = seededRandom(3);
    for (let world = 0; world < 100; world++) {
      const crashes = search.sampleTruth(random);
      expect(crashes('1-5')).toBe(true);
      expect(crashes('2')).toBe(true);
      expect(crashes('none')).toBe(true);
      expect(crashes('0-5')).toBe(false);
    }
  });

  it('refuses candidates that cannot be', () => {
    const search = createClearingSetSearch(clearingSettings({ size: 3, implications: [[0, 1]] }));
    for (const candidate of ['3', '0', '']) {
      expect(() => search.observe({ type: 'skipped', candidate })).toThrow(RangeError);
    }
  });
});

describe('in a world without any order', () => {
  it('what is found crashed without each change, never itself, and comes from the same questions', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.double({ min: 0.2, max: 0.9, noNaN: true }),
        fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 3 }),
        (seed, share, implications) => {
          const random = seededRandom(seed);
          const known = new Map<string, boolean>();
          const clears: Holds = (set) => {
            const name = formatSet(set);
            known.set(name, known.get(name) ?? random() < share);
            return known.get(name) ?? false;
          };
          const settings = { size: 6, implications };
          const { answer, asked, crashed } = play(settings, clears);
          expect(play(settings, clears).asked).toEqual(asked);
          expect(answer.kind).toBe('found');
          expect(crashed).not.toContain(formatSet(answer.applied));
          const dependencies = resolveImplications(6, implications);
          for (const { element } of answer.needed) {
            expect(crashed).toContain(formatSet(dependencies.without(answer.applied, [element])));
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('in seeded worlds', () => {
  const worlds = (
    count: number,
    { size, needed, masked = 0 }: { size: number; needed: number; masked?: number },
  ): boolean[] =>
    eachWorld(count, (random) => {
      const truth = drawElements(size, needed, random);
      const { answer, ended } = runWorld({
        size,
        create: (control) =>
          createClearingSetSearch(
            clearingSettings({ size, control, masked, layouts: masked > 0 ? 12 : 1 }),
          ),
        crashes: (set) => !holdsAll(truth)(set),
        random,
        masked,
        mostSteps: 1000,
      });
      return ended && answer.kind === 'found' && answer.applied.join() === truth.join();
    });

  it.each([
    { size: 8, needed: 2 },
    { size: 16, needed: 1 },
    { size: 16, needed: 3 },
  ])('it finds $needed of $size', (world) => {
    expect(shareOf(worlds(80, world), (exact) => exact)).toBeGreaterThanOrEqual(0.95);
  });

  it('it finds 2 of 6 when layouts hide the crash', () => {
    const exact = shareOf(worlds(40, { size: 6, needed: 2, masked: 0.2 }), (right) => right);
    expect(exact).toBeGreaterThanOrEqual(0.92);
  });
});
