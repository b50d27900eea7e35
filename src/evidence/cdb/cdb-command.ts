import { win32 } from 'node:path';
import type { DebuggerCommand, DebugRequest } from '../debugger.ts';
import { cdbFiles, cdbScript } from './cdb-script.ts';

/**
 * The command line of cdb, whose program must come last (page `cdb-command-line-options`):
 * - `-hd`: without it a started program gets the debug heap, and its timing and layout change;
 * - no `-g`: the script runs at the initial breakpoint and goes on itself;
 * - no `-G`: at the final breakpoint `.lastevent` tells the exit code, which nothing else does;
 * - `-lines`: source lines in the stack;
 * - `-xi ld`: no line for each module that is loaded before the script runs;
 * - `-logou`: the log as UTF-16, so that no path is lost to a code page.
 */
export function cdbCommand(
  template: string,
  program: string,
  request: DebugRequest,
): DebuggerCommand {
  const symbols = request.symbols.length === 0 ? [] : ['-y', request.symbols.join(';')];
  const options = ['-hd', '-lines', '-xi', 'ld', '-logou', cdbFiles.log, ...symbols];
  const absolute = (file: string): string => win32.join(request.folder, 'scratch', file);
  return {
    argv: [program, ...options, '-cf', cdbFiles.script, ...request.argv],
    files: [{ path: absolute(cdbFiles.script), text: cdbScript(template, request) }],
    log: absolute(cdbFiles.log),
    dump: request.dump === 'none' ? null : absolute(cdbFiles.dump),
    variables: {},
  };
}
