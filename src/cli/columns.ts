import { alignedRows } from '../reporters/aligned-rows.ts';

/** Left-aligned columns, two blanks apart; the last one is not padded. */
export function columns(rows: readonly (readonly string[])[]): string {
  return alignedRows(rows, new Set())
    .map((line) => `${line}\n`)
    .join('');
}
