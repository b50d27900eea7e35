import { resolve as resolvePath } from 'node:path';
import { compareCampaigns } from '../campaigns/history/compare-campaigns.ts';
import { compareMarkdown } from '../reporters/compare-markdown.ts';
import { compareText } from '../reporters/compare-text.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { printResult } from './print-result.ts';

export interface CompareArguments {
  readonly before: string;
  readonly after: string;
  readonly workspace: string;
  readonly format: 'terminal' | 'markdown' | 'json';
  readonly json: boolean;
}

/**
 * Prints what two campaigns say of the rates. Returns 0 when all was decided, whatever it says, and
 * the code of an undecided question when something cannot be told.
 */
export async function compare(given: CompareArguments): Promise<ExitCode> {
  const { before, after, format, json } = given;
  const comparison = await compareCampaigns(resolvePath(given.workspace), before, after);
  const target = { format: json ? ('json' as const) : format, output: undefined };
  await printResult(comparison, target, {
    markdown: compareMarkdown,
    terminal: compareText,
  });
  const open = comparison.variants.some(({ kind }) => kind === 'cannot-tell');
  return open ? exitCode.undecided : exitCode.done;
}
