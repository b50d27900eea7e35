import type { NightReport } from '../records/night.ts';
import type { StressResult, StressVariantResult } from '../records/stress-result.ts';
import { escapeInline } from './markdown-text.ts';
import { nightFacts, nightHeadline, nightWord } from './night-text.ts';
import { count, duration, grouped } from './number-text.ts';
import { oneLine } from './printable.ts';
import { confidenceText, hazardText, perTrialText } from './rate-text.ts';
import {
  expectationText,
  journalDoubts,
  sideBySide,
  standing,
  standingSign,
  stressHeadline,
  variantDoubts,
} from './stress-text.ts';

const MOST_SIGNATURES = 8;
const MOST_NOTES = 20;

/** A stress run as Markdown, for an issue or the summary of a job on GitHub. */
export function stressMarkdown(result: StressResult, verdict: NightReport | null): string {
  const { variants, notes, totals } = result;
  const confidence = confidenceText(variants[0]?.hazard.confidence ?? 0.95);
  const left = notes.length - MOST_NOTES;
  return [
    `### ${escapeInline(stressHeadline(result, verdict))}`,
    '',
    `| | variant | verdict | trials | crashes | per iteration, ${confidence} | per trial | expected |`,
    '| --- | --- | --- | ---: | ---: | --- | --- | --- |',
    ...variants.map((variant) => `| ${cells(variant).map(cell).join(' | ')} |`),
    '',
    ...(verdict === null ? [] : [...nightMarkdown(verdict), '']),
    ...variants.flatMap(variantLines),
    ...(left > 0 ? [`- ${count(left, 'earlier note')} in result.json`] : []),
    ...notes
      .slice(-MOST_NOTES)
      .map(({ at, text }) => `- ${escapeInline(`${at.slice(0, 19)}Z ${text}`)}`),
    ...journalDoubts(result).map((doubt) => `- journal: ${escapeInline(doubt)}`),
    `- exposure: ${count(totals.iterations, 'iteration')} in ${duration(result.seconds)}, ${sideBySide(result)}`,
    ...(result.reason === null ? [] : [`- ended: ${escapeInline(result.reason)}`]),
    '',
    `winrepro ${escapeInline(result.winrepro)}, stress run ${escapeInline(result.stress)} on ${escapeInline(result.machine)}, first seed ${result.seed}`,
    '',
  ].join('\n');
}

function cells(variant: StressVariantResult): readonly string[] {
  return [
    standingSign(variant),
    variant.name,
    standing(variant).replace('-', ' '),
    grouped(variant.totals.trials),
    grouped(variant.totals.crashed),
    hazardText(variant.hazard),
    perTrialText(variant),
    expectationText(variant),
  ];
}

function nightMarkdown(report: NightReport): readonly string[] {
  return [
    `**${escapeInline(nightHeadline(report))}**`,
    '',
    ...report.variants.flatMap((verdict) => {
      const [reason = '', ...rest] = nightFacts(verdict);
      return [
        `- ${escapeInline(verdict.variant)} **${nightWord(verdict.kind)}**: ${escapeInline(reason)}`,
        ...rest.map((fact) => `  - ${escapeInline(fact)}`),
      ];
    }),
  ];
}

function variantLines(variant: StressVariantResult): readonly string[] {
  const name = escapeInline(variant.name);
  const left = variant.signatures.length - MOST_SIGNATURES;
  return [
    ...variant.signatures.slice(0, MOST_SIGNATURES).map(({ signature, count: times, first }) => {
      const seed = first.seed === null ? '' : `, seed ${first.seed}`;
      return `- ${name}: ${grouped(times)} × ${code(signature)}, first trial ${first.trial}${seed}`;
    }),
    ...(left > 0 ? [`- ${name}: ${count(left, 'more signature')}`] : []),
    ...variantDoubts(variant).map((doubt) => `- ${name}: ${escapeInline(doubt)}`),
  ];
}

function code(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'")}\``;
}

function cell(text: string): string {
  return escapeInline(text).replaceAll('|', '\\|');
}
