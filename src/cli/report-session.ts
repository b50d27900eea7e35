import { resolve as resolvePath } from 'node:path';
import { recipeOf } from '../campaigns/recorded-recipe.ts';
import { readProvenance, resultOf } from '../campaigns/result-of.ts';
import { runResultAsStress } from '../campaigns/stress/run-as-stress.ts';
import type { MadeTimeline } from '../campaigns/timeline/make-timeline.ts';
import { hasTimeline, runTimeline } from '../campaigns/timeline/run-timeline.ts';
import { findRun, latestRun } from '../records/find-run.ts';
import { readJournal } from '../records/journal.ts';
import type { RunResult } from '../records/result.ts';
import { readRun, type RunFolder } from '../records/run-folder.ts';
import type { RunRecord } from '../records/run-record.ts';
import { resultMarkdown } from '../reporters/result-markdown.ts';
import { resultText } from '../reporters/result-text.ts';
import { lockHolder } from '../system/lock.ts';
import { reportBisection } from './bisection-report.ts';
import { campaignNamed, newestCampaign } from './campaign-to-resume.ts';
import { reportDebug } from './debug-report.ts';
import type { ExitCode } from './exit-codes.ts';
import { reportMatrix } from './matrix-report.ts';
import { shownPath } from './places.ts';
import { deliver, type ReportFormat, type ReportTarget } from './print-result.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { renderStress, stressReport } from './stress-report.ts';
import { usualWishes } from './timeline-options.ts';
import { packageVersion } from './version.ts';

export interface ReportArguments extends ReportTarget {
  readonly run?: string | undefined;
  readonly workspace: string;
}

/** Prints the result of a run, computed anew from its journal; returns the exit code. */
export async function report(given: ReportArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const campaign = await (given.run === undefined
    ? newestCampaign(workspace)
    : campaignNamed(workspace, given.run));
  switch (campaign?.kind) {
    case 'matrix':
      return reportMatrix(campaign.folder, given);
    case 'bisection':
      return reportBisection(campaign.folder, given);
    case 'stress':
      return deliver(await stressReport(campaign.folder, workspace, given), given.output);
    case 'debug':
      return reportDebug(campaign.folder, workspace, given);
    case undefined: {
      const folder =
        given.run === undefined
          ? (await latestRun(workspace)).folder
          : await findRun(workspace, given.run);
      return deliver(await runReport(folder, given), given.output);
    }
  }
}

async function runReport(folder: RunFolder, { format, output }: ReportTarget): Promise<string> {
  const record = await readRun(folder);
  const result = await resultOf(record, folder, packageVersion());
  const trace = traceScreen(false);
  for (const { at, problem } of result.journal.corrupt) {
    trace.write(`${at}: lost a line (${problem})\n`);
  }
  if (result.journal.torn > 0) {
    trace.write('the last line of the journal was cut off: its trial is not counted\n');
  }
  if ((await lockHolder(folder.lock)) !== null) {
    trace.write('the run is still going on: this is its result so far\n');
  }
  const colors = output === undefined && resultScreen().colors;
  return renderRun({ record, folder, result, colors }, format);
}

interface RenderedRun {
  readonly record: RunRecord;
  readonly folder: RunFolder;
  readonly result: RunResult;
  readonly colors: boolean;
}

/** A run in one of its forms. */
export async function renderRun(
  { record, folder, result, colors }: RenderedRun,
  format: ReportFormat,
): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(result, null, 2)}\n`;
    case 'markdown': {
      const crash = readJournal(folder.journal).trials.find(({ outcome }) => outcome === 'crashed');
      return resultMarkdown(result, await readProvenance(folder), crash?.output.tail ?? null);
    }
    case 'html':
    case 'junit': {
      const { title } = recipeOf(record.recipe).recipe;
      const same = await runResultAsStress(record, folder, title, packageVersion());
      const timeline = format === 'html' ? await pageTimeline(folder) : null;
      return renderStress(
        { result: same, nights: null, timeline, folder: folder.path, colors },
        format,
      );
    }
    case 'terminal':
      return resultText(result, shownPath(folder.path), colors);
  }
}

/** What the event marks of a run tell; null when it has none, or kept no output. */
async function pageTimeline(folder: RunFolder): Promise<MadeTimeline | null> {
  if (!hasTimeline(readJournal(folder.journal).trials)) return null;
  return runTimeline(folder, null, usualWishes());
}
