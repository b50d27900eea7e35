import { bisectionResultOf } from '../campaigns/bisect/result.ts';
import { readBisection } from '../records/bisection-folder.ts';
import type { CampaignFolder } from '../records/campaign-folder.ts';
import { bisectionMarkdown } from '../reporters/bisection-markdown.ts';
import { bisectionText } from '../reporters/bisection-text.ts';
import type { ExitCode } from './exit-codes.ts';
import { shownPath } from './places.ts';
import { printResult, type ReportTarget } from './print-result.ts';
import { packageVersion } from './version.ts';

/** Prints the result of a bisection, computed anew from its journal; returns the exit code. */
export async function reportBisection(
  folder: CampaignFolder,
  target: ReportTarget,
): Promise<ExitCode> {
  const result = bisectionResultOf(await readBisection(folder), folder, packageVersion());
  return printResult(result, target, {
    markdown: bisectionMarkdown,
    terminal: (found, colors) => bisectionText(found, shownPath(folder.path), colors),
  });
}
