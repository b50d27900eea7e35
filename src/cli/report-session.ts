import { resolve as resolvePath } from 'node:path';
import { readProvenance, resultOf } from '../campaigns/result-of.ts';
import { findRun, latestRun } from '../records/find-run.ts';
import { readJournal } from '../records/journal.ts';
import { readRun } from '../records/run-folder.ts';
import { resultMarkdown } from '../reporters/result-markdown.ts';
import { resultText } from '../reporters/result-text.ts';
import { lockHolder } from '../system/lock.ts';
import { reportBisection } from './bisection-report.ts';
import { campaignNamed } from './campaign-to-resume.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { reportMatrix } from './matrix-report.ts';
import { shownPath } from './places.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { packageVersion } from './version.ts';

export interface ReportArguments {
  readonly run?: string | undefined;
  readonly workspace: string;
  readonly format: 'terminal' | 'markdown' | 'json';
}

/** Prints the result of a run, computed anew from its journal; returns the exit code. */
export async function report(given: ReportArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const campaign = given.run === undefined ? null : await campaignNamed(workspace, given.run);
  if (campaign?.kind === 'matrix') return reportMatrix(campaign.folder, given.format);
  if (campaign?.kind === 'bisection') return reportBisection(campaign.folder, given.format);
  const folder =
    given.run === undefined
      ? (await latestRun(workspace)).folder
      : await findRun(workspace, given.run);
  const result = await resultOf(await readRun(folder), folder, packageVersion());
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
  const screen = resultScreen();
  switch (given.format) {
    case 'json':
      screen.write(`${JSON.stringify(result, null, 2)}\n`);
      break;
    case 'markdown': {
      const crash = readJournal(folder.journal).trials.find(({ outcome }) => outcome === 'crashed');
      screen.write(
        resultMarkdown(result, await readProvenance(folder), crash?.output.tail ?? null),
      );
      break;
    }
    case 'terminal':
      screen.write(resultText(result, shownPath(folder.path), screen.colors));
  }
  return exitCode.done;
}
