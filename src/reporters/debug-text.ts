import pc from 'picocolors';
import type { DebugResult, DebugSide, InstrumentRate } from '../records/debug-result.ts';
import { crashReportText } from './crash-report-text.ts';
import { count, grouped } from './number-text.ts';
import { oneLine } from './printable.ts';
import { confidenceText, ratioText } from './rate-text.ts';

/** The result of a debug session for a person at a terminal: the crash, then how much to trust it. */
export function debugText(result: DebugResult, folder: string, useColors: boolean): string {
  const colors = pc.createColors(useColors);
  const report = result.crash === null ? '' : `${crashReportText(result.crash, useColors)}\n`;
  return [
    colors.bold(debugHeadline(result)),
    ...debugFacts(result).map((fact) => `  ${fact}`),
    colors.dim(`  folder: ${folder}`),
    ...(result.resume === null ? [] : [colors.dim(`  go on: ${result.resume}`)]),
  ].reduce((text, line) => `${text}${line}\n`, report);
}

/** `control/optimized under gdb: it crashed in 1 of 1 trials`. */
export function debugHeadline(result: DebugResult): string {
  const { recipe, variant, instrumented, debugger: tool } = result;
  const { crashed, trials } = instrumented;
  const what = crashed === 0 ? 'no crash' : count(crashed, 'crash', 'crashes');
  const how = result.attached ? 'attached to by hand' : `under ${tool.kind}`;
  return oneLine(`${recipe}/${variant} ${how}: ${what} in ${count(trials, 'trial')}`);
}

/** The evidence, a line each. */
export function debugFacts(result: DebugResult): readonly string[] {
  const { instrumented, signatures, rate, reason, state, reports } = result;
  return [
    ...(result.attached ? [] : [`debugger    ${result.debugger.version}`]),
    `exposure    ${sideText(instrumented)}`,
    ...signatures.map(
      ({ signature, count: times }, index) =>
        `${index === 0 ? 'crashes     ' : '            '}${times} × ${signature}`,
    ),
    ...(result.attached ? [] : rateFacts(rate)),
    ...(reports.length > 1 ? [`reports     ${reports.length}, the first is shown`] : []),
    ...(state === 'finished'
      ? []
      : [`ended       ${state}${reason === null ? '' : `: ${reason}`}`]),
  ].map(oneLine);
}

/** Whether the debugger changes the rate, and what that rests on. */
function rateFacts(rate: InstrumentRate | null): readonly string[] {
  if (rate === null) {
    return [
      'rate        not compared: --compare N runs so many trials without the debugger in turns',
    ];
  }
  const { plain, ratio, confidence, factor, from, runs, sameSignature } = rate;
  const source =
    from === 'turns' ? 'in turns with those' : `in ${count(runs.length, 'run')} of the same build`;
  const numbers =
    ratio === null
      ? 'neither side has a crash'
      : `${ratioText(ratio)} as often as without it, at ${confidenceText(confidence)}`;
  const verdict = {
    same: `the debugger does not change the rate by more than a factor of ${factor}`,
    changed: 'the debugger changes the rate: what it shows may be another crash',
    'cannot-tell': 'whether the debugger changes the rate cannot be told',
  }[rate.kind];
  return [
    `rate        ${verdict}: ${numbers}`,
    `            without it: ${sideText(plain)}, ${source}`,
    ...(sameSignature === null
      ? []
      : [
          `            ${sameSignature ? 'both crash after the same marks' : 'they do not crash after the same marks: this may be another crash'}`,
        ]),
  ];
}

function sideText({ trials, crashed, clean, others, exposure }: DebugSide): string {
  const rest = others === 0 ? '' : `, ${others} neither`;
  return `${grouped(exposure)} iterations in ${count(trials, 'trial')} (${crashed} crashed, ${clean} clean${rest})`;
}
