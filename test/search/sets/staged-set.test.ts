import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../src/search/search.ts';
import { createSetSearch } from '../../../src/search/sets/minimal-set.ts';
import type { SetAnswer } from '../../../src/search/sets/set-answer.ts';
import { parseSet } from '../../../src/search/sets/set-name.ts';
import { createStagedSearch, type StagedSettings } from '../../../src/search/sets/staged-set.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { setSettings } from './settings.ts';
import { drawElements, eachWorld, holdsAll, runWorld, shareOf, type Holds } from './worlds.ts';

type Settings = Partial<StagedSettings> & Pick<StagedSettings, 'size' | 'parts'>;

function staged({ parts, ...settings }: Settings): StagedSettings {
  return { ...setSettings(settings), parts };
}

/** 0 is made of 3 to 7, 1 of 8 and 9; 2 has no parts. */
const PARTS = [
  ...[3, 4, 5, 6, 7].map((part) => [part, 0] as const),
  ...[8, 9].map((part) => [part, 1] as const),
];
const SIZE = 10;

interface Played {
  readonly answer: SetAnswer;
  readonly asked: readonly string[];
  readonly observed: readonly Observation[];
}

/** Answers each question at once, as the truth says. */
function play(settings: Settings, crashes: Holds, told: readonly Observation[] = []): Played {
  const search = createStagedSearch(staged(settings));
  const observed: Observation[] = [...told];
  const asked: string[] = [];
  for (const observation of told) search.observe(observation);
  for (let next = search.next(); next.kind === 'probe'; next = search.next()) {
    const { candidate, layout, exposure } = next.probe;
    asked.push(candidate);
    const crashed = crashes(parseSet(candidate, settings.size));
    const observation = {
      type: 'trial',
      ...{ candidate, layout, crashed, exposure: crashed ? 1000 : exposure },
    } as const;
    observed.push(observation);
    search.observe(observation);
  }
  return { answer: search.answer(), asked, observed };
}

describe('a staged search', () => {
  it('finds a whole with those of its parts that are needed', () => {
    const { answer } = play({ size: SIZE, parts: PARTS }, holdsAll([0, 4, 6]));
    expect(answer).toMatchObject({ kind: 'found', chances: [] });
    expect(answer.sets[0]).toMatchObject({ elements: [0, 4, 6], certified: true });
    expect(answer.sets[0]?.needed.map(({ element }) => element).sort()).toEqual([0, 4, 6]);
    for (const { bound, exposure } of answer.sets[0]?.needed ?? []) {
      // All elements share half of the error, those of one stage as those of the other.
      expect(bound).toBeLessThanOrEqual(0.025 * (1 + 1e-9));
      expect(exposure === 0).toBe(bound === 0);
    }
  });

  it('finds a whole of which no part is needed', () => {
    const { answer } = play({ size: SIZE, parts: PARTS }, holdsAll([0, 2]));
    expect(answer.kind).toBe('found');
    expect(answer.sets[0]).toMatchObject({ elements: [0, 2], certified: true });
  });

  it('finds a set without any whole that has parts, and asks for no part then', () => {
    const { answer, asked } = play({ size: SIZE, parts: PARTS }, holdsAll([2]));
    expect(answer).toMatchObject({ kind: 'found', sets: [{ elements: [2], certified: true }] });
    for (const candidate of asked) {
      const set = parseSet(candidate, SIZE);
      for (const [part, whole] of PARTS) expect(set.includes(part)).toBe(set.includes(whole));
    }
  });

  it('never asks for a part without its whole, nor for what is known', () => {
    const { asked } = play({ size: SIZE, parts: PARTS, maxSets: 2 }, holdsAll([0, 1, 5, 9]));
    for (const candidate of asked) {
      const set = parseSet(candidate, SIZE);
      for (const [part, whole] of PARTS) {
        if (set.includes(part)) expect(set).toContain(whole);
      }
    }
    expect(asked).not.toContain('0-9');
    expect(asked).not.toContain('none');
  });

  it('counts only crashes that were seen on exactly the set', () => {
    for (const needed of [
      [0, 3, 4, 5, 6, 7],
      [0, 4],
      [0, 1, 5, 9],
    ]) {
      const { answer, observed } = play({ size: SIZE, parts: PARTS }, holdsAll(needed));
      const [set] = answer.sets;
      expect(set?.elements).toEqual(needed);
      const seen = observed.filter(
        (one) =>
          one.type === 'trial' &&
          one.crashed &&
          parseSet(one.candidate, SIZE).join() === needed.join(),
      );
      expect(set?.crashes, needed.join()).toBe(seen.length);
    }
  });

  it('says which wholes clear alone, and that there is no other set', () => {
    const { answer } = play(
      { size: SIZE, parts: PARTS, maxSets: 2, singles: true },
      holdsAll([0, 2, 4]),
    );
    expect(answer.singles.map(({ element, verdict }) => [element, verdict])).toEqual([
      [0, 'clears'],
      [2, 'clears'],
    ]);
    expect(answer.more.kind).toBe('none');
    // Never tried alone, for the set does without them.
    expect(answer.untested).toEqual([1, 3, 5, 6, 7, 8, 9]);
  });

  it('goes round what cannot be built, in either stage', () => {
    const blocked = [
      { type: 'unbuildable', candidate: '0,2-7' },
      { type: 'skipped', candidate: '0,3-4' },
    ] as const;
    const { answer, asked } = play({ size: SIZE, parts: PARTS }, holdsAll([0, 3]), blocked);
    expect(answer.sets[0]?.elements).toEqual([0, 3]);
    expect(asked).not.toContain('0,2-7');
    expect(asked).not.toContain('0,3-4');
    expect(answer.unbuildable).not.toEqual([]);
    expect(answer.skipped).not.toEqual([]);
  });

  it('keeps implications between wholes', () => {
    const implications = [[1, 0]] as const;
    const { answer, asked } = play({ size: SIZE, parts: PARTS, implications }, holdsAll([0, 1, 8]));
    expect(answer.sets[0]?.elements).toEqual([0, 1, 8]);
    for (const candidate of asked) {
      const set = parseSet(candidate, SIZE);
      if (set.includes(1)) expect(set).toContain(0);
    }
  });
});

describe('as any search', () => {
  it('the same observations lead to the same question, at every point', () => {
    const { observed } = play({ size: SIZE, parts: PARTS, maxSets: 2 }, holdsAll([0, 4, 2]));
    const search = createStagedSearch(staged({ size: SIZE, parts: PARTS, maxSets: 2 }));
    for (let end = 0; end <= observed.length; end++) {
      const again = createStagedSearch(staged({ size: SIZE, parts: PARTS, maxSets: 2 }));
      for (const observation of observed.slice(0, end)) again.observe(observation);
      expect(again.next()).toEqual(search.next());
      expect(again.answer()).toEqual(search.answer());
      const next = observed[end];
      if (next !== undefined) search.observe(next);
    }
  });

  it('without parts it is the plain one', () => {
    const settings = { size: 8, maxSets: 2, singles: true };
    const crashes = holdsAll([1, 6]);
    const plain = createSetSearch(setSettings(settings));
    const ours = createStagedSearch(staged({ ...settings, parts: [] }));
    let questions = 0;
    for (;;) {
      const next = plain.next();
      expect(ours.next()).toEqual(next);
      expect(ours.answer()).toEqual(plain.answer());
      if (next.kind === 'end') break;
      questions += 1;
      const { candidate, layout, exposure } = next.probe;
      const crashed = crashes(parseSet(candidate, 8));
      for (const search of [plain, ours]) {
        search.observe({
          type: 'trial',
          ...{ candidate, layout, crashed, exposure: crashed ? 1000 : exposure },
        });
      }
    }
    expect(questions).toBeGreaterThan(5);
  });

  it('a world drawn from what it believes crashes with everything and never with nothing', () => {
    const { observed } = play({ size: SIZE, parts: PARTS }, holdsAll([0, 4]));
    for (const end of [0, 2, observed.length]) {
      const search = createStagedSearch(staged({ size: SIZE, parts: PARTS }));
      for (const observation of observed.slice(0, end)) search.observe(observation);
      const random = seededRandom(1);
      for (let world = 0; world < 50; world++) {
        const crashes = search.sampleTruth(random);
        expect(crashes('0-9')).toBe(true);
        expect(crashes('none')).toBe(false);
      }
    }
  });

  it.each([
    { size: 4, parts: [[1, 1]] as const },
    {
      size: 4,
      parts: [
        [1, 0],
        [2, 1],
      ] as const,
    },
    { size: 4, parts: [[4, 0]] as const },
    { size: 4, parts: [[1, 4]] as const },
    {
      size: 4,
      parts: [
        [2, 0],
        [2, 1],
      ] as const,
    },
    { size: 4, parts: [[1, 0]] as const, maxSets: 0 },
  ])('settings that cannot be are refused: %j', (settings) => {
    expect(() => createStagedSearch(staged(settings))).toThrow(RangeError);
  });

  it.each([
    { type: 'skipped', candidate: '0-10' },
    { type: 'trial', candidate: '0,3-7', layout: 0, exposure: -1, crashed: false },
    { type: 'built', candidate: '0,3-7', layout: 1, binary: 'x' },
  ] as const)('an observation that cannot be is refused: %j', (observation) => {
    const search = createStagedSearch(staged({ size: SIZE, parts: PARTS }));
    expect(() => {
      search.observe(observation);
    }).toThrow(RangeError);
  });
});

describe('in seeded worlds', () => {
  /** A whole of 40 parts beside four elements of their own. */
  const size = 45;
  const parts = Array.from({ length: 40 }, (_, index) => [index + 5, 0] as const);

  it('finds the needed parts of one whole of 40, and nothing that does not crash', () => {
    const results = eachWorld(60, (random) => {
      const inside = drawElements(40, 2, random).map((part) => part + 5);
      const needed = [0, 1 + Math.floor(random() * 4), ...inside].sort((a, b) => a - b);
      const crashes = holdsAll(needed);
      const { answer, ended, exposure } = runWorld({
        size,
        create: (control) => createStagedSearch(staged({ size, parts, control })),
        crashes,
        random,
      });
      expect(ended).toBe(true);
      return {
        sound: answer.sets.every(({ elements }) => crashes(elements)),
        exact: answer.sets[0]?.elements.join() === needed.join(),
        exposure,
      };
    });
    expect(shareOf(results, ({ sound }) => sound)).toBe(1);
    expect(shareOf(results, ({ exact }) => exact)).toBeGreaterThanOrEqual(0.93);
    const mean = results.reduce((sum, { exposure }) => sum + exposure, 0) / results.length;
    expect(mean).toBeLessThan(200);
  });

  it('blames no part of a whole that is needed as a whole', () => {
    const results = eachWorld(60, (random) => {
      const { answer } = runWorld({
        size,
        create: (control) => createStagedSearch(staged({ size, parts, control })),
        crashes: holdsAll([0, 2]),
        random,
      });
      return answer.sets[0]?.elements.join();
    });
    expect(shareOf(results, (elements) => elements === '0,2')).toBeGreaterThanOrEqual(0.93);
  });
});
