import pc from 'picocolors';
import type { ComparedVariant, Comparison } from '../records/comparison.ts';
import { changeText, nightFacts, nightWord } from './night-text.ts';
import { oneLine } from './printable.ts';
import { hazardText } from './rate-text.ts';

/** A comparison for a person at a terminal. */
export function compareText(comparison: Comparison, useColors: boolean): string {
  const colors = pc.createColors(useColors);
  const { before, after, variants } = comparison;
  return [
    ...variants.flatMap((one) => [
      colors.bold(oneLine(`${variantName(one)}: ${nightWord(one.kind)}`)),
      `  before      ${sideText(before.campaign, one.before)}`,
      `  after       ${sideText(after.campaign, one.after)}`,
      ...comparisonFacts(one).map((fact) => `  ${fact}`),
      '',
    ]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** `optimized`, or `optimized → plain` when two different ones are compared. */
export function variantName({ variant }: Pick<ComparedVariant, 'variant'>): string {
  return variant.before === variant.after ? variant.after : `${variant.before} → ${variant.after}`;
}

/** The evidence, the signatures that came and went, and what the two were made of. */
export function comparisonFacts(one: ComparedVariant): readonly string[] {
  const { changed } = one;
  const verdict = { ...one, variant: variantName(one), baseline: [], changed: [] };
  return [
    ...nightFacts(verdict),
    ...changed.map(({ key, before, after }) => changeText(key, before, after)),
  ];
}

function sideText(campaign: string, hazard: ComparedVariant['before']): string {
  const known = hazard === null ? 'not known' : `${hazardText(hazard)} crashes per iteration`;
  return oneLine(`${campaign}: ${known}`);
}
