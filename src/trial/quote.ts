const QUOTE_LENGTH = 160;

/**
 * Foreign text for a sentence of ours: one line of at most 160 characters, without anything that
 * could move a terminal's cursor or turn the reading direction.
 */
export function printable(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const head = new RegExp(`^.{${QUOTE_LENGTH}}(?=.)`, 'u').exec(line)?.[0];
  return head === undefined ? line : `${head}…`;
}

/** A piece of a program's output in quotation marks. */
export function quote(output: string): string {
  return `"${printable(output)}"`;
}
