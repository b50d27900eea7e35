import pc from 'picocolors';
import type { RunResult } from '../records/result.ts';
import { count, grouped, rate } from './number-text.ts';
import { printable } from './printable.ts';

/** A result for a person at a terminal: what was found, how sure that is, how to see it again. */
export function resultText(result: RunResult, folder: string, useColors: boolean): string {
  const colors = pc.createColors(useColors);
  const paint = result.verdict === 'crashes' ? colors.red : colors.bold;
  return [
    paint(headline(result)),
    ...evidenceLines(result).map((line) => `  ${line}`),
    ...nextLines(result, folder).map((line) => colors.dim(`  ${line}`)),
    '',
  ].join('\n');
}

/** The result in one sentence. */
export function headline({
  recipe,
  variant,
  verdict,
  state,
  totals,
  signatures,
  trials,
}: RunResult): string {
  const name = `${recipe}/${variant}`;
  if (verdict === 'crashes') {
    const first = trials.find(({ outcome }) => outcome === 'crashed');
    const at =
      first?.iteration == null ? 'an unknown iteration' : `iteration ${grouped(first.iteration)}`;
    const more =
      totals.crashed > 1
        ? `, ${count(totals.crashed, 'crash', 'crashes')} in ${count(totals.trials, 'trial')}`
        : '';
    return printable(
      `${name} crashes: ${first?.status ?? signatures[0]?.signature ?? ''} (${first?.statusName ?? ''}) at ${at} of trial ${first?.id ?? '?'}${more}`,
    );
  }
  const unfinished = state === 'finished' ? '' : ` (${state})`;
  return `${name} is inconclusive${unfinished}: no crash in ${count(totals.trials, 'trial')}`;
}

function evidenceLines(result: RunResult): readonly string[] {
  const { totals, signatures, bound, expected } = result;
  const outcomes = (['crashed', 'clean', 'hung', 'failed', 'interrupted'] as const)
    .filter((outcome) => totals[outcome] > 0)
    .map((outcome) => `${grouped(totals[outcome])} ${outcome}`);
  const lines = [
    totals.trials === 0
      ? 'exposure    none: no trial was run'
      : `exposure    ${count(totals.iterations, 'iteration')} in ${count(totals.trials, 'trial')} (${outcomes.join(', ')}), ${totals.seconds.toFixed(1)} s of trials`,
  ];
  for (const { signature, iterations } of signatures) {
    const at = iterations.map((value) => (value === null ? 'unknown' : grouped(value))).join(', ');
    lines.push(`signature   ${printable(signature)}`, `            at iteration ${at}`);
  }
  if (bound !== null) {
    lines.push(`bound       ${boundText(bound)}`);
  }
  const agrees = expectationText(result);
  lines.push(`expected    ${expected}${agrees}`);
  return lines;
}

/** What the clean trials still allow. */
export function boundText(bound: NonNullable<RunResult['bound']>): string {
  if (bound.perIteration === null && bound.perTrial === null)
    return 'nothing is known: no clean trial';
  const parts = [
    ...(bound.perIteration === null ? [] : [`${rate(bound.perIteration)} per iteration`]),
    ...(bound.perTrial === null ? [] : [`${rate(bound.perTrial)} per trial`]),
  ];
  return `the crash rate is below ${parts.join(', ')} (${bound.confidence * 100} % confidence, from ${count(bound.cleanIterations, 'iteration')} without a crash)`;
}

function expectationText({ expected, verdict, totals }: RunResult): string {
  if (expected === 'unknown') return '';
  if (verdict === 'crashes') return expected === 'crashes' ? ' (as found)' : ' (not as found)';
  if (totals.clean === 0) return '';
  return expected === 'clears' ? ' (nothing found speaks against it)' : ' (not seen yet)';
}

function nextLines(result: RunResult, folder: string): readonly string[] {
  return [
    `run folder: ${folder}`,
    ...(result.again === null ? [] : [`again: ${result.again}`]),
    ...(result.resume === null ? [] : [`go on: ${result.resume}`]),
  ];
}
