import { join } from 'node:path';
import type { DebuggerCommand } from '../debugger.ts';
import { gdbPlainScript } from './gdb-plain.ts';
import { bareName, comparedRegisters, type WatchRequest } from './watch-request.ts';

const SCRIPT = 'watch.gdb';
const PYTHON = 'watch.py';
/** Does nothing where the one in Python ran. */
const PLAIN = 'watch-plain.gdb';
const LINES = 'watch.log';

/**
 * gdb, made ready to watch one trial. It starts in the trial's scratch folder, and the files have fixed
 * names beside it: nothing in the script is a path or a word of the user.
 *
 * `template` is the text of templates/debuggers/watch-registers.py.
 */
export function gdbWatchCommand(
  program: string,
  template: string,
  request: WatchRequest,
): DebuggerCommand {
  return {
    argv: [
      ...[program, '-nx', '-q', '-batch', '-x', `../${SCRIPT}`, '-x', `../${PLAIN}`],
      ...['--args', ...request.argv],
    ],
    files: [
      { path: join(request.folder, SCRIPT), text: gdbSettings(request.shell) },
      { path: join(request.folder, PYTHON), text: `${config(request)}\n${template}` },
      { path: join(request.folder, PLAIN), text: gdbPlainScript(request, `../${LINES}`) },
    ],
    log: join(request.folder, LINES),
    dump: null,
    // It starts the program by this shell, whose quoting it takes for that of sh.
    variables: { SHELL: '/bin/sh' },
  };
}

/** Each is for what the program would not meet alone: another memory, variables of gdb's, its stops. */
const gdbSettings = (shell: string | null) => `set pagination off
set confirm off
set width 0
set height 0
set logging file ../debugger.log
set logging overwrite on
set logging redirect on
set logging enabled on
interpreter-exec mi3 "-gdb-set debuginfod enabled off"
interpreter-exec mi3 "-gdb-set auto-load python-scripts off"
interpreter-exec mi3 "-gdb-set auto-load gdb-scripts off"
interpreter-exec mi3 "-gdb-set auto-load guile-scripts off"
set breakpoint always-inserted on
set disable-randomization off
set detach-on-fork on
set follow-fork-mode parent
unset environment LINES
unset environment COLUMNS
${shellLine(shell)}
handle all nostop noprint pass
handle SIGINT nostop noprint pass
handle SIGSEGV SIGBUS SIGILL SIGFPE SIGABRT SIGSYS stop print pass
handle SIGTRAP stop print nopass
source ../${PYTHON}
`;

/** The program gets back the SHELL that gdb needed. */
function shellLine(shell: string | null): string {
  return shell !== null && /^[\w./+-]+$/.test(shell)
    ? `set environment SHELL = ${shell}`
    : 'unset environment SHELL';
}

/** A text in JSON, in which a line of Python is the same text. */
function config(request: WatchRequest): string {
  const compared = comparedRegisters(request);
  const shown = request.show.flatMap(({ kind, register }) =>
    kind === 'register' ? [register] : [],
  );
  const xmm = shown.filter((name) => name.startsWith('xmm'));
  const general = shown.filter((name) => !name.startsWith('xmm'));
  const settings = {
    lines: `../${LINES}`,
    function: bareName(request.function),
    across: request.across === null ? null : bareName(request.across),
    general,
    xmm,
    words: request.show.flatMap((place) =>
      place.kind === 'memory' ? [[place.text, place.register, place.offset]] : [],
    ),
    keptGeneral: union(compared.general, general),
    keptXmm: union(compared.xmm, xmm),
  };
  const text = JSON.stringify(JSON.stringify(settings));
  return `import json\nCONFIG = json.loads(${text})`;
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
