import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../src/campaigns/bisect/answer.ts';
import { createSearch } from '../../../src/campaigns/bisect/space.ts';
import type { BisectionRecord } from '../../../src/records/bisection-record.ts';
import type { BisectionAnswer } from '../../../src/records/bisection-result.ts';
import type { Observation } from '../../../src/search/search.ts';
import { parseSet } from '../../../src/search/sets/set-name.ts';
import { bisectionRecord } from './samples.ts';

const settings = {
  control: { crashes: 5, exposure: 50_000 },
  delta: 0.05,
  rho: 0.5,
  costs: { build: 1, startup: 0 },
  masked: 0,
  layouts: 1,
};

/** Answers each question at once, as the truth says, after what is told. */
function answered(
  record: BisectionRecord,
  crashes: (candidate: string) => boolean,
  told: readonly Observation[] = [],
): BisectionAnswer {
  const search = createSearch(record, settings);
  for (const one of told) search.observe(one);
  for (let next = search.next(); next.kind === 'probe'; next = search.next()) {
    const { candidate, layout, exposure } = next.probe;
    const crashed = crashes(candidate);
    search.observe({
      type: 'trial',
      ...{ candidate, layout, crashed, exposure: crashed ? 1000 : exposure },
    });
  }
  return answerOf(record, search.answer());
}

describe('ordered elements', () => {
  const elements = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6'];
  const from3 = (candidate: string): boolean => Number(candidate) >= 3;

  it('have their names, and the last clean one with its bound', () => {
    const record = bisectionRecord({ space: { type: 'ordered' }, elements });
    const answer = answered(record, from3);
    expect(answer).toMatchObject({
      type: 'ordered',
      kind: 'found',
      first: { element: 'v4', before: 'v3' },
      credible: [{ element: 'v4' }],
      skipped: [],
    });
    if (answer.type !== 'ordered') throw new Error('another answer');
    expect(answer.bound).toBeGreaterThan(0);
    expect(answer.bound).toBeLessThanOrEqual(0.05);
    expect(answer.credible[0]?.chance).toBeGreaterThanOrEqual(0.95);
    expect(answer.tried.find(({ element }) => element === 'v3')).toMatchObject({ crashes: 0 });
    expect(answer.tried.find(({ element }) => element === 'v4')?.crashes).toBeGreaterThan(0);
  });

  it('from the clean end, as a fix is looked for, name the first that is clean', () => {
    const record = bisectionRecord({
      space: { type: 'ordered' },
      elements: elements.toReversed(),
      axis: { ...bisectionRecord().axis, kind: 'versions', find: 'fix' },
    });
    // v6, v5 and v4 are clean: v4 is the fix.
    expect(answered(record, from3)).toMatchObject({
      kind: 'found',
      first: { element: 'v4', before: 'v3' },
      credible: [{ element: 'v4' }],
    });
  });

  it('that cannot be tried are named, and leave more than one that may be it', () => {
    const record = bisectionRecord({ space: { type: 'ordered' }, elements });
    const answer = answered(record, from3, [{ type: 'unbuildable', candidate: '3' }]);
    expect(answer).toMatchObject({
      kind: 'undecided',
      first: null,
      credible: [{ element: 'v4' }, { element: 'v5' }],
      skipped: ['v4'],
    });
  });
});

it('a set has the names of its elements and of what was left out', () => {
  const record = bisectionRecord();
  const answer = answered(
    record,
    (candidate) => {
      const kept = parseSet(candidate, 5);
      return kept.includes(0) && kept.includes(1);
    },
    [
      { type: 'skipped', candidate: '0-1,3' },
      { type: 'unbuildable', candidate: '0-2' },
    ],
  );
  expect(answer).toMatchObject({
    type: 'set',
    kind: 'found',
    sets: [{ elements: ['-O2', '-flto'], certified: true }],
    more: { kind: 'limit' },
    skipped: ['without {-g, -Wextra}'],
    unbuildable: ['without {-Wall, -Wextra}'],
  });
  if (answer.type !== 'set') throw new Error('another answer');
  expect(answer.sets[0]?.needed.map(({ element }) => element)).toEqual(['-O2', '-flto']);
  expect(answer.singles.map(({ element, verdict }) => [element, verdict])).toEqual([
    ['-O2', 'clears'],
    ['-flto', 'clears'],
  ]);
});

it('a clearing set has the names of its changes', () => {
  const elements = ['a.c:1', 'a.c:7', 'b.c:9', 'b.c:12'];
  const record = bisectionRecord({ space: { type: 'clearing' }, elements });
  const answer = answered(record, (candidate) => !parseSet(candidate, 4).includes(2));
  expect(answer).toMatchObject({ type: 'clearing', kind: 'found', applied: ['b.c:9'] });
  if (answer.type !== 'clearing') throw new Error('another answer');
  expect(answer.bound).toBeLessThanOrEqual(0.05);
  expect(answer.exposure).toBeGreaterThan(0);
});

it('single changes have their names and verdicts', () => {
  const record = bisectionRecord({ space: { type: 'singles' }, elements: ['one', 'two'] });
  const answer = answered(record, (candidate) => candidate === '0');
  expect(answer).toMatchObject({
    type: 'singles',
    kind: 'found',
    singles: [
      { element: 'one', verdict: 'crashes', bound: null },
      { element: 'two', verdict: 'clears' },
    ],
  });
});
