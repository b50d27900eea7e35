/**
 * Rows as lines of a table, two blanks between its columns, nothing behind the last.
 *
 * @param rows the first one says how many columns there are.
 * @param numbers columns that stand to the right.
 */
export function alignedRows(
  rows: readonly (readonly string[])[],
  numbers: ReadonlySet<number>,
): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return numbers.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
