import type { Platform } from '../../recipe/schema.ts';
import { encodeLiteral } from '../distutils/python-list.ts';
import type { FlagLists } from '../distutils/flag-lists.ts';
import { renderModuleQuestion, type ModuleQuestion } from './locate-module.ts';

/** Comment lines that let a person do with the two lists what winrepro does. */
export function renderFlagLists(
  action: ModuleQuestion & FlagLists,
  platform: Platform,
  { does, after }: { readonly does: string; readonly after: readonly string[] },
): readonly string[] {
  const list = (flags: readonly string[]): string =>
    `[${flags.map((flag) => encodeLiteral(flag, "'")).join(', ')}]`;
  const sign = platform === 'win32' ? 'rem' : '#';
  return [
    `the file of ${action.module} is what this prints:`,
    ...renderModuleQuestion(action, platform).map((line) => `  ${line}`),
    does,
    `  self.compile_options = ${list(action.compile)}`,
    `  ldflags = ${list(action.link)}`,
    ...after,
  ].map((line) => `${sign} ${line}`);
}
