/**
 * Pointers as `%p` prints them: `0x55e0` and `(nil)` (glibc), `0x0` (macOS), 8 or 16 hexadecimal
 * digits without a prefix (msvcrt, UCRT: NULL is 16 zeros), `(null)` and `NULL` of hand-written
 * printers. A bare number of fewer than 8 digits is a line number, never a pointer.
 */
const POINTER = /^(?:0x[\da-f]+|[\da-f]{8,}|\(nil\)|\(null\)|null)$/i;
const NULL_POINTER = /^(?:0x0+|0{8,}|\(nil\)|\(null\)|null)$/i;
const POINTERS_IN_TEXT = /(?<!\w)(?:0x[\da-f]+|[\da-f]{8,}|null)(?!\w)|\(nil\)|\(null\)/giu;

/** A full-width 64-bit NULL or a spelled one: nothing could follow that makes it another value. */
const FINISHED_NULL = /^(?:(?:0x)?0{16}|\(nil\)|\(null\)|null)$/i;
/** Once a digit other than 0 is there, more digits change the value but never make it NULL. */
const SURELY_SET = /^(?:0x0*[1-9a-f]|(?=[\da-f]{8})0*[1-9a-f])/i;

export function isPointer(text: string): boolean {
  return POINTER.test(text);
}

export function isNullPointer(text: string): boolean {
  return NULL_POINTER.test(text);
}

/**
 * Whether a word at the very end of torn output can be trusted: `(nil)` and 16 zeros are NULL and
 * `0x55e` is not, but `00000000` may be the first half of `0000000140489e30`, `0x0` the head of a
 * zero-padded address, and `3` of `36`.
 */
export function isFinishedPointer(text: string): boolean {
  return FINISHED_NULL.test(text) || SURELY_SET.test(text);
}

/** Replaces addresses by `ptr` and NULL in any of its forms by `NULL`, for texts to compare. */
export function withoutAddresses(text: string): string {
  return text.replace(POINTERS_IN_TEXT, (pointer) => (isNullPointer(pointer) ? 'NULL' : 'ptr'));
}
