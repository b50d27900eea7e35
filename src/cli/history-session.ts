import { dirname, resolve as resolvePath } from 'node:path';
import { judgeNights } from '../campaigns/history/judge-nights.ts';
import { refreshHistory } from '../campaigns/history/refresh-history.ts';
import { HISTORY_SCHEMA, type HistoryDocument } from '../records/history-document.ts';
import { historyText } from '../reporters/history-text.ts';
import { writeFileAtomically } from '../system/files.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { historyHtml } from './history-html.ts';
import { wholeNumber } from './options.ts';
import { shownPath } from './places.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { packageVersion } from './version.ts';

export interface HistoryArguments {
  readonly recipe?: string | undefined;
  readonly variant?: string | undefined;
  readonly last: number;
  readonly json: boolean;
  readonly rebuild: boolean;
  readonly html?: string | undefined;
  readonly workspace: string;
}

/** Prints the nights of a workspace with a verdict on each; returns the exit code. */
export async function history(given: HistoryArguments): Promise<ExitCode> {
  const { recipe, variant, rebuild } = given;
  const last = wholeNumber('last', given.last, 1, Number.MAX_SAFE_INTEGER);
  // Of all variants: a verdict on one depends on how many its campaign had.
  const { nights, notes } = await refreshHistory(resolvePath(given.workspace), {
    version: packageVersion(),
    filter: { recipe },
    rebuild,
  });
  const document: HistoryDocument = {
    schema: HISTORY_SCHEMA,
    nights: judgeNights(nights, { variant, last }),
    notes,
  };
  const trace = traceScreen(false);
  for (const note of notes) trace.write(`${note}\n`);
  if (given.html !== undefined) trace.write(await writePage(document, given.html, given));
  const screen = resultScreen();
  if (given.json) screen.write(`${JSON.stringify(document, null, 2)}\n`);
  else screen.write(historyText(document, screen.colors) || nothing(given));
  return exitCode.done;
}

/** Returns what is to be said of it. */
async function writePage(
  { nights }: HistoryDocument,
  file: string,
  { workspace }: HistoryArguments,
): Promise<string> {
  const path = resolvePath(file);
  await writeFileAtomically(path, historyHtml(nights));
  const place = resolvePath(workspace);
  const links =
    dirname(path) === place ? '' : `; its links to reports work from the folder ${place} only`;
  return `page: ${shownPath(path)}${links}\n`;
}

function nothing({ recipe, variant, workspace }: HistoryArguments): string {
  const of = [recipe, variant].filter((word) => word !== undefined).join('/');
  return `no nights${of === '' ? '' : ` of ${of}`} in ${workspace}: winrepro stress and winrepro run make them\n`;
}
