import type { JudgedNight } from '../records/history-document.ts';
import { historyPage } from '../reporters/history-page.ts';

/** The page of nights with their verdicts. */
export function historyHtml(nights: readonly JudgedNight[]): string {
  return historyPage(
    nights.map(({ night }) => night),
    new Map(nights.map(({ night, verdict }) => [`${night.campaign}/${night.variant}`, verdict])),
  );
}
