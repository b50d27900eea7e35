import type { NightReport, NightVerdict, RateChange } from '../records/night.ts';
import { count, grouped, rate } from './number-text.ts';
import { oneLine } from './printable.ts';

/** `cannot tell`: a word for a cell. */
export function nightWord(kind: RateChange['kind']): string {
  return kind === 'cannot-tell' ? 'cannot tell' : kind;
}

/** The verdict on a whole campaign in one sentence. */
export function nightHeadline({ verdict, variants }: NightReport): string {
  const those = variants.filter(({ kind }) => kind === verdict).map(({ variant }) => variant);
  const names = those.length === variants.length && those.length > 1 ? ['every variant'] : those;
  const of = names.length === 0 ? '' : `: ${names.join(', ')}`;
  const than = {
    worse: 'worse than the nights before',
    better: 'better than the nights before',
    same: 'the same as the nights before',
    'cannot-tell': 'cannot be told from the nights before',
  }[verdict];
  return oneLine(`${than}${of}`);
}

/** The verdict on one variant, its evidence first, then what is new and what is another. */
export function nightFacts(verdict: NightVerdict): readonly string[] {
  const { reason, newSignatures, vanishedSignatures, changed, baseline } = verdict;
  return [
    reason,
    ...newSignatures.map(
      ({ signature, after, chance }) =>
        `new signature: ${signature}, ${grouped(after)} times (by luck alone: ${chanceText(chance)})`,
    ),
    ...vanishedSignatures.map(
      ({ signature, before, chance }) =>
        `signature gone: ${signature}, ${grouped(before)} times before (by luck alone: ${chanceText(chance)})`,
    ),
    ...changed.map(({ key, before, after }) => changeText(key, before, after)),
    ...(baseline.length === 0 ? [] : [`held against ${count(baseline.length, 'earlier night')}`]),
  ].map(oneLine);
}

/** `compiler: 19.29 → 19.30` */
export function changeText(key: string, before: string | null, after: string | null): string {
  return oneLine(`${key}: ${before ?? 'none'} → ${after ?? 'none'}`);
}

/** The lines of a verdict for a terminal, without colours. */
export function nightText(report: NightReport): readonly string[] {
  return [
    `verdict     ${nightHeadline(report)}`,
    ...report.variants.flatMap((verdict) => {
      const [reason = '', ...rest] = nightFacts(verdict);
      const name = oneLine(verdict.variant);
      return [
        `            ${name} ${nightWord(verdict.kind)}: ${reason}`,
        ...rest.map((fact) => `              ${fact}`),
      ];
    }),
  ];
}

function chanceText(chance: number): string {
  return chance === 0 ? '0' : rate(chance);
}
