import { posixSignals } from '../../trial/posix-signals.ts';
import type { AskedExpression, CrashScene, StackFrame } from '../../records/crash-report.ts';
import type { DebugRequest } from '../debugger.ts';
import { accessOf } from './access.ts';
import { instructionsAround } from './instructions.ts';
import { moduleAt, modulesOf } from './modules.ts';
import { address, hexadecimal, isTuple, shortened, textOf, tuplesOf } from './mi-values.ts';
import { answer, consoleText, type Stop } from './sections.ts';
import { BEGINNINGS, XMM } from './script.ts';

/** What gdb told at one stop, and what it could not tell, a sentence each. */
export function sceneOf(
  stop: Stop,
  request: Pick<DebugRequest, 'expressions'>,
): { readonly scene: CrashScene; readonly gaps: readonly string[] } {
  const modules = modulesOf(consoleText(stop.sections.get('modules') ?? []));
  const registers = registersOf(consoleText(stop.sections.get('registers') ?? []));
  const pc = registers['rip'] ?? registers['pc'] ?? null;
  const frames = framesOf(stop, modules);
  const disassembly =
    pc === null
      ? []
      : instructionsAround(
          pc,
          tuplesOf(answer(stop, 'disassembly', 0), 'asm_insns'),
          BEGINNINGS.map((_, index) =>
            tuplesOf(answer(stop, 'disassembly', 1 + index), 'asm_insns'),
          ),
        );
  const scene: CrashScene = {
    exception: exceptionOf(stop, pc, disassembly.find(({ faulting }) => faulting)?.text ?? null),
    frames: frames.map((frame, index) =>
      index === 0 && pc !== null
        ? {
            ...frame,
            offset: offsetOf(disassembly.find(({ faulting }) => faulting)?.place ?? null),
          }
        : frame,
    ),
    registers,
    xmm: xmmOf(stop),
    disassembly,
    expressions: request.expressions.map((asked, index) => ({
      ...asked,
      ...valueOf(stop, index, asked.function),
    })),
    modules,
  };
  return { scene, gaps: gapsOf(scene, stop) };
}

/** The signal that stopped the program; null when gdb did not say. */
export function signalOf(stop: Stop): string | null {
  const number = Number(textOf(answer(stop, 'stop', 0), 'value'));
  return posixSignals.find(({ linux }) => linux === number)?.name ?? null;
}

/** True when the program was in a handler of a signal: the fault itself came before. */
export function inHandler(stop: Stop): boolean {
  return framesOf(stop, []).some((frame) => frame.function === SIGNAL_HANDLER);
}

/** True when the processor raised the signal, and no process sent it. */
export function isFault(stop: Stop): boolean {
  return Number(textOf(answer(stop, 'stop', 1), 'value')) > 0;
}

/** True when the same signal came at the same instruction. */
export function isSamePlace(one: Stop, other: Stop): boolean {
  const place = (stop: Stop): string => `${signalOf(stop)} ${framesOf(stop, [])[0]?.address}`;
  return place(one) === place(other);
}

/** As gdb calls the frame that the kernel puts between a fault and its handler. */
const SIGNAL_HANDLER = '<signal handler called>';

/** SI_KERNEL: the address that was reached for is not a number the kernel can give. */
const BY_KERNEL = 128;

function exceptionOf(
  stop: Stop,
  pc: string | null,
  instruction: string | null,
): CrashScene['exception'] {
  const code = signalOf(stop) ?? 'unknown';
  const siCode = Number(textOf(answer(stop, 'stop', 1), 'value'));
  const told = textOf(answer(stop, 'stop', 2), 'value');
  // Codes of 0 and below: another process, or the program itself, sent the signal.
  const faulted = ['SIGSEGV', 'SIGBUS'].includes(code) && siCode > 0 && siCode !== BY_KERNEL;
  const accessed = faulted ? address(told?.replace(/^\(.*\) /, '').split(' ')[0] ?? null) : null;
  return {
    code,
    name: posixSignals.find(({ name }) => name === code)?.text ?? 'unknown signal',
    instruction: pc,
    accessed,
    access: accessed === null ? null : accessOf(instruction, { pc, accessed }),
  };
}

function framesOf(stop: Stop, modules: CrashScene['modules']): readonly StackFrame[] {
  const argumentsOf = new Map(
    tuplesOf(answer(stop, 'arguments', 0), 'stack-args').map((frame) => [
      textOf(frame, 'level'),
      tuplesOf(frame, 'args').map((one) => ({
        name: textOf(one, 'name') ?? '',
        value: nullOr(textOf(one, 'value'), shortened),
      })),
    ]),
  );
  return tuplesOf(answer(stop, 'frames', 0), 'stack').map((frame) => {
    const at = address(textOf(frame, 'addr'));
    const name = textOf(frame, 'func');
    const line = Number(textOf(frame, 'line'));
    return {
      address: at,
      module: moduleAt(modules, at),
      function: name === null || name === '??' ? null : name,
      offset: null,
      file: textOf(frame, 'file'),
      line: Number.isSafeInteger(line) && line > 0 ? line : null,
      arguments: argumentsOf.get(textOf(frame, 'level')) ?? [],
    };
  });
}

/** `rax            0x0                 0` of `info registers`; k0 to k7 are masks of vectors. */
function registersOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^([a-z]\w*)\s+(0x[\da-f]{1,16})\b/.exec(line) ?? [];
    return name === '' || /^k[0-7]$/.test(name)
      ? []
      : [[name, hexadecimal(BigInt(value))] as const];
  });
  return Object.fromEntries(lines);
}

/** gdb prints the halves as signed decimal numbers, `{24, -1}`. */
function xmmOf(stop: Stop): CrashScene['xmm'] {
  const registers = XMM.flatMap((name, index) => {
    const [, low, high] =
      /^\{(-?\d{1,20}), (-?\d{1,20})\}$/.exec(textOf(answer(stop, 'xmm', index), 'value') ?? '') ??
      [];
    if (low === undefined || high === undefined) return [];
    return [[name, { low: hexadecimal(BigInt(low)), high: hexadecimal(BigInt(high)) }] as const];
  });
  return Object.fromEntries(registers);
}

/** gdb's answers: to the choice of frame 0, of the function's frame, which frame that is, the value. */
function valueOf(
  stop: Stop,
  index: number,
  asked: string,
): Pick<AskedExpression, 'value' | 'problem'> {
  const section = `expression ${index}`;
  const frame = answer(stop, section, 2)?.['frame'];
  const inFrame = answer(stop, section, 1) !== null && isTuple(frame);
  if (!inFrame) return { value: null, problem: `${asked} is not on the stack` };
  const value = textOf(answer(stop, section, 3), 'value');
  if (value === '<optimized out>') return { value: null, problem: 'optimized out' };
  if (value !== null) return { value: shortened(value), problem: null };
  const said = (stop.sections.get(section) ?? []).findLast(({ kind }) => kind === 'result');
  const why = said?.kind === 'result' ? textOf(said.results, 'msg') : null;
  return { value: null, problem: shortened((why ?? 'gdb did not answer').replace(/\.$/, '')) };
}

function offsetOf(place: string | null): number | null {
  const [, offset] = /\+(\d+)$/.exec(place ?? '') ?? [];
  return place === null ? null : Number(offset ?? 0);
}

function gapsOf(
  { frames, registers, xmm, disassembly, modules }: CrashScene,
  stop: Stop,
): string[] {
  const gaps: string[] = [];
  if (!stop.whole) gaps.push('gdb was ended before it had told everything');
  if (frames.length === 0) gaps.push('the stack could not be read');
  else if (frames.every((frame) => frame.function === null)) {
    gaps.push('no frame has a name: the program has no symbols, or the stack is damaged');
  } else if (frames.every((frame) => frame.file === null)) {
    gaps.push('no frame has a line: build with -g to see them');
  }
  if (Object.keys(registers).length === 0) gaps.push('the registers could not be read');
  else if (Object.keys(xmm).length === 0) gaps.push('the xmm registers could not be read');
  if (disassembly.length === 0) gaps.push('there is no code at the address that was run');
  if (modules.length === 0) gaps.push('the loaded modules could not be read');
  return gaps;
}

function nullOr(text: string | null, change: (text: string) => string): string | null {
  return text === null ? null : change(text);
}
