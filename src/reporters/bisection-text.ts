import pc from 'picocolors';
import type { BisectionResult } from '../records/bisection-result.ts';
import { answerHeadline, answerLines } from './bisection-answer.ts';
import { percent } from './matrix-text.ts';
import { count, duration, grouped } from './number-text.ts';
import { oneLine } from './printable.ts';

/** A bisection for a person at a terminal. */
export function bisectionText(result: BisectionResult, folder: string, useColors: boolean): string {
  const colors = pc.createColors(useColors);
  return [
    colors.bold(bisectionHeadline(result)),
    ...evidenceLines(result).map((line) => `  ${line}`),
    ...answerLines(result).map((line) => `  ${line}`),
    ...failureLines(result).map((line) => `  ${line}`),
    ...nextLines(result, folder).map((line) => colors.dim(`  ${line}`)),
    '',
  ].join('\n');
}

/** The result in one sentence. */
export function bisectionHeadline(result: BisectionResult): string {
  const { recipe, axis, conclusion, reason, state } = result;
  const where = `${recipe}, axis ${axis.name}`;
  if (conclusion === 'conclusive') return oneLine(`${where}: ${answerHeadline(result)}`);
  const why = reason === null ? '' : `: ${reason}`;
  return oneLine(`${where}: ${conclusion ?? state}${why}`);
}

/** What was measured of the control, and what the answer's error is. */
export function evidenceLines(result: BisectionResult): readonly string[] {
  const { control, yardstick, delta, rho, variant, tainted } = result;
  const seen = `${count(control.crashes, 'crash', 'crashes')} in ${count(control.trials, 'trial')}, ${grouped(control.exposure)} iterations`;
  const { mean } = control;
  if (mean === null) return [`control   ${variant}: ${seen}`];
  const checks = Object.entries(control.checks).map(([name, state]) => `${name} ${state}`);
  return [
    `control   ${variant}: ${seen}`,
    `          one crash in ${grouped(mean.mean)} [${grouped(mean.lower)}, ${grouped(mean.upper)}] iterations`,
    `          ${oneLine(control.signature ?? '')}`,
    `checks    ${checks.join(', ')}`,
    ...(control.doubts.length === 0
      ? []
      : [`doubts    ${control.doubts.join(', ')}: a candidate needs two crashes`]),
    `error     ${delta} at ${rho} of the control's hazard`,
    ...layoutLines(yardstick),
    ...(tainted === 0
      ? []
      : [`tainted   ${count(tainted, 'clean trial')}: the control had gone quiet`]),
  ];
}

/** More of them are counted. */
const MOST_FAILURES = 4;

/** What could not be built or started, and why. */
export function failureLines({ candidates }: BisectionResult): readonly string[] {
  const failed = candidates.flatMap(({ label, failure }) =>
    failure === null ? [] : [`failed    ${oneLine(label)}: ${oneLine(failure)}`],
  );
  const more = failed.length - MOST_FAILURES;
  return more > 0 ? [...failed.slice(0, MOST_FAILURES), `failed    and ${more} more`] : failed;
}

function layoutLines(yardstick: BisectionResult['yardstick']): readonly string[] {
  if (yardstick === null) return [];
  return yardstick.layouts === 1
    ? ['layout    not measured: what clears it may do so by layout alone (--layouts)']
    : [
        `layout    may hide the crash in ${percent(yardstick.masked)} of layouts: what is said to be clean was so in several of ${yardstick.layouts}`,
      ];
}

function nextLines(
  { resume, totals, bisection, seed }: BisectionResult,
  folder: string,
): readonly string[] {
  return [
    `${count(totals.trials, 'trial')}, ${count(totals.builds, 'build')}, ${grouped(totals.iterations)} iterations; ${duration(totals.seconds)} of trials, ${duration(totals.buildSeconds)} of builds; seed ${seed}`,
    `folder: ${folder}`,
    `report: winrepro report ${bisection} --format markdown`,
    ...(resume === null ? [] : [`go on: ${resume}`]),
  ];
}
