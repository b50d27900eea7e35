import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  buildMatrixResult,
  failedRows,
  matrixResultOf,
  rulesOf,
} from '../../../src/campaigns/matrix/result.ts';
import { openJournal, type JournalReading } from '../../../src/records/journal.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import { createCampaign } from '../../../src/records/campaign-folder.ts';
import { matrices } from '../../../src/records/matrix-folder.ts';
import type { MatrixRecord } from '../../../src/records/matrix-record.ts';
import type { MatrixResult, RowResult } from '../../../src/records/matrix-result.ts';
import { matrixRecord, matrixRow } from '../../records/matrix-samples.ts';
import { testFolder } from '../../system/folder.ts';
import {
  clean,
  CONTROL,
  crash,
  CRASH,
  ended,
  FOREIGN,
  journaled,
  repeat,
  type Unnumbered,
} from './trials.ts';

const at = '2026-11-23T23:45:01.123Z';
const STARTED: JournalEntry = { type: 'run-started', at, winrepro: '0.1.0' };
const FINISHED: JournalEntry = { type: 'run-ended', at, state: 'finished', reason: 'the end' };
/** Clears a row against CONTROL at .05 and half its hazard. */
const ENOUGH = 82_100;

function built(row: string, sha256: string | null): JournalEntry {
  return { type: 'row-built', at, row, buildKey: `key of ${row}`, sha256, seconds: 1 };
}

function failed(row: string, reason: string): JournalEntry {
  return { type: 'row-failed', at, row, reason };
}

function reading(
  trials: readonly Unnumbered[],
  others: readonly JournalEntry[] = [FINISHED],
): JournalReading {
  const numbered = journaled(...trials);
  return {
    entries: [STARTED, ...numbered, ...others],
    trials: numbered,
    duplicates: [],
    torn: 0,
    corrupt: [],
  };
}

function resultOf(
  trials: readonly Unnumbered[],
  others: readonly JournalEntry[] = [FINISHED],
  record: MatrixRecord = matrixRecord(),
): MatrixResult {
  return buildMatrixResult(record, reading(trials, others), '0.2.0');
}

function rowOf({ rows }: MatrixResult, name: string): RowResult {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
}

describe('the result of a matrix', () => {
  const trials = [...CONTROL, clean('a', ENOUGH), crash('b', 9000), crash('control', 10_000)];
  const result = resultOf(trials);

  it('says what it is of, and that it is over', () => {
    expect(result).toMatchObject({
      schema: 'winrepro/matrix-result/1',
      winrepro: '0.2.0',
      matrix: '20261123-234501-control-matrix-4f2a',
      kind: 'matrix',
      recipe: 'control',
      state: 'finished',
      conclusion: 'conclusive',
      reason: 'the end',
      beta: 0.05,
      rho: 0.5,
      seed: 7,
      masked: null,
      resume: null,
    });
    expect(result.totals).toEqual({
      trials: 8,
      iterations: 60_000 + ENOUGH + 9000,
      seconds: expect.closeTo(69 + ENOUGH / 1000, 9) as number,
    });
  });

  it('has the measured control with its interval and what clears a row', () => {
    const { control } = result;
    expect(control).toMatchObject({
      variant: 'control',
      trials: 6,
      crashes: 6,
      exposure: 60_000,
      clock: 'iterations',
      signature: CRASH,
      doubts: [],
      checks: { weibull: 'unknown', earliest: 'unknown' },
    });
    // 2 E / chi-square with 12 degrees of freedom: 23.337 and 4.404.
    expect(control.mean?.mean).toBe(10_000);
    expect(control.mean?.lower).toBeCloseTo(120_000 / 23.3367, 0);
    expect(control.mean?.upper).toBeCloseTo(120_000 / 4.40379, 0);
    expect(control.clearExposure).toBeCloseTo(120_000 * (0.05 ** (-1 / 6) - 1), 6);
  });

  it('has the rows in the order of the record, each with its evidence', () => {
    expect(result.rows.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(rowOf(result, 'a')).toMatchObject({
      verdict: 'cleared',
      agrees: true,
      claim: null,
      trials: 1,
      crashes: 0,
      exposure: ENOUGH,
      bound: expect.closeTo((60_000 / (60_000 + ENOUGH / 2)) ** 6, 12) as number,
      basis: 'formula',
      ratio: null,
    });
    expect(rowOf(result, 'b')).toMatchObject({
      verdict: 'crashes',
      reason: 'it crashed in the way of the control',
      agrees: true,
      crashes: 1,
      exposure: 9000,
      said: 'no crash in 100,000',
      ratio: { ratio: expect.closeTo(10_000 / 9000, 12) as number },
    });
  });

  it('is the same from the files as from what they hold', async () => {
    const workspace = await testFolder();
    const folder = await createCampaign(matrices, workspace, matrixRecord());
    const journal = openJournal(folder.journal);
    for (const entry of reading(trials).entries) journal.append(entry);
    journal.close();
    expect(matrixResultOf(matrixRecord(), folder, '0.2.0')).toEqual(result);
  });

  it('counts no trial twice and tells of what was torn off', async () => {
    const folder = await createCampaign(matrices, await testFolder(), matrixRecord());
    const lines = reading(trials).entries.map((entry) => JSON.stringify(entry));
    const again = JSON.stringify(journaled(...trials)[6]);
    await writeFile(folder.journal, [...lines, again, '{"type":"tri'].join('\n'));
    const read = matrixResultOf(matrixRecord(), folder, '0.2.0');
    expect(read.rows).toEqual(result.rows);
    expect(read.totals).toEqual(result.totals);
    expect(read.journal).toMatchObject({ torn: 1, duplicates: [{ id: 7 }] });
  });
});

describe('whether a row agrees with the recipe', () => {
  const record = matrixRecord({
    rows: (['crashes', 'clears', 'unknown'] as const).flatMap((expected) =>
      ['cleared', 'crashed', 'open', 'rare', 'none'].map((name) =>
        matrixRow(`${expected} ${name}`, { expected }),
      ),
    ),
  });
  const trials = record.rows.flatMap(({ name }) => {
    if (name.endsWith('cleared')) return [clean(name, ENOUGH)];
    if (name.endsWith('crashed')) return [crash(name, 9000)];
    if (name.endsWith('open')) return [clean(name, 9000)];
    return name.endsWith('rare') ? [clean(name, 900_000), crash(name, 9000)] : [];
  });
  const agreement = (expected: string): object =>
    Object.fromEntries(
      resultOf([...CONTROL, ...trials], [FINISHED], record)
        .rows.filter((row) => row.expected === expected)
        .map(({ verdict, agrees }) => [verdict, agrees]),
    );

  it('is told of verdicts alone, and of expectations alone', () => {
    expect(agreement('crashes')).toEqual({
      cleared: false,
      crashes: true,
      'rate-changed': true,
      inconclusive: null,
      'not-tried': null,
    });
    expect(agreement('clears')).toEqual({
      cleared: true,
      crashes: false,
      'rate-changed': false,
      inconclusive: null,
      'not-tried': null,
    });
    expect(Object.values(agreement('unknown'))).toEqual([null, null, null, null, null]);
  });
});

describe('what may be claimed of a cleared row', () => {
  const placebos = Array.from({ length: 6 }, (_, index) => `placebo-${index + 1}`);
  const rows = [
    ...placebos.map((name) => matrixRow(name, { role: 'placebo', expected: 'crashes' })),
    matrixRow('a'),
    ...placebos.map((name) => matrixRow(`a~${name}`, { variant: 'a', layout: name })),
  ];
  const record = matrixRecord({ rows });
  const ofPlacebos = (masked: number): readonly Unnumbered[] =>
    placebos.map((name, index) => (index < masked ? clean(name, ENOUGH) : crash(name, 9000)));
  const clearedOn = (layouts: number): readonly Unnumbered[] =>
    ['a', ...placebos.map((name) => `a~${name}`)]
      .slice(0, layouts)
      .map((name) => clean(name, ENOUGH));
  const claimed = (...trials: readonly Unnumbered[]): RowResult['claim'] =>
    rowOf(resultOf([...CONTROL, ...trials], [FINISHED], record), 'a').claim;

  it('is causal on the layouts that the masked fraction asks for: (k + .5) / 7 to that power', () => {
    // .0714 ^ 2 is .0051; .2143 ^ 2 is .0459; .357 is above .3, where a claim is refused.
    expect(claimed(...ofPlacebos(0), ...clearedOn(1))).toBe('clears');
    expect(claimed(...ofPlacebos(0), ...clearedOn(2))).toBe('causal');
    expect(claimed(...ofPlacebos(1), ...clearedOn(1))).toBe('clears');
    expect(claimed(...ofPlacebos(1), ...clearedOn(2))).toBe('causal');
    expect(claimed(...ofPlacebos(2), ...clearedOn(7))).toBe('clears');
  });

  it('is causal only while placebos crash', () => {
    expect(claimed(...ofPlacebos(6), ...clearedOn(7))).toBe('clears');
    expect(claimed(...clearedOn(7))).toBeNull();
  });

  it('is not causal when it crashes in another layout, however many clear', () => {
    const trials = [...ofPlacebos(0), ...clearedOn(6), crash('a~placebo-6', 9000)];
    expect(claimed(...trials)).toBe('clears');
    const rare = [...trials.slice(0, -1), clean('a~placebo-6', 900_000), crash('a~placebo-6', 900)];
    expect(claimed(...rare)).toBe('clears');
  });

  it('is nothing of a row that crashed or is open', () => {
    expect(claimed(...ofPlacebos(0), crash('a', 9000))).toBeNull();
    expect(claimed(...ofPlacebos(0), clean('a', 9000))).toBeNull();
  });

  it('rests on the placebos that have a verdict, and on none in another layout', () => {
    const open = [...ofPlacebos(0).slice(0, 3), clean('placebo-4', 9000)];
    const result = resultOf([...CONTROL, ...open, ...clearedOn(3)], [FINISHED], record);
    expect(result.masked).toEqual({
      placebos: 3,
      masked: 0,
      estimate: 0.125,
      lower: 0,
      // Clopper and Pearson for 0 of 3: 1 - .025 ^ (1 / 3).
      upper: expect.closeTo(0.707598, 5) as number,
    });
    expect(rowOf(result, 'a').claim).toBe('causal');
  });
});

describe('builds', () => {
  const record = matrixRecord({ rows: ['a', 'b', 'c', 'd'].map((name) => matrixRow(name)) });

  it('that came out the same are told, with the first row that had them', () => {
    const builds = [
      built('control', 'x'),
      built('b', 'y'),
      built('a', 'y'),
      built('c', 'x'),
      built('d', 'z'),
    ];
    const { rows } = resultOf(CONTROL, [...builds, FINISHED], record);
    expect(rows.map(({ build, sameAs }) => [build, sameAs])).toEqual([
      ['y', 'b'],
      ['y', null],
      ['x', 'control'],
      ['z', null],
    ]);
  });

  it('of rows for which nothing is built, or that are not built yet, are the same as none', () => {
    const { rows } = resultOf(CONTROL, [built('a', null), built('b', null), FINISHED], record);
    expect(rows.map(({ build, sameAs }) => [build, sameAs])).toEqual(
      new Array<unknown>(4).fill([null, null]),
    );
  });

  it('that a resumed matrix made again stay with the first row', () => {
    const builds = [built('b', 'y'), built('a', 'y'), built('a', 'y'), built('b', 'y')];
    const result = resultOf(CONTROL, [...builds, FINISHED], record);
    expect([rowOf(result, 'a').sameAs, rowOf(result, 'b').sameAs]).toEqual(['b', null]);
  });
});

describe('a row that was not tried', () => {
  it('says so, and has no figures', () => {
    expect(rowOf(resultOf(CONTROL), 'a')).toMatchObject({
      verdict: 'not-tried',
      reason: 'no trial was run',
      agrees: null,
      claim: null,
      trials: 0,
      exposure: 0,
      bound: null,
      basis: null,
    });
  });

  it('because it could not be built has the last reason', () => {
    const entries = [failed('a', 'no compiler'), failed('a', 'cl.exe ended with status 2')];
    const result = resultOf([...CONTROL, crash('b', 9000)], [...entries, FINISHED]);
    expect(rowOf(result, 'a')).toMatchObject({
      verdict: 'not-tried',
      reason: 'cl.exe ended with status 2',
    });
    expect(result.conclusion).toBe('conclusive');
  });

  it('counts as any other once it was built after all', () => {
    const entries = [failed('a', 'no compiler'), built('a', 'x')];
    expect([...failedRows(reading([], entries))]).toEqual([]);
    const result = resultOf([...CONTROL, clean('a', ENOUGH)], [...entries, FINISHED]);
    expect(rowOf(result, 'a').verdict).toBe('cleared');
  });
});

describe('why a row is open', () => {
  it.each<readonly [string, readonly Unnumbered[]]>([
    ['clean so far, and not for long enough', [...CONTROL, clean('a', 500)]],
    ['there is no control to measure against yet', [clean('control', 500), clean('a', 500)]],
    ['the control has too few crashes to measure against', [crash('control', 9), clean('a', 500)]],
    [
      'it crashed once, and once is not enough here',
      [...CONTROL, crash('control', 9000, FOREIGN), crash('a', 500)],
    ],
  ])('is told: %s', (reason, trials) => {
    expect(rowOf(resultOf(trials), 'a')).toMatchObject({ verdict: 'inconclusive', reason });
  });

  it('is told of all rows when the negative control crashes in the same way', () => {
    const record = matrixRecord({
      rows: [matrixRow('a'), matrixRow('n', { role: 'negative-control' })],
    });
    const trials = [...CONTROL, clean('a', ENOUGH), crash('n', 9000)];
    const result = resultOf(trials, [FINISHED], record);
    expect(result.conclusion).toBe('void');
    for (const row of result.rows) {
      expect(row).toMatchObject({
        verdict: 'inconclusive',
        reason: 'the negative control crashes in the same way',
        agrees: null,
      });
    }
  });
});

describe('what is no evidence', () => {
  it('is counted beside it: foreign crashes, hung and failed, tainted', () => {
    const result = resultOf([
      ...CONTROL,
      crash('a', 500, FOREIGN),
      crash('a', 600, FOREIGN),
      ended('a', 'hung', 900),
      ended('a', 'failed', 0),
      clean('a', ENOUGH),
      ...repeat(4, clean('control', 19_000)),
    ]);
    expect(result.conclusion).toBe('void');
    expect(rowOf(result, 'a')).toMatchObject({
      verdict: 'inconclusive',
      trials: 5,
      crashes: 0,
      exposure: 1100,
      foreign: [{ signature: FOREIGN, count: 2 }],
      unknown: 2,
      tainted: 1,
    });
  });
});

describe('a matrix that is not over', () => {
  it('has no conclusion, and the command that goes on with it', () => {
    expect(resultOf(CONTROL, [])).toMatchObject({
      state: 'interrupted',
      conclusion: null,
      reason: null,
      resume: 'winrepro resume 20261123-234501-control-matrix-4f2a',
    });
    const stopped: JournalEntry = { type: 'run-interrupted', at, reason: 'Ctrl-C' };
    expect(resultOf(CONTROL, [stopped])).toMatchObject({ state: 'interrupted', reason: 'Ctrl-C' });
    const resumed: JournalEntry = { type: 'run-resumed', at, winrepro: '0.1.0' };
    expect(resultOf(CONTROL, [FINISHED, resumed])).toMatchObject({
      state: 'interrupted',
      conclusion: null,
    });
  });

  it('because the set-up failed says why', () => {
    const ending: JournalEntry = { type: 'run-ended', at, state: 'failed', reason: 'no compiler' };
    expect(resultOf([], [ending])).toMatchObject({
      state: 'failed',
      conclusion: null,
      reason: 'no compiler',
      control: { trials: 0, crashes: 0, mean: null, clearExposure: null, signature: null },
    });
  });

  it('is undecided when it ended with open rows', () => {
    expect(resultOf([...CONTROL, clean('a', 500)]).conclusion).toBe('undecided');
    expect(resultOf(CONTROL.slice(1)).conclusion).toBe('undecided');
  });
});

describe('the rules of a matrix', () => {
  it('are those of its record', () => {
    const record = matrixRecord({
      earliest: 1039,
      rows: [
        matrixRow('a'),
        matrixRow('n~p', { variant: 'n', layout: 'p', role: 'negative-control' }),
        matrixRow('n', { role: 'negative-control' }),
      ],
      options: { ...matrixRecord().options, beta: 0.01, rho: 0.33, controlCrashes: 10 },
    });
    expect(rulesOf(record)).toEqual({
      control: 'control',
      negative: 'n',
      rows: ['a', 'n~p', 'n'],
      beta: 0.01,
      rho: 0.33,
      controlCrashes: 10,
      jitThreshold: 1039,
    });
    expect(rulesOf(matrixRecord()).negative).toBeNull();
  });
});
