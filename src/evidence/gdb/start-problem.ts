import type { GdbLog } from './sections.ts';

/** Why a log does not tell how the program ended, in one sentence with the next move. */
export function startProblem({ start, stops }: GdbLog): string {
  const text = start.join('\n');
  // Of a child that may not be traced gdb sees only the end; its own words are in the output.
  if (/Operation not permitted|During startup program exited/i.test(text)) {
    return 'gdb could not start the program: its output says why, and where tracing is forbidden, as in many containers, allow it (docker run --cap-add=SYS_PTRACE)';
  }
  if (/not in executable format|No executable file|No such file or directory/i.test(text)) {
    return `gdb could not start the program (${lastLine(start)}): give the program itself, not a script around it`;
  }
  if (stops.length > 0) return 'gdb was ended before the program was: run it again';
  return start.every((line) => line.trim() === '' || line.startsWith('^'))
    ? 'gdb ended before it started the program: its own words are in the output of the trial'
    : `gdb did not see the program end: its last words were ${JSON.stringify(lastLine(start))}`;
}

function lastLine(lines: readonly string[]): string {
  return lines.findLast((line) => line.trim() !== '' && !line.startsWith('^'))?.trim() ?? 'nothing';
}
