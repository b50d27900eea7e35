import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/search/search.ts';
import { createSetSearch, type SetSettings } from '../../../src/search/sets/minimal-set.ts';
import type { SetAnswer } from '../../../src/search/sets/set-answer.ts';
import { parseSet } from '../../../src/search/sets/set-name.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { missProbability } from '../../../src/statistics/t-clear.ts';
import { CONTROL, setSettings } from './settings.ts';
import { holdsAll, type Holds } from './worlds.ts';

/** Answers each question at once: a crash after 1,000, or a clean exposure as long as was asked for. */
function play(
  settings: Partial<SetSettings> & { size: number },
  crashes: Holds,
  told: readonly Observation[] = [],
): { answer: SetAnswer; asked: string[] } {
  const search = createSetSearch(setSettings(settings));
  const asked: string[] = [];
  for (const observation of told) search.observe(observation);
  for (let next = search.next(); next.kind === 'probe'; next = search.next()) {
    const { candidate, layout, exposure } = next.probe;
    asked.push(candidate);
    const crashed = crashes(parseSet(candidate, settings.size));
    search.observe({
      type: 'trial',
      ...{ candidate, layout, crashed, exposure: crashed ? 1000 : exposure },
    });
  }
  return { answer: search.answer(), asked };
}

describe('the search for a minimal set', () => {
  it.each(['probdd', 'one'] as const)('finds it with each element certified (%s)', (strategy) => {
    const { answer } = play({ size: 12, strategy }, holdsAll([3, 8]));
    expect(answer).toMatchObject({ kind: 'found', more: { kind: 'limit' }, chances: [] });
    const [set] = answer.sets;
    expect(set).toMatchObject({ elements: [3, 8], certified: true });
    expect(set?.crashes).toBeGreaterThan(0);
    for (const { exposure, bound } of set?.needed ?? []) {
      expect(bound).toBeLessThanOrEqual(0.025 * (1 + 1e-9));
      expect(bound).toBeCloseTo(missProbability(CONTROL, { crashes: 0, exposure }, 0.5), 9);
    }
    expect(set?.needed.map(({ element }) => element)).toEqual([3, 8]);
  });

  it('asks fewer questions with ProbDD than one by one', () => {
    const sizes = (['probdd', 'one'] as const).map(
      (strategy) => play({ size: 32, strategy }, holdsAll([5])).asked.length,
    );
    expect(sizes[0]).toBeLessThan((sizes[1] ?? 0) / 2);
  });

  it('tries likely unneeded elements first when it is given a prior', () => {
    const prior = [0.9, 0.01, 0.01, 0.9, 0.01, 0.01];
    const { asked } = play({ size: 6, prior }, holdsAll([0, 3]));
    expect(asked[0]).toBe('0,3');
  });

  it('ends at once with one element, which the empty set proves to be needed', () => {
    const { answer, asked } = play({ size: 1 }, holdsAll([0]));
    expect(asked).toEqual([]);
    expect(answer).toMatchObject({
      kind: 'found',
      sets: [{ elements: [0], crashes: 5, certified: true, needed: [{ exposure: 0, bound: 0 }] }],
    });
  });

  it('says before the end what may be needed', () => {
    const answer = createSetSearch(setSettings({ size: 8 })).answer();
    expect(answer).toMatchObject({
      kind: 'undecided',
      sets: [{ elements: [0, 1, 2, 3, 4, 5, 6, 7], crashes: 5, certified: false }],
      more: { kind: 'open', bound: null },
      untested: [],
    });
    expect(answer.chances.map(({ needed }) => needed)).toEqual(Array(8).fill(0.25));
  });
});

describe('independent sets', () => {
  const either: Holds = (set) => holdsAll([1, 2])(set) || holdsAll([5, 6])(set);

  it('are both found, and that there is no third', () => {
    const { answer } = play({ size: 8, maxSets: 3 }, either);
    expect(answer.kind).toBe('found');
    expect(answer.sets.map(({ elements }) => elements.join()).sort()).toEqual(['1,2', '5,6']);
    expect(answer.sets.every(({ certified }) => certified)).toBe(true);
    expect(answer.more.kind).toBe('none');
    expect(answer.more.bound).toBeLessThanOrEqual(0.05 * (1 + 1e-9));
    expect(answer.more.exposure).toBeGreaterThan(0);
  });

  it('are not looked for beyond their number', () => {
    const { answer } = play({ size: 8, maxSets: 1 }, either);
    expect(answer.sets).toHaveLength(1);
    expect(answer.more).toEqual({ kind: 'limit', exposure: 0, bound: null });
  });

  it('let the full set crash without any one element', () => {
    const { answer } = play({ size: 8, maxSets: 2, singles: true }, either);
    expect(answer.singles.map(({ verdict }) => verdict)).toEqual(Array(4).fill('crashes'));
    expect(answer.more.kind).toBe('limit');
  });

  it('that are none make each removal clear, at its share of the error', () => {
    const { answer } = play({ size: 8, maxSets: 2, singles: true }, holdsAll([1, 6]));
    expect(answer.more.kind).toBe('none');
    expect(answer.singles.map(({ element, verdict }) => [element, verdict])).toEqual([
      [1, 'clears'],
      [6, 'clears'],
    ]);
    for (const { bound } of answer.singles) expect(bound).toBeLessThanOrEqual(0.025 * (1 + 1e-9));
    expect(answer.untested.every((element) => ![1, 6].includes(element))).toBe(true);
  });
});

describe('implications', () => {
  it('take an element away with what it needs', () => {
    const implications = [
      [0, 1],
      [2, 1],
    ] as const;
    const { answer, asked } = play({ size: 6, implications }, holdsAll([0, 1]));
    expect(answer.sets[0]).toMatchObject({ elements: [0, 1], certified: true });
    for (const candidate of asked) {
      const set = parseSet(candidate, 6);
      if (set.includes(0) || set.includes(2)) expect(set).toContain(1);
    }
  });
});

describe('what cannot be tried', () => {
  it('is gone round, and an element that cannot go alone stays as unproven', () => {
    const search = createSetSearch(setSettings({ size: 6 }));
    const unbuildable = new Set<string>();
    for (let next = search.next(); next.kind === 'probe'; next = search.next()) {
      const { candidate, layout, exposure } = next.probe;
      expect(unbuildable).not.toContain(candidate);
      const set = parseSet(candidate, 6);
      if (!set.includes(0)) {
        unbuildable.add(candidate);
        search.observe({ type: 'unbuildable', candidate });
      } else {
        const crashed = set.includes(4);
        search.observe({ type: 'trial', candidate, layout, exposure, crashed });
      }
    }
    const answer = search.answer();
    expect(answer.kind).toBe('found');
    expect(answer.sets[0]).toMatchObject({ elements: [0, 4], certified: false });
    expect(answer.sets[0]?.needed).toMatchObject([
      { element: 0, exposure: 0, bound: 1 },
      { element: 4 },
    ]);
    expect(answer.unbuildable).toEqual([...unbuildable]);
  });

  it('may still be possible together with others', () => {
    // 0 and 1 build only together: a dependency that nobody has told.
    const search = createSetSearch(setSettings({ size: 6 }));
    for (let next = search.next(); next.kind === 'probe'; next = search.next()) {
      const { candidate, layout, exposure } = next.probe;
      const set = parseSet(candidate, 6);
      if (set.includes(0) !== set.includes(1)) search.observe({ type: 'unbuildable', candidate });
      else {
        const crashed = set.includes(4);
        search.observe({ type: 'trial', candidate, layout, exposure, crashed });
      }
    }
    expect(search.answer().sets[0]).toMatchObject({ elements: [4], certified: true });
  });

  it('is not asked when the user does not want it', () => {
    const skipped = { type: 'skipped', candidate: '3' } as const;
    const { answer, asked } = play({ size: 4 }, holdsAll([3]), [skipped]);
    expect(asked).not.toContain('3');
    expect(answer.skipped).toEqual(['3']);
  });
});

describe('equal binaries', () => {
  const built = (candidate: string, binary: string): Observation => ({
    type: 'built',
    ...{ candidate, binary, layout: 0 },
  });

  it('crash like the full set without a trial', () => {
    const search = createSetSearch(setSettings({ size: 4 }));
    search.observe(built('0-3', 'same'));
    search.observe(built('1-2', 'same'));
    expect(search.answer().sets[0]).toMatchObject({ elements: [1, 2], crashes: 5 });
  });

  it('share their clean exposure', () => {
    const search = createSetSearch(setSettings({ size: 3 }));
    const before = search.answer().chances;
    search.observe(built('0-1', 'one'));
    search.observe({
      type: 'trial',
      ...{ candidate: '0-1', layout: 0, exposure: 30_000, crashed: false },
    });
    search.observe(built('1-2', 'one'));
    const chances = search.answer().chances;
    expect(chances[2]?.needed).toBeGreaterThan(before[2]?.needed ?? 1);
    expect(chances[0]?.needed).toBe(chances[2]?.needed);
    expect(chances[1]?.needed).toBe(before[1]?.needed);
    expect(search.answer().sets[0]?.needed.map(({ exposure }) => exposure)).toEqual([
      30_000, 0, 30_000,
    ]);
  });

  it('of the empty set are clean, as it is', () => {
    const search = createSetSearch(setSettings({ size: 2 }));
    search.observe(built('none', 'nothing'));
    search.observe(built('0', 'nothing'));
    search.observe(built('1', 'nothing'));
    expect(search.next()).toEqual({ kind: 'end' });
    expect(search.answer().sets[0]).toMatchObject({ elements: [0, 1], certified: true });
  });
});

describe('a world drawn from what is believed', () => {
  it('crashes with all that is needed and never with the empty set', () => {
    const search = createSetSearch(setSettings({ size: 6 }));
    search.observe({
      type: 'trial',
      ...{ candidate: '2-4', layout: 0, exposure: 100, crashed: true },
    });
    const random = seededRandom(1);
    let alone = 0;
    for (let world = 0; world < 200; world++) {
      const crashes = search.sampleTruth(random);
      expect(crashes('2-4')).toBe(true);
      expect(crashes('0-5')).toBe(true);
      expect(crashes('none')).toBe(false);
      expect(crashes('0-1,5')).toBe(false);
      if (crashes('2')) alone++;
    }
    // Alone it is enough when it is needed, and the others are not: p (1 - p)^2, and its share of none.
    expect(alone).toBeGreaterThan(50);
    expect(alone).toBeLessThan(140);
  });
});

it.each([
  { size: 0 },
  { size: 4, maxSets: 0 },
  { size: 4, prior: [0.5] },
  { size: 2, prior: [0, 0.5] },
  { size: 4, implications: [[0, 4]] as const },
])('settings that cannot be are refused: %j', (settings) => {
  expect(() => createSetSearch(setSettings(settings))).toThrow(RangeError);
});

it.each([
  { type: 'skipped', candidate: '0-4' },
  { type: 'skipped', candidate: '0' },
  { type: 'built', candidate: '1', layout: 1, binary: 'x' },
  { type: 'trial', candidate: '1', layout: 0, exposure: -1, crashed: false },
] as const)('an observation that cannot be is refused: %j', (observation) => {
  const search = createSetSearch(setSettings({ size: 4, implications: [[0, 1]] }));
  expect(() => search.observe(observation)).toThrow(RangeError);
});
