import pc from 'picocolors';
import type { NightReport } from '../records/night.ts';
import type { StressResult, StressVariantResult } from '../records/stress-result.ts';
import { alignedRows } from './aligned-rows.ts';
import { nightText, nightWord } from './night-text.ts';
import { count, duration, grouped } from './number-text.ts';
import { oneLine } from './printable.ts';
import { hazardText, perTrialText } from './rate-text.ts';

type Colors = ReturnType<typeof pc.createColors>;

const SIGNS = { crashes: '✘', inconclusive: '?', 'not-tried': '-' } as const;

/** Only so many of the notes are shown; all of them are in `result.json`. */
const MOST_NOTES = 12;
const MOST_SIGNATURES = 5;
/** The columns of the table that hold counts. */
const NUMBERS: ReadonlySet<number> = new Set([2, 3, 6]);

/** A stress run for a person at a terminal. */
export function stressText(
  result: StressResult,
  verdict: NightReport | null,
  folder: string,
  useColors: boolean,
): string {
  const colors = pc.createColors(useColors);
  const paint = result.verdict === 'crashes' ? colors.red : colors.bold;
  return [
    paint(stressHeadline(result, verdict)),
    '',
    ...table(result, colors),
    '',
    ...result.variants.flatMap(variantNotes).map((line) => `  ${line}`),
    ...(verdict === null ? [] : nightText(verdict).map((line) => `  ${line}`)),
    ...noteLines(result).map((line) => `  ${line}`),
    ...nextLines(result, folder).map((line) => colors.dim(`  ${line}`)),
    '',
  ].join('\n');
}

/** The result in one sentence. */
export function stressHeadline(
  { recipe, verdict, totals, variants, state }: StressResult,
  night: NightReport | null,
): string {
  const unfinished = state === 'finished' ? '' : ` (${state})`;
  const tonight = night === null ? '' : `; ${nightWord(night.verdict)} against the nights before`;
  const trials = count(totals.trials, 'trial');
  if (verdict === 'crashes') {
    const crashed = variants.filter(({ totals: own }) => own.crashed > 0);
    const where =
      variants.length === 1 ? '' : ` in ${crashed.length} of ${count(variants.length, 'variant')}`;
    return oneLine(
      `${recipe} crashes${unfinished}: ${count(totals.crashed, 'crash', 'crashes')} in ${trials}${where}${tonight}`,
    );
  }
  return oneLine(`${recipe} is inconclusive${unfinished}: no crash in ${trials}${tonight}`);
}

/** How a variant came out: `not-tried` when it could not be. */
export function standing({ failed, verdict }: StressVariantResult): keyof typeof SIGNS {
  return failed === null ? verdict : 'not-tried';
}

export function standingSign(variant: StressVariantResult): string {
  return SIGNS[standing(variant)];
}

/** `as expected`, or what the recipe says instead; empty where it says nothing. */
export function expectationText(variant: StressVariantResult): string {
  const { expected, verdict, failed, totals } = variant;
  if (expected === 'unknown') return '';
  if (failed !== null || totals.crashed + totals.clean === 0) return `${expected} expected`;
  if (expected === 'crashes')
    return verdict === 'crashes' ? 'as expected' : 'crashes, not seen yet';
  return verdict === 'crashes' ? 'NOT as expected (clears)' : 'as expected so far';
}

/** `3 trials hung or failed` by their reasons, why a variant could not be tried, two builds of it. */
export function variantDoubts(variant: StressVariantResult): readonly string[] {
  const { failed, faults, builds } = variant;
  return [
    ...(failed === null ? [] : [`not tried: ${failed}`]),
    ...(builds.length > 1 ? [`${builds.length} different builds were tried`] : []),
    ...faults.map(
      ({ reason, count: times }) =>
        `${count(times, 'trial')} hung or failed, no evidence: ${reason}`,
    ),
  ].map(oneLine);
}

/** What is wrong with the journal; empty as a rule. */
export function journalDoubts({ journal }: StressResult): readonly string[] {
  return [
    ...(journal.torn === 0 ? [] : [`${count(journal.torn, 'record')} torn off unfinished`]),
    ...journal.corrupt.map(({ at, problem }) => `a record is lost: ${at}: ${problem}`),
    ...(journal.duplicates.length === 0
      ? []
      : [`${count(journal.duplicates.length, 'trial')} journaled twice, counted once`]),
  ].map(oneLine);
}

/** How the trials ran side by side: `2 trials at a time`, of a fleet `3 workers`. */
export function sideBySide({ by, jobs, variants }: StressResult): string {
  if (by !== 'fleet') return `${count(jobs, 'trial')} at a time`;
  const workers = variants.flatMap((variant) => variant.workers.map(({ worker }) => worker));
  return count(new Set(workers).size, 'worker');
}

function table({ variants }: StressResult, colors: Colors): readonly string[] {
  const confidence = variants[0]?.hazard.confidence ?? 0.95;
  const cells = [
    [
      '',
      'variant',
      'trials',
      'crashes',
      `per iteration [${confidence * 100} %]`,
      'per trial',
      'signatures',
      '',
    ],
    ...variants.map((variant) => [
      standingSign(variant),
      oneLine(variant.name),
      grouped(variant.totals.trials),
      grouped(variant.totals.crashed),
      hazardText(variant.hazard),
      perTrialText(variant),
      `${variant.signatures.length}`,
      expectationText(variant),
    ]),
  ];
  return alignedRows(cells, NUMBERS).map((text, index) => {
    const surprising = variants[index - 1]?.expected === 'clears' && text.includes('NOT as');
    return surprising ? colors.yellow(text) : text;
  });
}

function variantNotes(variant: StressVariantResult): readonly string[] {
  const { name, signatures } = variant;
  const left = signatures.length - MOST_SIGNATURES;
  const again = signatures[0]?.first.again ?? null;
  return [
    ...signatures.slice(0, MOST_SIGNATURES).map(({ signature, count: times, first }) => {
      const seed = first.seed === null ? '' : `, seed ${first.seed}`;
      return oneLine(
        `${name}: ${grouped(times)} × ${signature}, first trial ${first.trial}${seed}`,
      );
    }),
    ...(left > 0 ? [oneLine(`${name}: ${count(left, 'more signature')}`)] : []),
    ...(again === null ? [] : [oneLine(`again: ${again}`)]),
    ...variantDoubts(variant).map((doubt) => `${oneLine(name)}: ${doubt}`),
  ];
}

function noteLines(result: StressResult): readonly string[] {
  const { notes, reason } = result;
  const left = notes.length - MOST_NOTES;
  return [
    ...(reason === null ? [] : [`ended       ${oneLine(reason)}`]),
    ...(left > 0 ? [`note        ${count(left, 'earlier note')} in result.json`] : []),
    ...notes
      .slice(-MOST_NOTES)
      .map(({ at, text }) => `note        ${at.slice(0, 19)}Z ${oneLine(text)}`),
    ...journalDoubts(result).map((doubt) => `journal     ${doubt}`),
  ];
}

function nextLines(result: StressResult, folder: string): readonly string[] {
  const { resume, totals, seconds } = result;
  return [
    `${count(totals.trials, 'trial')}, ${count(totals.iterations, 'iteration')} in ${duration(seconds)}, ${sideBySide(result)}`,
    `folder: ${folder}`,
    ...(resume === null ? [] : [`go on: ${resume}`]),
  ];
}
