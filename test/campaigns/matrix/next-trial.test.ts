import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess, type MatrixRules } from '../../../src/campaigns/matrix/assessment.ts';
import {
  endOf,
  nextTrial,
  type NextTrial,
  type Situation,
} from '../../../src/campaigns/matrix/next-trial.ts';
import {
  clean,
  CONTROL,
  crash,
  ended,
  FOREIGN,
  journaled,
  repeat,
  rulesFor,
  type Unnumbered,
} from './trials.ts';

const rules = rulesFor(['a', 'b']);
/** Clears a row against CONTROL. */
const ENOUGH = 82_100;
const CONTROL_TRIAL: NextTrial = { kind: 'trial', row: 'control' };

function next(
  trials: readonly Unnumbered[],
  situation: Partial<Situation> = {},
  by: MatrixRules = rules,
): NextTrial {
  return nextTrial(assess(journaled(...trials), by), by, {
    running: [],
    failed: new Set(),
    iterationsOf: () => 20_000,
    costOf: () => 20,
    budgetSpent: false,
    secondsSinceControl: 0,
    ...situation,
  });
}

function ending(kind: 'conclusive' | 'undecided' | 'void', reason: RegExp): object {
  return { kind: 'end', end: { kind, reason: expect.stringMatching(reason) as string } };
}

describe('the control', () => {
  it('runs first, as often at a time as there are jobs, until it is established', () => {
    for (let crashes = 0; crashes < 5; crashes++) {
      const trials = CONTROL.slice(0, crashes);
      expect(next(trials)).toEqual(CONTROL_TRIAL);
      expect(next(trials, { running: ['control', 'control'] })).toEqual(CONTROL_TRIAL);
    }
    expect(next(CONTROL)).toEqual({ kind: 'trial', row: 'a' });
  });

  it('runs first even when rows were tried already, as after a lost journal line', () => {
    expect(next([clean('a', ENOUGH), crash('b', 900)])).toEqual(CONTROL_TRIAL);
  });

  const ROWS = Array.from({ length: 12 }, (_, index) => `row-${index}`);
  const many = rulesFor(ROWS);
  const decided = (count: number): readonly Unnumbered[] => [
    ...CONTROL,
    ...ROWS.slice(0, count).map((row) => clean(row, ENOUGH)),
  ];

  it('runs again after ten verdicts, not after nine', () => {
    expect(next(decided(9), {}, many)).toEqual({ kind: 'trial', row: 'row-9' });
    expect(next(decided(10), {}, many)).toEqual(CONTROL_TRIAL);
    const rechecked = [...decided(10), crash('control', 9000)];
    expect(next(rechecked, {}, many)).toEqual({ kind: 'trial', row: 'row-10' });
  });

  it('runs again after two hours, once a row was tried since', () => {
    const trials = [...CONTROL, crash('a', 9000)];
    expect(next(trials, { secondsSinceControl: 7199 })).toMatchObject({ row: 'b' });
    expect(next(trials, { secondsSinceControl: 7200 })).toEqual(CONTROL_TRIAL);
    expect(next(CONTROL, { secondsSinceControl: 1e6 })).toMatchObject({ row: 'a' });
  });

  it('then runs alone: what runs is waited for', () => {
    const due = { secondsSinceControl: 7200 };
    const trials = [...CONTROL, clean('a', 500)];
    expect(next(trials, { ...due, running: ['a'] })).toEqual({ kind: 'wait' });
    expect(next(trials, { ...due, running: ['control'] })).toEqual({ kind: 'wait' });
  });

  it('runs again before the end, until it has crashed', () => {
    const trials = [...CONTROL, clean('a', 2 * ENOUGH), crash('b', 9000)];
    expect(next(trials)).toEqual(CONTROL_TRIAL);
    expect(next([...trials, clean('control', 20_000)])).toEqual(CONTROL_TRIAL);
    expect(next([...trials, clean('control', 20_000), crash('control', 9000)])).toEqual(
      ending('conclusive', /^every row that can be tried here has its verdict$/),
    );
  });

  it('runs again before the end also when the budget is spent', () => {
    const budgetSpent = true;
    const trials = [...CONTROL, clean('a', 500)];
    expect(next(trials, { budgetSpent })).toEqual(CONTROL_TRIAL);
    expect(next([...trials, crash('control', 9000)], { budgetSpent })).toEqual(
      ending('undecided', /^the budget is spent, and 2 rows have no verdict$/),
    );
  });
});

describe('a matrix is void', () => {
  it('when the control did not crash in 59 trials', () => {
    const quiet = repeat(58, clean('control', 100));
    expect(next(quiet)).toEqual(CONTROL_TRIAL);
    expect(next([...quiet, clean('control', 100)])).toEqual(
      ending('void', /^the positive control control did not crash in 59 trials$/),
    );
  });

  it('when the control crashes too seldom to measure against', () => {
    const mixed = [
      crash('control', 100),
      ...repeat(50, clean('control', 100)),
      ...repeat(3, crash('control', 100)),
    ];
    expect(next([...mixed, ...repeat(145, clean('control', 1))])).toEqual(CONTROL_TRIAL);
    expect(next([...mixed, ...repeat(146, clean('control', 1))])).toEqual(
      ending('void', /crashed 4 times in 200 trials, too seldom/),
    );
  });

  it('when the control cannot be tried here', () => {
    const failed = new Set(['control']);
    expect(next([], { failed })).toEqual(
      ending('void', /^the positive control control cannot be tried here$/),
    );
    expect(next(CONTROL, { failed })).toEqual(ending('void', /cannot be tried here/));
  });

  it('when the control has gone quiet, with the number of tainted trials', () => {
    const trials = [...CONTROL, clean('a', 500), clean('b', 500)];
    const quiet = repeat(4, clean('control', 19_000));
    const due = { secondsSinceControl: 7200 };
    expect(next([...trials, ...quiet.slice(1)], due)).toEqual(CONTROL_TRIAL);
    expect(next([...trials, ...quiet], due)).toEqual(
      ending('void', /control has gone quiet: 2 clean trials since its last crash are tainted$/),
    );
  });

  it('when the control only hangs any more, which shows no clean exposure', () => {
    const trials = [...CONTROL, crash('a', 500), crash('b', 500)];
    const hanging = repeat(58, ended('control', 'hung', 100));
    expect(next([...trials, ...hanging])).toEqual(CONTROL_TRIAL);
    expect(next([...trials, ...hanging, ended('control', 'hung', 100)])).toEqual(
      ending('void', /^the positive control control did not crash again in 59 trials$/),
    );
  });

  it('when the negative control crashes in the same way', () => {
    const guarded = rulesFor(['a', 'quiet'], { negative: 'quiet' });
    const trials = [...CONTROL, crash('quiet', 9000)];
    expect(next(trials, {}, guarded)).toEqual(
      ending('void', /^the negative control crashes in the same way/),
    );
    expect(next([...CONTROL, crash('quiet', 9000, FOREIGN)], {}, guarded).kind).toBe('trial');
  });

  it('only when nothing runs any more', () => {
    const failed = new Set(['control']);
    expect(next([], { failed, running: ['control'] })).toEqual({ kind: 'wait' });
  });

  it('when no row can be tried here', () => {
    expect(next(CONTROL, { failed: new Set(['a', 'b']) })).toEqual(
      ending('void', /^no row can be tried here$/),
    );
  });
});

describe('the budget', () => {
  it('ends a matrix whose control is not established', () => {
    const spent = { budgetSpent: true };
    expect(next(CONTROL.slice(1), spent)).toEqual(
      ending('undecided', /^the budget was spent before the control had crashed often enough$/),
    );
    expect(next(CONTROL.slice(1), { ...spent, running: ['control'] })).toEqual({ kind: 'wait' });
  });

  it('starts no row any more', () => {
    const spent = { budgetSpent: true };
    expect(next(CONTROL, { ...spent, running: ['a'] })).toEqual({ kind: 'wait' });
    expect(next(CONTROL, spent)).toEqual(
      ending('undecided', /^the budget is spent, and 2 rows have no verdict$/),
    );
  });

  it('that is spent when everything is decided spoils nothing', () => {
    const trials = [...CONTROL, crash('a', 9000), crash('b', 9000), crash('control', 9000)];
    expect(next(trials, { budgetSpent: true })).toEqual(ending('conclusive', /./));
  });
});

describe('a row', () => {
  it('that was given 200 trials has had enough, and the end says so', () => {
    const one = rulesFor(['a']);
    const trials = [...CONTROL, ...repeat(199, clean('a', 1))];
    const iterationsOf = (): number => 1;
    expect(next(trials, { iterationsOf }, one)).toEqual({ kind: 'trial', row: 'a' });
    expect(next(trials, { iterationsOf, running: ['a'] }, one)).toEqual({ kind: 'wait' });
    const all = [...trials, clean('a', 1), crash('control', 9000)];
    expect(next(all, { iterationsOf }, one)).toEqual(
      ending('undecided', /^200 trials of a row were run, and 1 row has no verdict$/),
    );
  });

  it('is not given more trials than may still be needed', () => {
    const one = rulesFor(['a']);
    const running = (count: number): Partial<Situation> => ({
      running: new Array<string>(count).fill('a'),
    });
    // 82,056 clean iterations in trials of 20,000: five.
    expect(next(CONTROL, running(4), one)).toEqual({ kind: 'trial', row: 'a' });
    expect(next(CONTROL, running(5), one)).toEqual({ kind: 'wait' });
    expect(next([...CONTROL, clean('a', 20_000)], running(3), one)).toMatchObject({ row: 'a' });
    expect(next([...CONTROL, clean('a', 20_000)], running(4), one)).toEqual({ kind: 'wait' });
  });

  it('that crashed once where two are needed is tried until it crashes again', () => {
    const one = rulesFor(['a']);
    const doubtful = [...CONTROL, crash('control', 10_000, FOREIGN), crash('a', 9000)];
    expect(next(doubtful, {}, one)).toEqual({ kind: 'trial', row: 'a' });
    const long = [...doubtful, ...repeat(20, clean('a', 20_000))];
    expect(next(long, {}, one)).toEqual({ kind: 'trial', row: 'a' });
    expect(next([...long, crash('a', 9000), crash('control', 9000)], {}, one)).toEqual(
      ending('conclusive', /./),
    );
  });

  it('comes before another that costs more, whichever stands first', () => {
    const costOf = (row: string): number => (row === 'a' ? 21 : 20);
    expect(next(CONTROL, { costOf })).toEqual({ kind: 'trial', row: 'b' });
    expect(next(CONTROL, { costOf: (row) => 41 - costOf(row) })).toEqual({
      kind: 'trial',
      row: 'a',
    });
  });
});

describe('whatever the journal says', () => {
  const row = fc.constantFrom('control', 'a', 'b', 'c');
  const anyTrial = fc.tuple(
    fc.constantFrom('crash', 'foreign', 'clean', 'hung'),
    row,
    fc.integer({ min: 1, max: 90_000 }),
  );
  const trials = fc
    .array(
      anyTrial.map(([kind, name, at]): Unnumbered => {
        if (kind === 'hung') return ended(name, 'hung', at);
        if (kind === 'clean') return clean(name, at);
        return kind === 'crash' ? crash(name, at) : crash(name, at, FOREIGN);
      }),
      { maxLength: 25 },
    )
    .chain((list) => fc.constantFrom(list, [...CONTROL, ...list]));
  const situation = fc.record({
    running: fc.array(row, { maxLength: 3 }),
    failed: fc.uniqueArray(row, { maxLength: 3 }).map((rows) => new Set<string>(rows)),
    budgetSpent: fc.boolean(),
    secondsSinceControl: fc.integer({ min: 0, max: 10_000 }),
  });
  const three = rulesFor(['a', 'b', 'c'], { negative: 'c' });

  it('no row that failed or has its verdict is started', () => {
    fc.assert(
      fc.property(trials, situation, (list, given) => {
        const chosen = next(list, given, three);
        if (chosen.kind !== 'trial') return;
        expect(given.failed.has(chosen.row)).toBe(false);
        const verdict = assess(journaled(...list), three).verdicts.get(chosen.row);
        expect(['inconclusive', undefined]).toContain(verdict?.kind);
      }),
      { numRuns: 400 },
    );
  });

  it('it waits only when something runs, and ends only when nothing does', () => {
    fc.assert(
      fc.property(trials, situation, (list, given) => {
        const { kind } = next(list, given, three);
        if (given.running.length === 0) expect(kind).not.toBe('wait');
        else expect(kind).not.toBe('end');
      }),
      { numRuns: 400 },
    );
  });

  it('an end that it comes to is the end that the result computes', () => {
    fc.assert(
      fc.property(trials, situation, (list, given) => {
        const idle = { ...given, running: [] };
        const chosen = next(list, idle, three);
        if (chosen.kind !== 'end') return;
        const assessment = assess(journaled(...list), three);
        expect(endOf(assessment, three, idle).kind).toBe(chosen.end.kind);
      }),
      { numRuns: 400 },
    );
  });
});
