import type { GdbLog } from './sections.ts';

/** Why a log does not tell how the program ended, in one sentence with the next move. */
export function startProblem({ start, stops }: GdbLog): string {
  const text = start.join('\n');
  if (/Operation not permitted|Could not trace the inferior/i.test(text)) {
    return 'gdb may not trace processes here (ptrace: Operation not permitted): in a container start it with --cap-add=SYS_PTRACE, or run without --debugger';
  }
  if (/personality|ASLR/i.test(text) && stops.length === 0 && /error/i.test(text)) {
    return `gdb could not start the program: ${lastLine(start)}`;
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
