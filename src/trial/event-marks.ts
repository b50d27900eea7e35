/** A run of this many marks is a run whatever follows: `........Traceback`, but not `Modules`. */
const CERTAIN_RUN = 8;

/** Hears of each run of marks as it is counted: the marks are `text` from `start` to `end`. */
export type MarkListener = (text: string, start: number, end: number) => void;

export interface EventMarks {
  /**
   * Counts the run of marks at the head of a line and returns where the rest of the line begins.
   * `knows` says whether a text is a line of the protocol.
   */
  take(line: string, knows: (rest: string) => boolean): number;
  /** Counts the first `limit` characters if all are marks and says so. */
  takeAll(text: string, limit: number): boolean;
  byName(): Readonly<Record<string, number>>;
}

/**
 * Counts event marks: one character each, in a run at the head of a line. A letter may also begin
 * a word, so a short run counts only before the end of the line, a digit, white space, or a line
 * of the protocol (`....done`).
 */
export function createEventMarks(
  names: Readonly<Record<string, string>>,
  onRun?: MarkListener,
): EventMarks {
  const counters = Object.values(names).map((name) => ({ name, count: 0 }));
  const byCode = new Map(
    Object.keys(names).map((mark, index) => [mark.charCodeAt(0), counters[index]]),
  );

  const runLength = (text: string, start: number) => {
    let end = start;
    while (end < text.length && byCode.has(text.charCodeAt(end))) end += 1;
    return end - start;
  };
  const add = (text: string, start: number, end: number) => {
    for (let at = start; at < end; at += 1) {
      const counter = byCode.get(text.charCodeAt(at));
      if (counter !== undefined) counter.count += 1;
    }
    onRun?.(text, start, end);
  };

  return {
    take(line, knows) {
      let start = 0;
      for (;;) {
        const length = runLength(line, start);
        const end = start + length;
        if (length === 0) return start;
        const rest = line.slice(end);
        if (!/^(?:$|[\d\s])/u.test(rest) && length < CERTAIN_RUN && !knows(rest)) return start;
        add(line, start, end);
        // `M C F`: white space between two runs belongs to neither.
        start = end + (/^\s*/u.exec(rest)?.[0].length ?? 0);
      }
    },
    takeAll(text, limit) {
      if (runLength(text, 0) < limit) return false;
      add(text, 0, limit);
      return true;
    },
    byName() {
      const totals: Record<string, number> = {};
      for (const { name, count } of counters) totals[name] = (totals[name] ?? 0) + count;
      return totals;
    },
  };
}
