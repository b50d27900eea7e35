import type { CrashException } from '../../records/crash-report.ts';

/**
 * What the faulting instruction did to the address, from its text in gdb's AT&T syntax, where the last
 * operand is the one that is written. Null where the text does not say.
 */
export function accessOf(
  instruction: string | null,
  place: { readonly pc: string | null; readonly accessed: string | null },
): CrashException['access'] {
  if (place.accessed !== null && place.accessed === place.pc) return 'execute';
  if (instruction === null) return null;
  const [, name = '', operands = ''] =
    /^(?:(?:lock|rep\w*|data16|notrack|cs|ds|es|fs|gs|ss) )*(\w+) ?(.*)$/.exec(instruction) ?? [];
  const all = operands.replace(/ *[#<].*$/, '').split(/,(?![^(]*\))/);
  const inMemory = all.filter(isMemory);
  // More than one, as of movs, or none, as of push and ret: which it was cannot be told.
  if (inMemory.length !== 1) return null;
  if (/^(?:call|jmp|cmp|test|push|bt|lea|ucomis|comis|prefetch)/.test(name)) return 'read';
  if (!isMemory(all.at(-1) ?? '')) return 'read';
  // One operand, as of inc or mul, is read, and perhaps written then.
  if (all.length === 1) return /^(?:pop|set|fst|fist)/.test(name) ? 'write' : 'read';
  // `add %eax,(%rbx)` reads first: only a plain move or store does not.
  return /^v?(?:mov|pextr|extract|st|cvt)/.test(name) ? 'write' : 'read';
}

/** `$1` is a number and `%rax` a register; `0x10`, `*0x8(%rax)` and `%fs:0x28` are in memory. */
function isMemory(operand: string): boolean {
  return operand !== '' && !/^(?:\$|\*?%\w+$)/.test(operand);
}
