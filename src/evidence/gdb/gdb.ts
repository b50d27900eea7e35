import { join } from 'node:path';
import { posixSignals } from '../../trial/posix-signals.ts';
import type { DebuggedEnd, Debugger, DebuggerReading, DebugRequest } from '../debugger.ts';
import { textOf } from './mi-values.ts';
import { inHandler, isFault, isSamePlace, sceneOf } from './read-scene.ts';
import { gdbFiles, gdbScript } from './script.ts';
import { gdbLog, type GdbLog, type Stop } from './sections.ts';
import { startProblem } from './start-problem.ts';

/**
 * gdb, version 12 or newer, by a script.
 *
 * @param template the text of templates/debuggers/gdb.txt.
 */
export function createGdb(template: string): Debugger {
  return {
    kind: 'gdb',
    command(program, request) {
      const path = (relative: string): string => join(request.folder, 'scratch', relative);
      return {
        argv: [program, '-nx', '-q', '-batch', '-x', gdbFiles.script, '--args', ...request.argv],
        files: [{ path: path(gdbFiles.script), text: gdbScript(template, request) }],
        log: path(gdbFiles.log),
        dump: request.dump === 'none' ? null : path(gdbFiles.core),
        // It starts the program by this shell, whose quoting it takes for that of sh.
        variables: { SHELL: '/bin/sh' },
      };
    },
    read: readGdb,
  };
}

function readGdb(text: string, request: DebugRequest): DebuggerReading {
  const log = gdbLog(text);
  const end = endOf(log);
  if (end === null) return { end, scene: null, gaps: [startProblem(log)] };
  if (!isCrash(end)) return { end, scene: null, gaps: [] };
  const stop = crashOf(log);
  if (stop === undefined) {
    const why = log.enough
      ? 'the program handled so many faults itself that gdb looked at no more'
      : 'gdb saw no fault before the end';
    return { end, scene: null, gaps: [why] };
  }
  const { scene, gaps } = sceneOf(stop, request);
  return { end, scene, gaps };
}

/**
 * The last stop; where that was in a handler, the one that it handled. A handler that raises its signal
 * again kills the program where it faulted, with nothing of the fault in the signal.
 */
function crashOf({ stops, enough }: GdbLog): Stop | undefined {
  if (enough) return undefined;
  const last = stops.findLast((stop) => !inHandler(stop)) ?? stops[0];
  if (last === undefined || isFault(last)) return last;
  return stops.find((stop) => isFault(stop) && isSamePlace(stop, last)) ?? last;
}

function endOf({ end }: GdbLog): DebuggedEnd | null {
  const results = end?.records.filter((record) => record.kind === 'result') ?? [];
  const [code, signal] = results.map(({ results: values }) => wholeNumber(textOf(values, 'value')));
  if (typeof signal === 'number') {
    const known = posixSignals.find(({ linux }) => linux === signal)?.name;
    return { exitCode: null, signal: known ?? `signal ${signal}` };
  }
  return typeof code === 'number' ? { exitCode: code >>> 0, signal: null } : null;
}

function isCrash({ signal }: DebuggedEnd): boolean {
  return posixSignals.some(({ name, kind }) => name === signal && kind === 'crash');
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^-?\d{1,10}$/.test(text) ? Number(text) : null;
}
