import type { HazardRecord, StressVariantResult } from '../records/stress-result.ts';
import { grouped, rate } from './number-text.ts';

/** `3.1e-6 [2.1e-6, 4.4e-6]`, crashes per iteration; without a crash what the rate stays below. */
export function hazardText({ crashes, hazard, interval }: HazardRecord): string {
  if (interval === null) return 'not known';
  if (crashes === 0) return `below ${limit(interval.upper)}`;
  return `${rate(hazard)} [${limit(interval.lower)}, ${limit(interval.upper)}]`;
}

/** `one crash in 323,000 iterations`; empty without a crash. */
export function meanText({ crashes, hazard }: HazardRecord): string {
  return crashes === 0 || hazard === 0 ? '' : `one crash in ${grouped(1 / hazard)} iterations`;
}

/** `0.14 [0.10, 0.19]`, crashes per trial that ended crashed or clean. */
export function perTrialText({ perTrial }: Pick<StressVariantResult, 'perTrial'>): string {
  if (perTrial === null) return 'not known';
  const { rate: value, lower, upper } = perTrial;
  if (value === 0) return `below ${limit(upper)}`;
  return `${rate(value)} [${limit(lower)}, ${limit(upper)}]`;
}

/** `7.6 times [2.3, 40]` as often as before. */
export function ratioText(ratio: {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}): string {
  const [value, lower, upper] = [ratio.value, ratio.lower, ratio.upper].map(factor);
  return `${value} times [${lower}, ${upper}]`;
}

/** `95 %` */
export function confidenceText(confidence: number): string {
  return `${Number((confidence * 100).toPrecision(4))} %`;
}

function limit(value: number): string {
  if (value === 0) return '0';
  return Number.isFinite(value) ? rate(value) : 'no limit';
}

function factor(value: number | null): string {
  // Infinity becomes null on its way through JSON.
  if (value === null || !Number.isFinite(value)) return '∞';
  if (value === 0) return '0';
  return value >= 100 ? grouped(value) : value >= 0.01 ? value.toPrecision(2) : rate(value);
}
