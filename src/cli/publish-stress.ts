import { join } from 'node:path';
import { judgeNights } from '../campaigns/history/judge-nights.ts';
import { notify } from '../campaigns/history/notify.ts';
import { verdictOn } from '../campaigns/history/judge-campaign.ts';
import { refreshHistory } from '../campaigns/history/refresh-history.ts';
import type { NightReport } from '../records/night.ts';
import { stressFolder } from '../records/stress-folder.ts';
import type { StressResult } from '../records/stress-result.ts';
import { stressAnnotations } from '../reporters/annotations.ts';
import { stressMarkdown } from '../reporters/stress-markdown.ts';
import { stressPage } from '../reporters/stress-page.ts';
import { writeFileAtomically, writeJson } from '../system/files.ts';
import { appendJobSummary } from '../system/job-summary.ts';
import { historyHtml } from './history-html.ts';
import type { JsonTarget } from './options.ts';
import { shownPath } from './places.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { renderStress } from './stress-report.ts';
import { packageVersion } from './version.ts';

/** Nights of each variant on the page of the history. */
const MOST_NIGHTS = 100;

/** Where the result of a stress run is to be told beside the screen. */
export interface Publication {
  readonly workspace: string;
  readonly json: JsonTarget;
  /** Where the verdict is posted; null for nowhere. */
  readonly notify: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * Tells the result of a stress run everywhere where it is wanted: pages, screen, job summary, webhook.
 * A report that fails is a note: the result stands.
 */
export async function publishStress(
  result: StressResult,
  { workspace, json, notify: address, environment, signal }: Publication,
): Promise<void> {
  const trace = traceScreen(false);
  const note = (message: string): void => {
    trace.write(`${message}\n`);
  };
  const told = async (what: string, work: () => Promise<void>): Promise<void> => {
    await work().catch((error: unknown) => {
      note(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    });
  };
  const folder = stressFolder(workspace, result.stress);
  const nights = await publishHistory(result, workspace, note);
  await told('the report was not written', () =>
    writeFileAtomically(folder.page, stressPage(result, nights)),
  );
  const screen = resultScreen();
  const shown = { result, nights, folder: shownPath(folder.path), colors: screen.colors };
  if (json.to === 'file') await writeJson(json.file, { ...result, nights });
  screen.write(renderStress(shown, json.to === 'stdout' ? 'json' : 'terminal'));
  await told('the job summary was not written', async () => {
    await appendJobSummary(stressMarkdown(result, nights), environment);
  });
  if (environment['GITHUB_ACTIONS'] === 'true' && json.to !== 'stdout') {
    for (const line of stressAnnotations(result, nights)) screen.write(`${line}\n`);
  }
  if (address === null || nights === null) return;
  const failure = await notify(address, nights, { signal });
  if (failure !== null) note(failure);
}

/** Writes the page of the history; the verdict on the run, null when there can be none. */
async function publishHistory(
  { stress }: StressResult,
  workspace: string,
  note: (message: string) => void,
): Promise<NightReport | null> {
  try {
    const { nights, notes } = await refreshHistory(workspace, { version: packageVersion() });
    for (const message of notes) note(message);
    const page = historyHtml(judgeNights(nights, { last: MOST_NIGHTS }));
    await writeFileAtomically(join(workspace, 'history.html'), page);
    const verdict = verdictOn(nights, stress);
    if (verdict !== null) return verdict;
    note(
      `${stress} has no verdict: its trials stand in another stress run of the workspace, or it is damaged`,
    );
    return null;
  } catch (error) {
    note(
      `the history could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return null;
  }
}
