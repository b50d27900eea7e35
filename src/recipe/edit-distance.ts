/** The least number of characters to insert, delete or replace that makes `a` into `b`. */
export function editDistance(a: string, b: string): number {
  const left = Array.from(a);
  let row = Array.from({ length: left.length + 1 }, (_, index) => index);
  Array.from(b).forEach((character, above) => {
    const next = [above + 1];
    left.forEach((own, index) => {
      const replaced = (row[index] ?? 0) + (own === character ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    });
    row = next;
  });
  return row.at(-1) ?? 0;
}
