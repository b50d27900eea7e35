import { matrixResultOf } from '../campaigns/matrix/result.ts';
import type { CampaignFolder } from '../records/campaign-folder.ts';
import { readMatrix } from '../records/matrix-folder.ts';
import { matrixMarkdown } from '../reporters/matrix-markdown.ts';
import { matrixText } from '../reporters/matrix-text.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { shownPath } from './places.ts';
import { resultScreen } from './screens.ts';
import { packageVersion } from './version.ts';

/** Prints the result of a matrix, computed anew from its journal; returns the exit code. */
export async function reportMatrix(
  folder: CampaignFolder,
  format: 'terminal' | 'markdown' | 'json',
): Promise<ExitCode> {
  const result = matrixResultOf(await readMatrix(folder), folder, packageVersion());
  const screen = resultScreen();
  switch (format) {
    case 'json':
      screen.write(`${JSON.stringify(result, null, 2)}\n`);
      break;
    case 'markdown':
      screen.write(matrixMarkdown(result));
      break;
    case 'terminal':
      screen.write(matrixText(result, shownPath(folder.path), screen.colors));
  }
  return exitCode.done;
}
