import { matrixResultOf } from '../campaigns/matrix/result.ts';
import type { CampaignFolder } from '../records/campaign-folder.ts';
import { readMatrix } from '../records/matrix-folder.ts';
import { matrixMarkdown } from '../reporters/matrix-markdown.ts';
import { matrixText } from '../reporters/matrix-text.ts';
import type { ExitCode } from './exit-codes.ts';
import { shownPath } from './places.ts';
import { printResult, type ReportTarget } from './print-result.ts';
import { packageVersion } from './version.ts';

/** Prints the result of a matrix, computed anew from its journal; returns the exit code. */
export async function reportMatrix(
  folder: CampaignFolder,
  target: ReportTarget,
): Promise<ExitCode> {
  const result = matrixResultOf(await readMatrix(folder), folder, packageVersion());
  return printResult(result, target, {
    markdown: matrixMarkdown,
    terminal: (found, colors) => matrixText(found, shownPath(folder.path), colors),
  });
}
