/** The entry at an index that is known to be there; a wrong index shows as NaN. */
export function entry(values: ArrayLike<number>, index: number): number {
  return values[index] ?? NaN;
}
