import { debugResultOf } from '../campaigns/debug/result.ts';
import type { CampaignFolder } from '../records/campaign-folder.ts';
import { readDebug, withProvenance } from '../records/debug-folder.ts';
import { debugMarkdown } from '../reporters/debug-markdown.ts';
import { debugPage } from '../reporters/debug-page.ts';
import { debugText } from '../reporters/debug-text.ts';
import type { ExitCode } from './exit-codes.ts';
import { shownPath } from './places.ts';
import { deliver, printResult, type ReportTarget } from './print-result.ts';
import { packageVersion } from './version.ts';

/** Prints the result of a debug session, computed anew from its journal; returns the exit code. */
export async function reportDebug(
  folder: CampaignFolder,
  workspace: string,
  target: ReportTarget,
): Promise<ExitCode> {
  const record = await readDebug(folder);
  const result = await debugResultOf(record, withProvenance(folder), workspace, packageVersion());
  if (target.format === 'html') return deliver(debugPage(result), target.output);
  return printResult(result, target, {
    markdown: debugMarkdown,
    terminal: (found, colors) => debugText(found, shownPath(folder.path), colors),
  });
}
