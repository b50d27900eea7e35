/** What a watch shows of a stop: a register, or the pointer-sized word in memory that one points at. */
export type WatchPlace =
  | { readonly kind: 'register'; readonly text: string; readonly register: string }
  | {
      readonly kind: 'memory';
      readonly text: string;
      readonly register: string;
      /** Bytes behind the register's address. */
      readonly offset: number;
    };

/** The general registers of x86-64 as cdb and gdb both name them. */
export const GENERAL_REGISTERS = [
  ...['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', 'rsp'],
  ...['r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15', 'rip'],
] as const;

/** 16 bytes each. */
export const XMM_REGISTERS = Array.from({ length: 16 }, (_, number) => `xmm${number}`);

const pointers: readonly string[] = GENERAL_REGISTERS;

/** Reads `r8`, `xmm6`, `poi(r8)` or `poi(r8+0x10)`; null for anything else, such as a register of no x86-64. */
export function parsePlace(text: string): WatchPlace | null {
  if (pointers.includes(text) || XMM_REGISTERS.includes(text)) {
    return { kind: 'register', text, register: text };
  }
  const [, register = '', sign, digits = '0'] =
    /^poi\(([a-z][a-z0-9]{1,3})(?:([+-])(0x[0-9a-f]{1,8}|\d{1,9}))?\)$/.exec(text) ?? [];
  if (!pointers.includes(register)) return null;
  const offset = Number(digits);
  return { kind: 'memory', text, register, offset: sign === '-' ? -offset : offset };
}
