import { encodeLiteral, type PythonList } from './python-list.ts';

/** What is written of one item: its literal, and what stands between it and the next. */
interface Written {
  readonly literal: string;
  /** Null after the last item, where the list's own tail follows. */
  after: string | null;
}

/**
 * The text between a list's brackets with other items in it. Items that stay keep their literals,
 * and new ones take over the layout: indentation, line ends, quotes, comments of what stays.
 */
export function editList(text: string, list: PythonList, wanted: readonly string[]): string {
  const { items, start, end } = list;
  const first = items[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined) {
    return wanted.map((value) => encodeLiteral(value, "'")).join(', ') + text.slice(start, end);
  }
  const separators = items.slice(1).map((item, index) => {
    return text.slice(items[index]?.end, item.start);
  });
  const style = separatorStyle(separators);
  const quote = text.charAt(first.start);
  const written: Written[] = [];
  for (const { removed, added, kept } of gaps(
    items.map(({ value }) => value),
    wanted,
  )) {
    removed.forEach((index, turn) => {
      const value = added[turn];
      const after = separators[index] ?? null;
      if (value === undefined) drop(written, after);
      else written.push({ literal: encodeLiteral(value, quote), after });
    });
    for (const value of added.slice(removed.length)) {
      insert(written, encodeLiteral(value, quote), style);
    }
    const item = kept === null ? undefined : items[kept];
    if (item === undefined || kept === null) continue;
    const literal = text.slice(item.start, item.end);
    written.push({ literal, after: separators[kept] ?? null });
  }
  const body = written.map(({ literal, after }, index) =>
    index === written.length - 1 ? literal : literal + (after ?? style),
  );
  return text.slice(start, first.start) + body.join('') + text.slice(last.end, end);
}

/** Leaves an item out together with one separator: the one that ends no line, if there is one. */
function drop(written: readonly Written[], after: string | null): void {
  const before = written.at(-1);
  if (before === undefined || before.after === null || after === null) return;
  if (!before.after.includes('\n') && after.includes('\n')) before.after = after;
}

/** A separator that ends a line stays with the item that it ends the line of. */
function insert(written: Written[], literal: string, style: string): void {
  const before = written.at(-1);
  if (before === undefined || style.includes('\n')) {
    if (before !== undefined) before.after ??= style;
    written.push({ literal, after: style });
    return;
  }
  const { after } = before;
  before.after = style;
  written.push({ literal, after });
}

/** What stands between two items mostly, without any comment. */
function separatorStyle(separators: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const one of separators) {
    if (!one.includes('#')) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || a.length - b.length);
  if (most !== undefined) return most[0];
  const lineEnd = separators.map((one) => /\r?\n[^\n]*$/.exec(one)?.[0]).find((one) => one);
  return lineEnd === undefined ? ', ' : `,${lineEnd}`;
}

/** What goes and what comes before an item that is kept, by index; the last gap keeps none. */
interface Gap {
  readonly removed: readonly number[];
  readonly added: readonly string[];
  readonly kept: number | null;
}

function gaps(before: readonly string[], after: readonly string[]): readonly Gap[] {
  const range = (from: number, to: number): readonly number[] =>
    before.slice(from, to).map((_, index) => from + index);
  const found: Gap[] = [];
  let [i, j] = [0, 0];
  for (const [keptBefore, keptAfter] of longestCommon(before, after)) {
    found.push({
      removed: range(i, keptBefore),
      added: after.slice(j, keptAfter),
      kept: keptBefore,
    });
    [i, j] = [keptBefore + 1, keptAfter + 1];
  }
  return [...found, { removed: range(i, before.length), added: after.slice(j), kept: null }];
}

/** The indices of a longest common subsequence, by the textbook's table of suffix lengths. */
function longestCommon(
  a: readonly string[],
  b: readonly string[],
): readonly (readonly [number, number])[] {
  const width = b.length + 1;
  const lengths = new Array<number>((a.length + 1) * width).fill(0);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      pairs.push([i, j]);
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}
