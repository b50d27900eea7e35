import { win32 } from 'node:path';
import type { DebuggerCommand, DebugRequest } from '../debugger.ts';
import { cdbScript, DUMP_VARIABLE } from './cdb-script.ts';

/**
 * The command line of cdb, whose program must come last (page `cdb-command-line-options`):
 * - `-hd`: without it a started program gets the debug heap, and its timing and layout change;
 * - no `-g`: the script runs at the initial breakpoint and goes on itself;
 * - no `-G`: at the final breakpoint `.lastevent` tells the exit code, which nothing else does;
 * - `-lines`: source lines in the stack;
 * - `-xi ld`: no line for each module that is loaded before the script runs;
 * - `-logou`: the log as UTF-16, so that no path is lost to a code page.
 */
export function cdbCommand(program: string, request: DebugRequest): DebuggerCommand {
  const script = win32.join(request.folder, 'cdb-script.txt');
  const log = win32.join(request.folder, 'debugger.log');
  const dump = request.dump === 'none' ? null : win32.join(request.folder, 'crash.dmp');
  const symbols = request.symbols.length === 0 ? [] : ['-y', request.symbols.join(';')];
  const plain = dump === null || isPlain(dump);
  return {
    argv: [
      program,
      ...['-hd', '-lines', '-xi', 'ld', '-logou', log, ...symbols, '-cf', script],
      ...request.argv,
    ],
    files: [
      {
        path: script,
        text: cdbScript({
          expressions: request.expressions,
          dump:
            dump === null
              ? null
              : { kind: request.dump === 'full' ? 'full' : 'mini', file: plain ? dump : null },
        }),
      },
    ],
    log,
    dump,
    variables: plain ? {} : { [DUMP_VARIABLE]: dump },
  };
}

function isPlain(path: string): boolean {
  return /^[\x20-\x7e]*$/.test(path) && !/["%${}]/.test(path);
}
