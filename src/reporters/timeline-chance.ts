import type { Chance, TimelineAssociation, TimelineCell } from '../records/timeline.ts';
import { rate } from './number-text.ts';

/** A corrected chance below this is taken for none. */
export const SIGNIFICANT = 0.01;

/**
 * A cell's chance corrected for all cells: the simulated one, or the exact bound where no simulated
 * world came near what was found and the bound says more.
 */
export function correctedChance(
  cell: TimelineCell,
  { relabelled }: TimelineAssociation,
): { readonly p: number; readonly chance: Chance; readonly exact: boolean } {
  const floor = 1 / (1 + relabelled);
  if (cell.corrected > floor * 1.000_001 || cell.bonferroni.p >= floor) {
    const chance = { p: cell.corrected, log10: Math.log10(cell.corrected) };
    return { p: cell.corrected, chance, exact: false };
  }
  return { p: cell.bonferroni.p, chance: cell.bonferroni, exact: true };
}

/** `0.041`, `3.2e-85`, `10^-4031`. */
export function chanceText({ p, log10 }: Chance): string {
  if (log10 === null) return '0';
  return log10 < -300 ? `10^${Math.round(log10)}` : p > 0.9995 ? '1' : rate(p);
}
