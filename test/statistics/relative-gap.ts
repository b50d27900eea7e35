/** How far a value is from the expected one, as a share of that. */
export function relativeGap(actual: number, expected: number): number {
  return expected === 0 ? Math.abs(actual) : Math.abs(actual / expected - 1);
}
