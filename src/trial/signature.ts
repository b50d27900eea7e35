import { isPointer } from './pointer.ts';
import type { ProtocolState } from './protocol-state.ts';
import { printable } from './quote.ts';
import type { DecodedStatus } from './status.ts';

/** What makes two crashes the same crash. */
export interface CrashFacts {
  readonly status: Pick<DecodedStatus, 'label'>;
  readonly state: Pick<
    ProtocolState,
    'iteration' | 'stage' | 'traceTemplate' | 'success' | 'bytes' | 'endsTorn'
  >;
  /** The innermost functions of the program, `read < fill`, when a debugger saw them. */
  readonly faultingFunction?: string | null | undefined;
}

/**
 * A stable one-line id of a crash: the status, the last stage, the last trace line without
 * addresses, the faulting function: `SIGSEGV after 14, trace 34 ptr 45 NULL in find_array_prepare`.
 * No iteration, address or process id is in it. Where the marks were lost in a buffer they are
 * left out, for where a buffer was cut says nothing about the crash.
 */
export function signatureOf({ status, state, faultingFunction }: CrashFacts): string {
  const where = looksBlockBuffered(state) ? '' : position(state);
  return printable(`${status.label}${where}${inFunction(faultingFunction ?? '')}`);
}

function position({ iteration, stage, traceTemplate, success }: CrashFacts['state']): string {
  // Died while ending, as interpreters do: another crash than one in the loop.
  if (success) return ' after the loop';
  const inLoop = iteration === null ? '' : ' in the loop';
  const after = stage === null ? inLoop : ` after ${withoutIteration(stage, iteration)}`;
  return traceTemplate === null ? after : `${after}, trace ${traceTemplate}`;
}

/** Debuggers print `find_array_prepare+0x18`, and a bare address where they have no symbol. */
function inFunction(name: string): string {
  const symbol = name.replace(/\+0x[\da-f]+.*$/iu, '').trim();
  return symbol === '' || isPointer(symbol) ? '' : ` in ${symbol}`;
}

/** A stage pattern without a group names the whole match, and so `14 123` where `14` is meant. */
function withoutIteration(stage: string, iteration: number | null): string {
  const [first = '', ...others] = stage.trim().split(/\s+/u);
  return [first, ...others.filter((word) => Number(word) !== iteration)].join(' ');
}

/** The sizes of stdio buffers divide by this: glibc 4096 to a file, others a multiple. */
const BUFFER_UNIT = 4096;

/**
 * Whether the end of a crashed process's output looks like that of a buffer rather than of its
 * last print. C programs then stop at a multiple of 4096 bytes. CPython, which hands on whole
 * prints, stops somewhat short of one (measured with 3.11: 8190, 65522, 204761), most often in the
 * middle of a line, with something that the protocol does not know.
 */
export function looksBlockBuffered({ bytes, endsTorn }: CrashFacts['state']): boolean {
  return endsTorn || (bytes > 0 && bytes % BUFFER_UNIT === 0);
}
