import { describe, expect, it } from 'vitest';
import { nextStep, type NextStep } from '../../../src/campaigns/bisect/next-step.ts';
import { standingOf } from '../../../src/campaigns/bisect/standing.ts';
import type { BisectionRecord } from '../../../src/records/bisection-record.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import {
  clean,
  crash,
  ended,
  FOREIGN,
  journaled,
  repeat,
  type Unnumbered,
} from '../matrix/trials.ts';
import {
  bisectionRecord,
  named,
  rowBuilt,
  rowFailed,
  searchBegan,
  skipped,
  undone,
} from './samples.ts';

const ALL = '0-4';
const record = bisectionRecord();
const control = (at: number, signature?: string): Unnumbered => crash(ALL, at, signature);

/** The controls as they are when the search begins: five crashes, and the empty set cleared. */
const GROUND: readonly Unnumbered[] = [
  ...[4000, 7000, 10_000, 12_000, 17_000].map((at) => control(at)),
  ...repeat(4, clean('none', 100_000)),
];

/** A journal of the ground, the yardstick, and what comes then. */
function begun(
  more: readonly (Unnumbered | JournalEntry)[],
  ground: readonly Unnumbered[] = GROUND,
): readonly JournalEntry[] {
  const trials = journaled(
    ...ground,
    ...more.filter((one): one is Unnumbered => typeof one === 'function'),
  );
  let at = ground.length;
  return [
    ...trials.slice(0, at),
    searchBegan(),
    ...more.map((one) => (typeof one === 'function' ? (trials[at++] ?? searchBegan()) : one)),
  ];
}

function after(entries: readonly JournalEntry[], of: BisectionRecord = record) {
  const standing = standingOf(of, entries).now();
  return {
    standing,
    step: nextStep(of, standing, { budgetSpent: false, secondsSinceControl: 0 }),
  };
}

function rowIn(step: NextStep): string {
  return step.kind === 'trials' ? step.row : step.kind;
}

describe('before the search', () => {
  it('the positive control comes first, then the negative one, then the yardstick', () => {
    expect(after([]).step).toEqual({
      kind: 'trials',
      row: ALL,
      exposure: null,
      purpose: 'control',
    });
    expect(after(journaled(...GROUND.slice(0, 4))).step).toMatchObject({ purpose: 'control' });
    expect(after(journaled(...GROUND.slice(0, 5))).step).toMatchObject({
      row: 'none',
      purpose: 'negative',
    });
    // The control once more, whose last crash is behind the negative control's trials.
    expect(after(journaled(...GROUND)).step).toEqual({ kind: 'begin' });
  });

  it('other layouts of the control are tried where there are some', () => {
    const layered = bisectionRecord({ layouts: 3 });
    expect(after(journaled(...GROUND), layered).step).toMatchObject({
      row: '0-4~1',
      purpose: 'layout',
    });
    const built = [...journaled(...GROUND), rowFailed('0-4~1')];
    expect(rowIn(after(built, layered).step)).toBe('0-4~2');
  });

  it('a spent budget ends it without an answer', () => {
    const spent = { budgetSpent: true, secondsSinceControl: 0 };
    const standing = standingOf(record, journaled(...GROUND.slice(0, 3))).now();
    expect(nextStep(record, standing, spent)).toEqual({
      kind: 'end',
      end: {
        kind: 'undecided',
        reason: 'the budget was spent before the control had crashed often enough',
      },
    });
  });

  it('a crash of the negative control makes it void', () => {
    const { step } = after(journaled(...GROUND.slice(0, 5), crash('none', 3000)));
    expect(step).toMatchObject({ kind: 'end', end: { kind: 'void' } });
    const foreign = journaled(...GROUND.slice(0, 5), crash('none', 3000, FOREIGN));
    expect(after(foreign).step).toMatchObject({ kind: 'trials', row: 'none' });
  });
});

describe('trials in the journal', () => {
  const first = rowIn(after(begun([])).step);

  it('of a row are told to the search, with their layout; the rest of the control is not', () => {
    const layered = bisectionRecord({ layouts: 2 });
    const entries = begun([crash('0-1~1', 500), control(8000), clean('0-1', 20_000)]);
    const { standing } = after(
      entries.map((one) =>
        one.type === 'search-began' ? { ...one, layouts: 2, masked: 0.2 } : one,
      ),
      layered,
    );
    expect(standing.history).toEqual([
      { type: 'trial', candidate: '0-1', layout: 1, exposure: 500, crashed: true },
      { type: 'trial', candidate: '0-1', layout: 0, exposure: 20_000, crashed: false },
    ]);
    expect(standing.trials).toHaveLength(GROUND.length + 3);
  });

  it('with a foreign signature are clean exposure; hung and failed ones are nothing', () => {
    const { standing } = after(
      begun([crash(first, 700, FOREIGN), ended(first, 'hung', 9000), ended(first, 'failed', 90)]),
    );
    expect(standing.history).toEqual([
      { type: 'trial', candidate: first, layout: 0, exposure: 700, crashed: false },
    ]);
  });

  it('count in the order of their numbers, whichever ended first', () => {
    const entries = begun([crash(first, 500), clean(first, 20_000)]);
    const swapped = [...entries.slice(0, -2), ...entries.slice(-2).toReversed()];
    expect(after(swapped).step).toEqual(after(entries).step);
    expect(after(swapped).standing.history).toEqual(after(entries).standing.history);
    expect(after(swapped).standing.trials).toEqual(after(entries).standing.trials);
  });

  it('behind a lost one wait for it', () => {
    const entries = begun([crash(first, 500), clean(first, 20_000)]);
    const lost = entries.filter((one) => one.type !== 'trial' || one.id !== GROUND.length + 1);
    const { standing, step } = after(lost);
    expect(standing.nextId).toBe(GROUND.length + 1);
    expect(standing.ahead).toEqual([GROUND.length + 2]);
    expect(standing.trials).toHaveLength(GROUND.length);
    expect(step).toEqual(after(begun([])).step);
  });

  it('that are undone never were', () => {
    const entries = begun([clean(first, 20_000)]);
    const { standing, step } = after([...entries, undone(GROUND.length + 1)]);
    expect(step).toEqual(after(begun([])).step);
    expect(standing.history).toEqual([]);
    expect(standing.trials).toHaveLength(GROUND.length);
    // Its number is not given again.
    expect(standing.nextId).toBe(GROUND.length + 2);
  });
});

describe('what cannot be tried', () => {
  const first = rowIn(after(begun([])).step);

  it('is told to the search, before its beginning and after it', () => {
    for (const entry of [rowFailed(first), skipped(first)]) {
      expect(rowIn(after(begun([entry])).step)).not.toBe(first);
      expect(rowIn(after([entry, ...begun([])]).step)).toEqual(rowIn(after(begun([entry])).step));
    }
  });

  it('is not tried though it was built before', () => {
    expect(rowIn(after(begun([rowBuilt(first)])).step)).toBe(first);
    expect(rowIn(after(begun([rowBuilt(first), skipped(first)])).step)).not.toBe(first);
  });

  it('in a layout of the control says nothing of the control', () => {
    const layered = bisectionRecord({ layouts: 3 });
    const { standing } = after([rowFailed(`${ALL}~1`), ...begun([])], layered);
    expect(standing.history).not.toContainEqual({ type: 'unbuildable', candidate: ALL });
  });

  it('ends the questions of a row that crashed once where twice is needed', () => {
    const ground = [control(4500, FOREIGN), ...GROUND];
    const { standing, step } = after(begun([crash(first, 800), rowFailed(first)], ground));
    expect(standing.assessment.control?.doubts).toEqual(['several-signatures']);
    expect(rowIn(step)).not.toBe(first);
  });
});

describe('a control with two signatures', () => {
  const ground = [control(4500, FOREIGN), ...GROUND];
  const first = rowIn(after(begun([], ground)).step);

  it('needs two crashes of a candidate', () => {
    const once = after(begun([crash(first, 800)], ground));
    expect(once.standing.lone).toBe(first);
    expect(once.standing.history).toEqual([]);
    expect(once.step).toEqual({ kind: 'trials', row: first, exposure: null, purpose: 'certify' });

    const twice = after(begun([crash(first, 800), crash(first, 300)], ground));
    expect(twice.standing.lone).toBeNull();
    expect(twice.standing.history).toEqual([
      { type: 'trial', candidate: first, layout: 0, exposure: 1100, crashed: true },
    ]);
  });

  it('takes one crash for chance after a long clean exposure', () => {
    const chance = after(begun([crash(first, 800), clean(first, 100_000)], ground));
    expect(chance.standing.lone).toBeNull();
    expect(chance.standing.history).toEqual([
      { type: 'trial', candidate: first, layout: 0, exposure: 100_800, crashed: false },
    ]);
    const short = after(begun([crash(first, 800), clean(first, 10_000)], ground));
    expect(short.standing.lone).toBe(first);
  });

  it('without doubts one is enough', () => {
    const { standing } = after(begun([crash(first, 800)]));
    expect(standing.lone).toBeNull();
    expect(standing.history).toHaveLength(1);
  });
});

describe('builds', () => {
  const first = rowIn(after(begun([])).step);

  it('of what the search asked for are run, unless the binary is known', () => {
    const { standing } = after(begun([rowBuilt(first)]));
    expect(standing.owed).toMatchObject({ candidate: first });
    const same = [rowBuilt(ALL, 'one'), ...begun([rowBuilt(first, 'one')])];
    const seen = after(same);
    expect(seen.standing.owed).toBeNull();
    // It is the control's binary, so it crashes.
    expect(rowIn(seen.step)).not.toBe(first);
  });

  it('are owed until a trial of them counts', () => {
    const { standing } = after(begun([rowBuilt(first), clean(first, 10)]));
    expect(standing.owed).toBeNull();
  });
});

describe('the control', () => {
  const rows = ['0', '1', '2', '3', '4', '0-1', '0,2', '0,3', '0,4', '1-2'];

  it('comes again after ten candidates, and after two hours', () => {
    const nine = [control(900), ...rows.slice(0, 9).map((row) => clean(row, 10))];
    expect(rowIn(after(begun(nine)).step)).not.toBe(ALL);
    const ten = begun([control(900), ...rows.map((row) => clean(row, 10))]);
    expect(after(ten).step).toMatchObject({ row: ALL, purpose: 'control' });
    const standing = standingOf(record, begun(nine)).now();
    const late = { budgetSpent: false, secondsSinceControl: 7200 };
    expect(nextStep(record, standing, late)).toMatchObject({ row: ALL });
    expect(rowIn(after(begun([...rows.map((row) => clean(row, 10)), control(900)])).step)).not.toBe(
      ALL,
    );
  });

  it('comes before the answer of a search whose budget is spent', () => {
    const spent = { budgetSpent: true, secondsSinceControl: 0 };
    const open = standingOf(record, begun([clean('0-1', 100)])).now();
    expect(nextStep(record, open, spent)).toMatchObject({ row: ALL });
    const closed = standingOf(record, begun([clean('0-1', 100), control(100)])).now();
    expect(nextStep(record, closed, spent)).toEqual({
      kind: 'end',
      end: { kind: 'undecided', reason: 'the budget was spent' },
    });
  });

  it('that has gone quiet makes it void', () => {
    const quiet = begun([clean('0-1', 100), ...repeat(3, clean(ALL, 100_000))]);
    const { standing, step } = after(quiet);
    expect(step).toMatchObject({ kind: 'end', end: { kind: 'void' } });
    expect([...standing.assessment.tainted]).toContain(GROUND.length + 1);
  });
});

it('ordered elements that cannot be built stay possible', () => {
  const versions = bisectionRecord({ space: { type: 'ordered' }, elements: named(3) });
  const ground = [...repeat(5, crash('2', 10_000)), ...repeat(4, clean('0', 100_000))];
  const entries = begun([rowFailed('1')], ground);
  const { standing, step } = after(entries, versions);
  expect(step).toMatchObject({ kind: 'trials', purpose: 'control' });
  expect(standing.search?.answer().answer.kind).toBe('undecided');
});
