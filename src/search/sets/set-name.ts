/** What the empty set is called. */
export const EMPTY_SET = 'none';

const RANGE = /^(0|[1-9]\d*)(?:-([1-9]\d*))?$/;

/** A set of element numbers in ascending order as a candidate: ascending ranges, `0-4,7,9-12`. */
export function formatSet(elements: readonly number[]): string {
  if (elements.length === 0) return EMPTY_SET;
  let name = '';
  for (let at = 0; at < elements.length; at++) {
    const first = elements[at] ?? 0;
    let last = first;
    while (elements[at + 1] === last + 1) {
      last++;
      at++;
    }
    name += `${name === '' ? '' : ','}${first}${last === first ? '' : `-${last}`}`;
  }
  return name;
}

/**
 * The elements of a candidate out of 0 to size - 1, ascending. A set has one name only: throws
 * RangeError for any other spelling of it, and for elements that there are not.
 */
export function parseSet(name: string, size: number): number[] {
  const elements =
    name === EMPTY_SET ? [] : name.split(',').flatMap((range) => parseRange(range, { name, size }));
  const ascends = elements.every((element, at) => at === 0 || element > (elements[at - 1] ?? 0));
  if (!ascends || formatSet(elements) !== name) throw notASet(name, size);
  return elements;
}

function parseRange(range: string, { name, size }: { name: string; size: number }): number[] {
  const [, first, last] = RANGE.exec(range) ?? [];
  const from = Number(first);
  const to = last === undefined ? from : Number(last);
  // Checked before anything is filled: a mistyped end must not fill the memory.
  if (!(from <= to && to < size)) throw notASet(name, size);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

function notASet(name: string, size: number): RangeError {
  return new RangeError(
    `“${name}” is not a set of elements 0 to ${size - 1}: ascending ranges such as 0-4,7 or ${EMPTY_SET}`,
  );
}
