/** Where a watched program was stopped: at the entry of the function, or around the call that is compared. */
export type StopPlace = 'entry' | 'before' | 'after';

/** One stop as a debugger printed it. Values are `0x` and lower-case digits without leading zeros. */
export interface Stop {
  readonly at: StopPlace;
  /** As the debugger names it; only ever compared. */
  readonly thread: string;
  readonly stackPointer: bigint;
  /** Before a call and after it: the address that it returns to; null at an entry. */
  readonly returnsTo: string | null;
  /** Bytes that the program had printed; null when the debugger cannot tell. */
  readonly printed: number | null;
  /** By register or place (`r8`, `poi(r8)`); null for memory that could not be read. */
  readonly values: Readonly<Record<string, string | null>>;
}

/** What else a watch's log says. */
export type Remark =
  | {
      readonly kind: 'place';
      readonly function: string;
      /** Addresses at which it begins; more than one when the compiler made copies. */
      readonly locations: number;
      /** Functions that it was inlined into. */
      readonly inlined: readonly string[];
      /** Functions with names like it, when none has its own. */
      readonly near: readonly string[];
    }
  | {
      readonly kind: 'fault';
      readonly signal: string;
      readonly function: string;
      readonly text: string;
    }
  | { readonly kind: 'caller'; readonly address: string; readonly function: string }
  | { readonly kind: 'end'; readonly exitCode: number | null; readonly signal: number | null }
  | { readonly kind: 'problem'; readonly text: string };

/** `0x` and lower-case digits without leading zeros, from what gdb or cdb prints. */
export function hexadecimal(digits: string): string {
  return `0x${digits
    .replaceAll('`', '')
    .toLowerCase()
    .replace(/^0+(?=.)/, '')}`;
}
