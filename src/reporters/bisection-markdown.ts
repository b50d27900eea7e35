import type { BisectionResult, CandidateResult } from '../records/bisection-result.ts';
import { answerLines } from './bisection-answer.ts';
import { bisectionHeadline, evidenceLines } from './bisection-text.ts';
import { escapeInline } from './markdown-text.ts';
import { grouped } from './number-text.ts';

/** A bisection as Markdown, ready to be pasted into an issue. */
export function bisectionMarkdown(result: BisectionResult): string {
  const tried = result.candidates.filter(({ trials, failure }) => trials > 0 || failure !== null);
  return [
    `### ${escapeInline(bisectionHeadline(result))}`,
    '',
    '```',
    ...[...evidenceLines(result), ...answerLines(result)].map((line) => line.replaceAll('`', "'")),
    '```',
    '',
    '<details><summary>Everything that was tried</summary>',
    '',
    '| candidate | what it is | trials | crashes | iterations | |',
    '| --- | --- | ---: | ---: | ---: | --- |',
    ...tried.map((one) => `| ${cells(one).join(' | ')} |`),
    '',
    '</details>',
    '',
    `winrepro ${result.winrepro}, bisection ${escapeInline(result.bisection)}, seed ${result.seed}`,
    '',
  ].join('\n');
}

function cells(one: CandidateResult): readonly string[] {
  const note = one.failure ?? (one.sameAs === null ? '' : `the very binary of ${one.sameAs}`);
  return [
    one.candidate,
    one.label,
    `${one.trials}`,
    `${one.crashes}`,
    grouped(one.exposure),
    note,
  ].map((text) => escapeInline(text).replaceAll('|', '\\|'));
}
