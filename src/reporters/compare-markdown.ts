import type { ComparedCampaign, Comparison } from '../records/comparison.ts';
import { comparisonFacts, variantName } from './compare-text.ts';
import { escapeInline } from './markdown-text.ts';
import { nightWord } from './night-text.ts';
import { hazardText } from './rate-text.ts';

/** A comparison to paste into an issue. */
export function compareMarkdown({ before, after, variants }: Comparison): string {
  return [
    `## ${escapeInline(after.recipe)}: ${escapeInline(after.campaign)} against ${escapeInline(before.campaign)}`,
    '',
    '| variant | before | after | verdict |',
    '| --- | --- | --- | --- |',
    ...variants.map((one) => {
      const rates = [one.before, one.after].map((hazard) =>
        hazard === null ? 'not known' : hazardText(hazard),
      );
      return `| ${[cell(variantName(one)), ...rates.map(cell), `**${nightWord(one.kind)}**`].join(' | ')} |`;
    }),
    '',
    'Rates are crashes per iteration with their interval of 95 %.',
    '',
    ...variants.flatMap((one) =>
      comparisonFacts(one).map((fact) => `- ${escapeInline(`${variantName(one)}: ${fact}`)}`),
    ),
    '',
    `Before: ${side(before)}. After: ${side(after)}.`,
    '',
  ].join('\n');
}

function cell(text: string): string {
  return escapeInline(text).replaceAll('|', '\\|');
}

function side({ campaign, at, machine }: ComparedCampaign): string {
  const where = machine === '' ? '' : ` on ${escapeInline(machine)}`;
  return `${escapeInline(campaign)} of ${at}${where}`;
}
