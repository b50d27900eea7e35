import { describe, expect, it } from 'vitest';
import { foil, ddmin } from '../../../scripts/bench/search-sets-foils.js';
import { createSetSearch, type SetSettings } from '../../../src/search/sets/minimal-set.ts';
import type { SetAnswer } from '../../../src/search/sets/set-answer.ts';
import { formatSet } from '../../../src/search/sets/set-name.ts';
import type { Random } from '../../../src/statistics/random.ts';
import { setSettings } from './settings.ts';
import { drawElements, eachWorld, holdsAll, runWorld, shareOf, type Holds } from './worlds.ts';

interface Ended {
  readonly answer: SetAnswer;
  readonly exposure: number;
  readonly exact: boolean;
  readonly sound: boolean;
}

function search(
  settings: Partial<SetSettings> & { size: number },
  { crashes, exact }: { crashes: Holds; exact: readonly number[] },
  world: { random: Random; masked?: number },
): Ended {
  const { size } = settings;
  const create: Parameters<typeof runWorld<SetAnswer>>[0]['create'] = (control) =>
    createSetSearch(setSettings({ ...settings, control }));
  const { answer, exposure, ended } = runWorld({ size, create, crashes, ...world });
  expect(ended).toBe(true);
  return {
    answer,
    exposure,
    exact: answer.sets[0]?.elements.join() === exact.join(),
    sound: answer.sets.every(({ elements }) => crashes(elements)),
  };
}

const mean = (results: readonly Ended[]): number =>
  results.reduce((sum, { exposure }) => sum + exposure, 0) / results.length;

describe('the set search in seeded worlds', () => {
  it('finds 2 needed of 16 where plain delta debugging often errs', () => {
    const results = eachWorld(100, (random) => {
      const needed = drawElements(16, 2, random);
      return search({ size: 16 }, { crashes: holdsAll(needed), exact: needed }, { random });
    });
    expect(shareOf(results, ({ sound }) => sound)).toBe(1);
    expect(shareOf(results, ({ exact }) => exact)).toBeGreaterThanOrEqual(0.96);
    expect(mean(results)).toBeLessThanOrEqual(60);
    const plain = eachWorld(100, (random) => {
      const needed = drawElements(16, 2, random);
      const { answer } = runWorld({
        size: 16,
        create: ({ crashes, exposure }) =>
          foil(ddmin(16), { name: formatSet, cleanAfter: (2 * exposure) / crashes }),
        crashes: holdsAll(needed),
        random,
      });
      return answer.toSorted((a, b) => a - b).join() === needed.join();
    });
    expect(shareOf(plain, (exact) => exact)).toBeLessThan(0.85);
  });

  it('finds it when layouts hide the crash, where a search of one layout errs', () => {
    const inLayouts = (layouts: number): Ended[] =>
      eachWorld(60, (random) => {
        const needed = drawElements(8, 2, random);
        const settings = { size: 8, layouts, masked: 0.3 };
        const truth = { crashes: holdsAll(needed), exact: needed };
        return search(settings, truth, { random, masked: 0.3 });
      });
    const salted = inLayouts(12);
    expect(shareOf(salted, ({ sound }) => sound)).toBe(1);
    expect(shareOf(salted, ({ exact }) => exact)).toBeGreaterThanOrEqual(0.95);
    expect(shareOf(inLayouts(1), ({ exact }) => exact)).toBeLessThan(0.75);
  });

  it('finds two independent sets and that there is no third', () => {
    const results = eachWorld(60, (random) => {
      const drawn = drawElements(10, 4, random);
      const sets = [drawn.slice(0, 2), drawn.slice(2)];
      const crashes: Holds = (set) => sets.some((needed) => holdsAll(needed)(set));
      const ended = search({ size: 10, maxSets: 3 }, { crashes, exact: [] }, { random });
      const found = ended.answer.sets.map(({ elements }) => elements.join()).sort();
      const right =
        found.join(' ') ===
        sets
          .map((set) => set.join())
          .sort()
          .join(' ');
      return { ...ended, exact: right && ended.answer.more.kind === 'none' };
    });
    expect(shareOf(results, ({ sound }) => sound)).toBe(1);
    expect(shareOf(results, ({ exact }) => exact)).toBeGreaterThanOrEqual(0.93);
  });

  it('reports only sets that crash in worlds that are not monotone', () => {
    const results = eachWorld(60, (random) => {
      const [first = 0, second = 0, third = 0] = drawElements(10, 3, random);
      // The third hides the crash unless the first is on: some subsets of what is clean crash.
      const crashes: Holds = (set) =>
        set.includes(second) && (!set.includes(third) || set.includes(first));
      return search({ size: 10, singles: true }, { crashes, exact: [second] }, { random });
    });
    expect(shareOf(results, ({ sound }) => sound)).toBe(1);
    const minimal = results.filter(({ answer }) =>
      answer.sets.every(({ elements }) => elements.length <= 3),
    );
    expect(minimal.length).toBeGreaterThanOrEqual(57);
  });

  it('tells which single removals clear', () => {
    const results = eachWorld(40, (random) => {
      const needed = drawElements(8, 2, random);
      const truth = { crashes: holdsAll(needed), exact: needed };
      const ended = search({ size: 8, singles: true }, truth, { random });
      const right = ended.answer.singles.every(
        ({ element, verdict }) => verdict === (needed.includes(element) ? 'clears' : 'crashes'),
      );
      return { ...ended, exact: right && ended.answer.singles.length >= 2 };
    });
    expect(shareOf(results, ({ exact }) => exact)).toBeGreaterThanOrEqual(0.95);
  });
});
