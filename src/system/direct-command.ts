import { isAbsolute, resolve } from 'node:path';
import { EnvironmentError } from './errors.ts';
import { findProgram } from './find-program.ts';
import { readTextFrom } from './output-file.ts';

/**
 * The command line as the system would carry it out in the end: the program by its absolute path, and
 * in front of a script the interpreter that its first line names. A debugger must be given that.
 *
 * @param cwd where a relative path begins.
 * @throws EnvironmentError when the program is not there.
 */
export async function directCommand(
  [program = '', ...args]: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const named = /[\\/]/.test(program) && !isAbsolute(program) ? resolve(cwd, program) : program;
  const path = findProgram(named, environment);
  if (path === null) {
    throw new EnvironmentError(
      `the program ${program} was not found: correct reproducer.command, or install it`,
    );
  }
  const words = process.platform === 'win32' ? [] : await interpreterLine(path);
  return [...words, path, ...args];
}

/** Linux cuts the line at 256 bytes. */
const LONGEST_LINE = 256;

/** `#!/usr/bin/env -S python3 -u`: the program, and all behind it as one argument, as Linux does. */
async function interpreterLine(path: string): Promise<readonly string[]> {
  const [line = ''] = (await readTextFrom(path, 0, LONGEST_LINE)).split('\n');
  const [, program, argument = ''] = /^#![ \t]*(\S+)[ \t]*(.*?)\s*$/.exec(line) ?? [];
  if (program === undefined) return [];
  return argument === '' ? [program] : [program, argument];
}
