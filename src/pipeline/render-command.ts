import type { Platform } from '../recipe/schema.ts';
import { quoteCmd, quotePosix } from './quote.ts';

/** A command line with its folder and variables, as a person would type it. */
export function renderCommand(
  argv: readonly string[],
  variables: Readonly<Record<string, string>>,
  platform: Platform,
  folders: readonly string[] = [],
): readonly string[] {
  const windows = platform === 'win32';
  const quote = windows ? quoteCmd : quotePosix;
  const line = argv.map(quote).join(' ');
  const entries = Object.entries(variables);
  if (windows) {
    const path = folders.length === 0 ? [] : [`set "PATH=${folders.join(';')};%PATH%"`];
    return [...path, ...entries.map(([name, value]) => setCmd(name, value)), line];
  }
  const path = folders.length === 0 ? [] : [`PATH=${quotePosix(folders.join(':'))}:"$PATH"`];
  const assigned = entries.map(([name, value]) => `${name}=${quotePosix(value)}`);
  return [[...path, ...assigned, line].join(' ')];
}

function setCmd(name: string, value: string): string {
  // `set "NAME="` removes the variable, which is something else than an empty one.
  if (value === '') return `rem ${name} must be set and empty, which cmd cannot do; winrepro does`;
  return `set "${name}=${value}"`;
}

/** The line that goes to a folder. */
export function changeDirectory(path: string, platform: Platform): string {
  return platform === 'win32' ? `cd /d ${quoteCmd(path)}` : `cd ${quotePosix(path)}`;
}
