import { bisectionResultOf } from '../campaigns/bisect/result.ts';
import { readBisection } from '../records/bisection-folder.ts';
import type { CampaignFolder } from '../records/campaign-folder.ts';
import { bisectionMarkdown } from '../reporters/bisection-markdown.ts';
import { bisectionText } from '../reporters/bisection-text.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { shownPath } from './places.ts';
import { resultScreen } from './screens.ts';
import { packageVersion } from './version.ts';

/** Prints the result of a bisection, computed anew from its journal; returns the exit code. */
export async function reportBisection(
  folder: CampaignFolder,
  format: 'terminal' | 'markdown' | 'json',
): Promise<ExitCode> {
  const result = bisectionResultOf(await readBisection(folder), folder, packageVersion());
  const screen = resultScreen();
  switch (format) {
    case 'json':
      screen.write(`${JSON.stringify(result, null, 2)}\n`);
      break;
    case 'markdown':
      screen.write(bisectionMarkdown(result));
      break;
    case 'terminal':
      screen.write(bisectionText(result, shownPath(folder.path), screen.colors));
  }
  return exitCode.done;
}
