import { bareName, comparedRegisters, type WatchRequest } from './watch-request.ts';

/** Set by the script in Python as it begins; without it gdb has no Python. */
export const PYTHON_RAN = '$winrepro_python';

/**
 * The same watch by gdb's own commands, for a gdb without Python. It prints the same lines, some slower.
 * What it cannot do: look for a function in a library that is loaded later, tell clones of a function
 * apart from it, say how much the program had printed, and go on behind a fault that the program handles.
 *
 * An error ends a script of gdb's, and in the commands of a breakpoint the watch with it, so whatever
 * may fail goes through `interpreter-exec mi3`, which prints the error and goes on.
 */
export function gdbPlainScript(request: WatchRequest, lines: string): string {
  const compared = comparedRegisters(request);
  const shown = request.show.flatMap(({ kind, register }) =>
    kind === 'register' ? [register] : [],
  );
  const kept = [...new Set([...compared.general, ...compared.xmm, ...shown])];
  const words = request.show.filter(({ kind }) => kind === 'memory');
  const entry = [
    'silent',
    `printf "wr:entry t=%d sp=%lx", $_thread, $rsp`,
    ...shown.map(printRegister),
    ...words.flatMap(({ text, register, ...place }) =>
      printWord(text, register, 'offset' in place ? place.offset : 0),
    ),
    'printf " wr:.\\n"',
    'continue',
  ];
  const around = (kind: string, to: string) => [
    `printf "wr:${kind} t=%d sp=%lx to=%lx", $_thread, $rsp, ${to}`,
    ...kept.map(printRegister),
    'printf " wr:.\\n"',
  ];
  const before = [
    'silent',
    'set $winrepro_to = *(unsigned long *) $rsp',
    ...around('before', '$winrepro_to'),
    // A variable for each address that calls return to: a breakpoint is set once.
    'eval "set $winrepro_known = $winrepro_return_%lx", $winrepro_to',
    'if $_isvoid($winrepro_known)',
    'eval "set $winrepro_return_%lx = 1", $winrepro_to',
    'eval "break *0x%lx", $winrepro_to',
    'commands',
    ...['silent', ...around('after', '$rip'), 'continue', 'end'],
    'end',
    'continue',
  ];
  return [
    // Not all of it in an "if": commands of breakpoints run between those of a file, not in a block.
    ...[`if ! $_isvoid(${PYTHON_RAN})`, 'quit', 'end'],
    'set logging enabled off',
    `set logging file ${lines}`,
    'set logging overwrite off',
    'set logging enabled on',
    ...breakpoint(bareName(request.function), entry),
    ...(request.across === null ? [] : breakpoint(bareName(request.across), before)),
    ...running,
    '',
  ].join('\n');
}

function breakpoint(name: string, commands: readonly string[]): readonly string[] {
  return [
    'set $winrepro_before = $_isvoid($bpnum) ? 0 : $bpnum',
    `interpreter-exec mi3 "-break-insert *${name}"`,
    'set $winrepro_after = $_isvoid($bpnum) ? 0 : $bpnum',
    'if $winrepro_after > $winrepro_before',
    `printf "wr:place function=${name} locations=1 wr:.\\n"`,
    ...['commands', ...commands, 'end'],
    'else',
    `printf "wr:place function=${name} locations=0 wr:.\\n"`,
    'end',
  ];
}

function printRegister(name: string): string {
  return name.startsWith('xmm')
    ? `printf " ${name}=%lx%016lx", $${name}.v2_int64[1], $${name}.v2_int64[0]`
    : `printf " ${name}=%lx", $${name}`;
}

function printWord(text: string, register: string, offset: number): readonly string[] {
  return [
    'set $winrepro_word = $winrepro_nothing',
    `interpreter-exec mi3 "-interpreter-exec console \\"set $winrepro_word = *(unsigned long *) ($${register} + (${offset}))\\""`,
    'if $_isvoid($winrepro_word)',
    `printf " ${text}=?"`,
    'else',
    `printf " ${text}=%lx", $winrepro_word`,
    'end',
  ];
}

const running = [
  'run',
  'if $_isvoid($_exitcode) && $_isvoid($_exitsignal)',
  'printf "\\nwr:crash signal=%d function=? |\\n", $_siginfo.si_signo',
  'info symbol $pc',
  'x/i $pc',
  'printf "wr:.\\n"',
  'delete',
  'handle all nostop noprint pass',
  'continue',
  'end',
  'if $_isvoid($_exitsignal)',
  'printf "wr:end exit=%d wr:.\\n", $_exitcode',
  'else',
  'printf "wr:end signal=%d wr:.\\n", $_exitsignal',
  'end',
];
