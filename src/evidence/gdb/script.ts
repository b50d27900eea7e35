import type { DebugExpression } from '../../recipe/evidence-schema.ts';
import { InternalError } from '../../system/errors.ts';
import type { DebugRequest } from '../debugger.ts';
import { fillTemplate } from '../fill-template.ts';

/** Frames that are printed: a stack that overflowed has hundreds of thousands. */
const DEEPEST_FRAME = 60;
const DEEPEST_ARGUMENTS = 20;
/** Faults of a program that handles its own are looked at so often, then no more. */
const MOST_STOPS = 32;

/** The files of a trial as seen from its scratch folder, in which the program starts. */
export const gdbFiles = {
  script: '../debugger.gdb',
  log: '../debugger.log',
  core: '../program.core',
} as const;

/** Asked for in this order. */
export const XMM: readonly string[] = Array.from({ length: 16 }, (_, number) => `xmm${number}`);

/**
 * An x86 instruction is at most 15 bytes long, and where one begins cannot be told backwards. So what
 * is before the fault is read from so many beginnings; most fall into step, and the reader lets them vote.
 */
export const BEGINNINGS = Array.from({ length: 15 }, (_, index) => index + 18);

/**
 * The script for one trial, from the text of templates/debuggers/gdb.txt. Nothing in it can be a path
 * or a word of the user: files have fixed relative names, and what a recipe asks was checked there and
 * is checked again.
 */
export function gdbScript(
  template: string,
  request: Pick<DebugRequest, 'expressions' | 'dump' | 'shell'>,
): string {
  return fillTemplate(template, {
    log: gdbFiles.log,
    shell: shellLine(request.shell),
    deepest: `${DEEPEST_FRAME}`,
    'deepest-arguments': `${DEEPEST_ARGUMENTS}`,
    'most-stops': `${MOST_STOPS}`,
    xmm: XMM.map((name) => inMi(`-data-evaluate-expression $${name}.v2_int64`)).join('\n'),
    before: BEGINNINGS.map((bytes) => inMi(`-data-disassemble -s $pc-${bytes} -e $pc -- 2`)).join(
      '\n',
    ),
    expressions: request.expressions.flatMap(askLines).join('\n'),
    dump:
      request.dump === 'none'
        ? ''
        : [
            '  echo ===winrepro dump===\\n',
            // Without the filter, what files hold is in it too.
            inMi(`-gdb-set use-coredump-filter ${request.dump === 'full' ? 'off' : 'on'}`),
            inConsole(`generate-core-file ${gdbFiles.core}`),
          ].join('\n'),
  });
}

/** gdb starts programs by the shell of its environment, which is set to sh; the program's own is put back. */
function shellLine(shell: string | null): string {
  return shell !== null && /^[\w./+-]+$/.test(shell)
    ? `set environment SHELL = ${shell}`
    : 'unset environment SHELL';
}

/** An expression is asked in the innermost frame of its function: nothing else may answer for it. */
function askLines(asked: DebugExpression, index: number): readonly string[] {
  const { function: name } = asked;
  const expression = asked.expression;
  if (!/^[\w:~<>]+$/.test(name) || !/^[\w.[\]>-]+$/.test(expression)) {
    throw new InternalError(`an expression that gdb must not see: ${expression} in ${name}`);
  }
  return [
    `  echo ===winrepro expression ${index}===\\n`,
    inMi('-stack-select-frame 0'),
    inConsole(`frame function ${name}`),
    inMi('-stack-info-frame'),
    inMi(`-data-evaluate-expression "${expression}"`),
  ];
}

function inMi(command: string): string {
  return `  interpreter-exec mi3 "${command.replaceAll('"', '\\"')}"`;
}

/** A command of gdb's own language, without quotes in it. */
function inConsole(command: string): string {
  return inMi(`-interpreter-exec console "${command}"`);
}
