import { refreshHistory } from '../campaigns/history/refresh-history.ts';
import { verdictOn } from '../campaigns/history/judge-campaign.ts';
import { stressResultOf } from '../campaigns/stress/result.ts';
import type { MadeTimeline } from '../campaigns/timeline/make-timeline.ts';
import type { CampaignFolder } from '../records/campaign-folder.ts';
import type { NightReport } from '../records/night.ts';
import { readStress, stressFolder } from '../records/stress-folder.ts';
import type { StressResult } from '../records/stress-result.ts';
import { timelineSection } from '../reporters/html/timeline-section.ts';
import { stressJunit } from '../reporters/stress-junit.ts';
import { stressMarkdown } from '../reporters/stress-markdown.ts';
import { stressPage } from '../reporters/stress-page.ts';
import { stressText } from '../reporters/stress-text.ts';
import { lockHolder } from '../system/lock.ts';
import { shownPath } from './places.ts';
import type { ReportFormat, ReportTarget } from './print-result.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { packageVersion } from './version.ts';

/** A stress run, computed anew from its journal, in one of the forms. */
export async function stressReport(
  found: CampaignFolder,
  workspace: string,
  { format, output }: ReportTarget,
): Promise<string> {
  const folder = stressFolder(workspace, found.id);
  const result = await stressResultOf(await readStress(folder), folder, packageVersion());
  if ((await lockHolder(folder.lock)) !== null) {
    traceScreen(false).write('the run is still going on: this is its result so far\n');
  }
  const { nights, notes } = await nightReport(workspace, result.stress);
  for (const note of notes) traceScreen(false).write(`${note}\n`);
  const colors = output === undefined && resultScreen().colors;
  return renderStress({ result, nights, folder: shownPath(folder.path), colors }, format);
}

interface Rendered {
  readonly result: StressResult;
  /** Null when it cannot be held against others. */
  readonly nights: NightReport | null;
  /** What the event marks of a run tell, for its page; null where there are none. */
  readonly timeline?: MadeTimeline | null;
  /** As it is shown. */
  readonly folder: string;
  readonly colors: boolean;
}

/** A result in one of its forms. */
export function renderStress(
  { result, nights, timeline = null, folder, colors }: Rendered,
  format: ReportFormat,
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ ...result, nights }, null, 2)}\n`;
    case 'markdown':
      return stressMarkdown(result, nights);
    case 'html':
      return stressPage(
        result,
        nights,
        timeline === null ? null : timelineSection(timeline.timeline, timeline.picture),
      );
    case 'junit':
      return stressJunit([result], nights);
    case 'terminal':
      return stressText(result, nights, folder, colors);
  }
}

/** The verdict on a campaign against those before it; null when there can be none. */
export async function nightReport(
  workspace: string,
  campaign: string,
): Promise<{ readonly nights: NightReport | null; readonly notes: readonly string[] }> {
  const { nights, notes } = await refreshHistory(workspace, { version: packageVersion() });
  return { nights: verdictOn(nights, campaign), notes };
}
