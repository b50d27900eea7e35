import type { DebuggedEnd, Debugger, DebuggerReading } from '../debugger.ts';
import { join } from 'node:path';
import { readProcDumpLog, type ProcDumpLog } from './procdump-log.ts';

/**
 * ProcDump of Sysinternals: a dump and nothing else, for a machine without cdb. It has no log of its own
 * and no script; its lines stand in the program's output. Never run here.
 */
export const procdump: Debugger = {
  kind: 'procdump',
  command: (program, { argv, folder, dump }) => ({
    // `-x`, the folder and the program come last (page `procdump`). `-e`: exceptions that nobody handled.
    argv: [program, '-accepteula', dump === 'full' ? '-ma' : '-mm', '-e', '-x', folder, ...argv],
    files: [],
    log: join(folder, 'output.txt'),
    dump: null,
    variables: {},
  }),
  read: (log) => readingOf(readProcDumpLog(log)),
};

function readingOf(log: ProcDumpLog): DebuggerReading {
  const crashed = log.unhandled || log.dump !== null;
  const seen = crashed || (log.exited && log.exception !== null);
  const dump = log.dump !== null && log.isWritten ? log.dump : null;
  return {
    end: endOf(log, seen),
    scene: null,
    dump,
    gaps: [
      ...(crashed || !seen
        ? []
        : ['ProcDump saw an exception, then the end: that it was of this exception is a guess']),
      ...(seen && dump === null ? ['ProcDump wrote no dump'] : []),
      ...(log.problem === null ? [] : [`ProcDump: ${log.problem}`]),
    ],
  };
}

/** ProcDump does not tell exit codes: an end without an exception counts as 0. */
function endOf({ exited, exception }: ProcDumpLog, crashed: boolean): DebuggedEnd | null {
  if (crashed && exception !== null) return { exitCode: exception, signal: null };
  return exited ? { exitCode: 0, signal: null } : null;
}
