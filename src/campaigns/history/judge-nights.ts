import type { JudgedNight } from '../../records/history-document.ts';
import type { Night, NightReport } from '../../records/night.ts';
import { judgeCampaign } from './judge-campaign.ts';

export interface ShownNights {
  readonly variant?: string | undefined;
  /** At most so many nights of each variant. */
  readonly last: number;
}

/**
 * The nights that are wanted, each with the verdict of `judgeCampaign` on it, in the order given.
 *
 * @param nights all of the recipes in question, the newest first: older ones are the baseline
 */
export function judgeNights(
  nights: readonly Night[],
  { variant, last }: ShownNights,
): readonly JudgedNight[] {
  const counts = new Map<string, number>();
  const reports = new Map<string, NightReport>();
  return nights.flatMap((night) => {
    if (variant !== undefined && night.variant !== variant) return [];
    const group = JSON.stringify([night.recipe, night.variant]);
    const count = (counts.get(group) ?? 0) + 1;
    counts.set(group, count);
    if (count > last) return [];
    const key = `${night.kind}/${night.campaign}`;
    const report = reports.get(key) ?? judgeCampaign(nights, night.campaign);
    reports.set(key, report);
    const verdict = report.variants.find((one) => one.variant === night.variant);
    return verdict === undefined ? [] : [{ night, verdict }];
  });
}
