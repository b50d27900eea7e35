export interface IterationCount {
  begin(iteration: number): void;
  /** The last iteration that began, as printed; null before the first. */
  last(): number | null;
  /**
   * Turns that began: from the first to the last number printed, or the number of marks where that
   * is more. So a loop from 0 gives its last iteration + 1 even when marks are missing (one printed
   * every hundred turns, a log cut by its cap), a loop from 1 its last iteration, and a loop that
   * runs twice both its runs.
   */
  begun(): number;
}

export function createIterationCount(): IterationCount {
  let first: number | null = null;
  let last: number | null = null;
  let marks = 0;
  return {
    begin(iteration) {
      first ??= iteration;
      last = iteration;
      marks += 1;
    },
    last: () => last,
    begun: () => (first === null || last === null ? 0 : Math.max(marks, last - first + 1)),
  };
}
