import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess, isDecided, type Assessment } from '../../../src/campaigns/matrix/assessment.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';
import { simulateMatrix } from './simulated-matrix.ts';
import {
  clean,
  CONTROL,
  crash,
  CRASH,
  ended,
  FOREIGN,
  journaled,
  repeat,
  rulesFor,
  type Unnumbered,
} from './trials.ts';

const rules = rulesFor(['a', 'b']);

/** With the control of 50,000 iterations, 82,056 clean ones clear a row at .05 and half its hazard. */
const ENOUGH = 82_100;

function assessed(...trials: readonly Unnumbered[]): Assessment {
  return assess(journaled(...trials), rules);
}

function kindOf({ verdicts }: Assessment, row = 'a'): string | undefined {
  return verdicts.get(row)?.kind;
}

function reasonOf({ verdicts }: Assessment, row = 'a'): string | null {
  const verdict = verdicts.get(row);
  return verdict?.kind === 'inconclusive' ? verdict.reason : null;
}

describe('the control', () => {
  it('is established by its fifth crash, not sooner', () => {
    for (let crashes = 0; crashes <= 6; crashes++) {
      const trials = repeat(crashes, crash('control', 9000));
      const { established, controlTrials } = assessed(...trials, clean('control', 20_000));
      expect({ established, controlTrials }).toEqual({
        established: crashes >= 5,
        controlTrials: crashes + 1,
      });
    }
  });

  it('is established by as many crashes as the rules want, of its own signature only', () => {
    const three = rulesFor(['a'], { controlCrashes: 3 });
    const crashes = repeat(3, crash('control', 9000));
    expect(assess(journaled(...crashes.slice(1)), three).established).toBe(false);
    expect(assess(journaled(...crashes), three).established).toBe(true);
    const four = repeat(4, crash('control', 9000));
    const others = repeat(3, crash('control', 500, FOREIGN));
    expect(assessed(...four, ...others).established).toBe(false);
  });

  it('is no yardstick before it has crashed: no verdict, not even of a row that crashed', () => {
    const assessment = assessed(clean('control', 20_000), crash('a', 500), clean('b', 1_000_000));
    expect(assessment).toMatchObject({
      control: null,
      established: false,
      quiet: false,
      since: { at: null, rowTrials: 2, verdicts: 0 },
    });
    expect([...assessment.verdicts]).toEqual([
      ['a', null],
      ['b', null],
    ]);
    expect([...assessment.trialsOf]).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('takes the rate from its own trials and nobody else', () => {
    const { control } = assessed(...CONTROL, crash('a', 10), clean('control', 20_000));
    expect(control?.rate).toEqual({ crashes: 5, exposure: 70_000 });
    expect(control?.signature).toBe(CRASH);
  });

  it('counts iterations when one trial lacks the clock that would be steadier', () => {
    const counted = (collections: number, iterations: number): Unnumbered => {
      const make = crash('control', iterations);
      return (id) => {
        const trial = make(id);
        return { ...trial, exposure: { ...trial.exposure, minorCollections: collections } };
      };
    };
    // All in the very same iteration, but at spread-out collections.
    const control = [3, 9, 16, 25, 35, 49, 66, 90, 130, 220].map((at) => counted(at, 11_845));
    expect(assessed(...control).control?.clock).toBe('minorCollections');
    expect(assessed(...control, clean('a', 20_000)).control?.clock).toBe('iterations');
  });
});

describe('a row', () => {
  it('has its verdict by the figures of the facts', () => {
    expect(kindOf(assessed(...CONTROL, clean('a', ENOUGH)))).toBe('cleared');
    expect(reasonOf(assessed(...CONTROL, clean('a', 82_000)))).toBe('exposure');
    expect(kindOf(assessed(...CONTROL, crash('a', 9000)))).toBe('crashes');
    expect(reasonOf(assessed(...CONTROL))).toBe('exposure');
    expect(reasonOf(assessed(...CONTROL.slice(0, 2), clean('a', 1e7)))).toBe('control');
  });

  it('is counted among the verdicts since the control crashed, until it crashes again', () => {
    const trials = [...CONTROL, clean('a', ENOUGH), clean('b', 500), crash('b', 9000)];
    const before = journaled(...trials);
    expect(assess(before, rules).since).toEqual({
      at: before[4]?.startedAt,
      verdicts: 2,
      rowTrials: 3,
      controlTrials: 0,
    });
    const after = journaled(...trials, crash('control', 10_000));
    expect(assess(after, rules).since).toEqual({
      at: after[8]?.startedAt,
      verdicts: 0,
      rowTrials: 0,
      controlTrials: 0,
    });
  });

  it('with hung and failed trials only is open and counts as tried', () => {
    const assessment = assessed(
      ...CONTROL,
      ended('a', 'hung', 900_000),
      ended('a', 'failed', 900_000),
    );
    expect(reasonOf(assessment)).toBe('exposure');
    expect(assessment.trialsOf.get('a')).toBe(2);
  });
});

describe('signatures across variants', () => {
  it.each([
    ['that says more', `${CRASH} in find_array_prepare`],
    ['of a heartbeat, which says less', 'SIGSEGV'],
    ['of a variant without a trace', 'SIGSEGV after 14'],
  ])('a crash %s is the crash', (_why, signature) => {
    const assessment = assessed(...CONTROL, crash('a', 9000, signature));
    expect(kindOf(assessment)).toBe('crashes');
    expect(assessment.verdicts.get('a')?.evidence.observed.foreign).toEqual([]);
  });

  it.each(['SIGSEGV after the loop', 'SIGABRT after 14', 'SIGSEGV after 3'])(
    '%s is another crash: listed, not counted',
    (signature) => {
      const assessment = assessed(...CONTROL, crash('a', 9000, signature));
      expect(reasonOf(assessment)).toBe('exposure');
      expect(assessment.verdicts.get('a')?.evidence.observed).toMatchObject({
        crashes: 0,
        exposure: 9000,
        foreign: [{ signature, count: 1 }],
      });
    },
  );

  it('of the control itself are not made alike: two of them are two crashes', () => {
    const assessment = assessed(...CONTROL, crash('control', 10_000, 'SIGSEGV'), crash('a', 9000));
    expect(assessment.control?.doubts).toEqual(['several-signatures']);
    expect(reasonOf(assessment)).toBe('second-crash');
  });
});

describe('a foreign crash at a tenth of the rate of the control', () => {
  it('changes no verdict, it only delays', () => {
    const rows = ['clean', 'crashing'];
    const world = { jobs: 1, iterations: 40_000, mean: 10_000, hazards: { crashing: 1 } };
    // At this error a false clearing of either world is out of reach of so few seeds.
    const strict = rulesFor(rows, { beta: 0.001 });
    const answers = (seed: number, foreign: number): readonly unknown[] => {
      const { assessment, end } = simulateMatrix(
        { ...world, seed, foreign, budgetSeconds: null },
        strict,
      );
      if (end.kind === 'void') return ['void'];
      return rows.map((row) => (kindOf(assessment, row) === 'cleared' ? 'cleared' : 'crashes'));
    };
    let judged = 0;
    for (let seed = 0; seed < 150; seed++) {
      const [without, withForeign] = [answers(seed, 0), answers(seed, 0.1)];
      // One control in a hundred goes quiet by chance: such a world has no verdicts to change.
      if (without[0] === 'void' || withForeign[0] === 'void') continue;
      judged += 1;
      expect(withForeign, `seed ${seed}`).toEqual(without);
      expect(without, `seed ${seed}`).toEqual(['cleared', 'crashes']);
    }
    expect(judged).toBeGreaterThan(135);
  });

  it('is never counted, however often it comes in a row', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 15 }), (times) => {
        const others = times.map((at) => crash('a', at, FOREIGN));
        const assessment = assessed(...CONTROL, ...others);
        expect(reasonOf(assessment)).toBe('exposure');
        expect(kindOf(assessed(...CONTROL, ...others, clean('a', ENOUGH)))).toBe('cleared');
        expect(kindOf(assessed(...CONTROL, ...others, crash('a', 9000)))).not.toBe('cleared');
      }),
    );
  });
});

describe('the negative control', () => {
  const guarded = rulesFor(['a', 'b', 'quiet'], { negative: 'quiet' });
  const anything = fc.oneof(
    fc
      .tuple(fc.constantFrom('control', 'a', 'b', 'quiet'), fc.nat({ max: 100_000 }))
      .map(([row, at]) => crash(row, at)),
    fc
      .tuple(fc.constantFrom('a', 'b', 'quiet'), fc.nat({ max: 1_000_000 }))
      .map(([row, at]) => clean(row, at)),
  );

  it('with the same crash always makes everything void', () => {
    const same = fc.constantFrom(CRASH, 'SIGSEGV', `${CRASH} in find_array_prepare`);
    fc.assert(
      fc.property(fc.array(anything), same, fc.nat(), (trials, signature, place) => {
        const at = place % (trials.length + 1);
        const list = [...CONTROL, ...trials.slice(0, at), crash('quiet', 77, signature)];
        const assessment = assess(journaled(...list, ...trials.slice(at)), guarded);
        expect(assessment.control?.isVoid).toBe(true);
        for (const [row, verdict] of assessment.verdicts) {
          expect(verdict, row).toMatchObject({ kind: 'inconclusive', reason: 'void' });
          expect(isDecided(verdict)).toBe(false);
        }
      }),
    );
  });

  it('with another crash makes every row need two', () => {
    const trials = [...CONTROL, crash('quiet', 77, FOREIGN), crash('a', 9000)];
    const once = assess(journaled(...trials), guarded);
    expect(once.control).toMatchObject({ isVoid: false, doubts: ['negative-crashed'] });
    expect(reasonOf(once)).toBe('second-crash');
    expect(kindOf(assess(journaled(...trials, crash('a', 9000)), guarded))).toBe('crashes');
  });

  it('is cleared as any row when it stays clean', () => {
    expect(kindOf(assess(journaled(...CONTROL, clean('quiet', ENOUGH)), guarded), 'quiet')).toBe(
      'cleared',
    );
  });
});

describe('a control that went quiet', () => {
  /** Five crashes in 50,000: quiet at .01 after 75,595 clean iterations. */
  const QUIET = repeat(4, clean('control', 19_000));

  it('is so at T_clear(.01), not one trial sooner', () => {
    expect(assessed(...CONTROL, ...QUIET.slice(1), clean('control', 18_500))).toMatchObject({
      quiet: false,
    });
    expect(assessed(...CONTROL, ...QUIET)).toMatchObject({ quiet: true });
  });

  it('taints exactly the clean trials of rows since its last crash', () => {
    const trials = journaled(
      clean('a', 10_000), // 1: before the last crash
      ...CONTROL, // 2 to 6
      clean('a', ENOUGH), // 7
      crash('b', 9000), // 8
      ...QUIET.slice(0, 2), // 9, 10
      ended('a', 'hung', 9000), // 11
      crash('b', 900, FOREIGN), // 12
      ...QUIET.slice(2), // 13, 14
      clean('b', 1000), // 15
      ended('a', 'interrupted', 700), // 16: clean up to there
    );
    const assessment = assess(trials, rules);
    expect(assessment.quiet).toBe(true);
    expect([...assessment.tainted]).toEqual([7, 15, 16]);
    expect(reasonOf(assessment)).toBe('exposure');
    expect(assessment.verdicts.get('a')?.evidence.observed).toMatchObject({
      exposure: 10_000,
      unknown: 1,
    });
    // A crash is a crash, whatever the control does.
    expect(kindOf(assessment, 'b')).toBe('crashes');
    expect(assessment.verdicts.get('b')?.evidence.observed).toMatchObject({ exposure: 9900 });
    expect(assessment.trialsOf.get('a')).toBe(4);
  });

  it('by itself taints nothing before, and nothing when it is only nearly quiet', () => {
    // Its quiet trials make the control milder, and a clearing dearer.
    const nearly = assessed(...CONTROL, clean('a', 3 * ENOUGH), ...QUIET.slice(1));
    expect([...nearly.tainted]).toEqual([]);
    expect(kindOf(nearly)).toBe('cleared');
  });

  it('is one again as soon as it crashes', () => {
    const back = assessed(...CONTROL, clean('a', ENOUGH), ...QUIET, crash('control', 9000));
    expect(back).toMatchObject({ quiet: false, since: { rowTrials: 0 } });
    expect([...back.tainted]).toEqual([]);
  });

  it('cannot be quiet by crashes of another kind alone', () => {
    const others = repeat(4, crash('control', 19_000, FOREIGN));
    expect(assessed(...CONTROL, ...others)).toMatchObject({ quiet: false });
  });
});

describe('the same journal', () => {
  const row = fc.constantFrom('control', 'a', 'b', 'quiet');
  const iterations = fc.integer({ min: 1, max: 40_000 });
  const anyTrial = fc.oneof(
    fc.tuple(row, iterations).map(([name, at]) => crash(name, at)),
    fc.tuple(row, iterations).map(([name, at]) => crash(name, at, FOREIGN)),
    fc.tuple(row, iterations).map(([name, at]) => clean(name, at)),
    fc.tuple(row, iterations).map(([name, at]) => ended(name, 'hung', at)),
  );
  const guarded = rulesFor(['a', 'b', 'quiet'], { negative: 'quiet' });

  it('gives the same assessment after it was written and read again', () => {
    fc.assert(
      fc.property(fc.array(anyTrial, { maxLength: 40 }), (list) => {
        const trials = journaled(...list);
        const again = JSON.parse(JSON.stringify(trials)) as readonly TrialRecord[];
        expect(assess(again, guarded)).toStrictEqual(assess(trials, guarded));
      }),
    );
  });

  it('gives the same assessment whatever the numbers of its trials', () => {
    const numbered = fc.array(anyTrial, { maxLength: 40 }).chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(
          list.map((_, index) => index + 1),
          { minLength: list.length },
        ),
      ),
    );
    fc.assert(
      fc.property(numbered, ([list, ids]) => {
        const trials = journaled(...list);
        const renumbered = trials.map((trial, index) => ({ ...trial, id: ids[index] ?? 0 }));
        const [one, other] = [assess(trials, guarded), assess(renumbered, guarded)];
        expect({ ...other, tainted: null }).toStrictEqual({ ...one, tainted: null });
        const places = (assessment: Assessment, of: readonly TrialRecord[]): readonly number[] =>
          of.flatMap(({ id }, place) => (assessment.tainted.has(id) ? [place] : []));
        expect(places(other, renumbered)).toEqual(places(one, trials));
      }),
    );
  });
});
