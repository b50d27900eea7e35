import type { NightReason, NightVerdict } from '../../statistics/night-verdict.ts';
import type { Rate } from '../../statistics/hazard.ts';

/** What is held against what, in words: `tonight` and `in the 7 nights before`. */
export interface NightWords {
  readonly after: string;
  readonly before: string;
}

export interface ReasonParts {
  readonly after: Rate;
  readonly before: Rate;
  readonly judged: NightVerdict;
  readonly words: NightWords;
}

/** One sentence: the evidence, the ratio with its interval, and what stands in the way of more. */
export function reasonText({ after, before, judged, words }: ReasonParts): string {
  const { reasons } = judged;
  if (after.exposure === 0) return `no iteration ${words.after} to judge by`;
  if (reasons.includes('no-baseline')) {
    return `${crashesIn(after)} ${words.after}, and nothing earlier to hold that against`;
  }
  const both = `${crashesIn(after)} ${words.after}, ${shorter(before)} ${words.before}`;
  if (reasons.includes('no-exposure')) return `no iteration ${words.after} to judge by: ${both}`;
  const more = reasons.map((reason) => clauses[reason](judged));
  const judgement = [ratioClause(judged), ...more].filter((part) => part !== '');
  return judgement.length === 0 ? both : `${both}: ${judgement.join('; ')}`;
}

const clauses: Readonly<Record<NightReason, (judged: NightVerdict) => string>> = {
  'no-baseline': () => '',
  'no-exposure': () => '',
  'too-few-crashes': () => 'too few crashes to tell a change from none',
  'nights-vary': ({ dispersion }) =>
    `a change by chance is not excluded, because the earlier nights vary ${two(dispersionOf(dispersion) ?? 1)} times as much as a constant rate would`,
  'interval-holds-1-and-more-than-margin': ({ requirement }) =>
    `neither the same rate nor one ${requirement.margin} times as high or low is excluded`,
  'spread-unknown': ({ kind }) =>
    kind === 'cannot-tell'
      ? 'fewer than 3 earlier nights cannot show how much nights vary'
      : 'if nights do not vary beyond chance, which fewer than 3 earlier ones cannot show',
};

/** How much more nights vary than a constant rate would: 1 for not at all, null when not known. */
export function dispersionOf(dispersion: NightVerdict['dispersion']): number | null {
  return dispersion === null ? null : dispersion.statistic / (dispersion.nights - 1);
}

function ratioClause({ kind, ratio, lower, upper, requirement }: NightVerdict): string {
  if (ratio === null) return '';
  const limits = `[${factor(lower)}, ${factor(upper)}] at ${percent(1 - requirement.alarm)}`;
  const often = Number.isFinite(ratio)
    ? `${factor(ratio)} times as often ${limits}`
    : `at least ${factor(lower)} times as often at ${percent(1 - requirement.alarm)}`;
  return kind === 'same' ? `${often}, within a factor of ${requirement.margin}` : often;
}

/** `3 crashes in 38,449 iterations` */
export function crashesIn({ crashes, exposure }: Rate): string {
  const noun = crashes < 2 ? 'crash' : 'crashes';
  return `${crashes === 0 ? 'no' : crashes} ${noun} in ${iterations(exposure)} iterations`;
}

/** `3 in 38,449` */
export function shorter({ crashes, exposure }: Rate): string {
  return `${crashes === 0 ? 'none' : crashes} in ${iterations(exposure)}`;
}

const LONG = 100_000;
/** A factor beyond this says no more than that nothing is known. */
const HUGE = 1_000_000;

/** `38,449`, `2.1e6` */
export function iterations(value: number): string {
  return value < LONG ? grouped(value) : value.toExponential(1).replace('+', '');
}

/** `38,449`, whatever the machine's language. */
function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

function factor(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return '∞';
  if (value >= HUGE) return value.toExponential(1).replace('+', '');
  return value >= 100 ? String(Math.round(value)) : two(value);
}

function two(value: number): string {
  return value >= 0.01 ? value.toPrecision(2) : value.toExponential(1);
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`;
}
