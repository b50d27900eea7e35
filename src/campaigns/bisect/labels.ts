import type { BisectionRecord } from '../../records/bisection-record.ts';
import { parseSet } from '../../search/sets/set-name.ts';
import { rowOf } from './row.ts';

/** More names than these are counted, not listed. */
const MOST_NAMES = 6;

/** A row of a bisection in a person's words: `without {-g, -Wall}`, `v1.20.1`, `only {ufunc.o}`. */
export function labelOf(
  { space, elements }: Pick<BisectionRecord, 'space' | 'elements'>,
  name: string,
): string {
  const { candidate, layout } = rowOf(name);
  const own = candidateLabel(space.type, elements, candidate);
  return layout === 0 ? own : `${own}, layout ${layout}`;
}

function candidateLabel(
  type: BisectionRecord['space']['type'],
  elements: readonly string[],
  candidate: string,
): string {
  if (type === 'ordered') return elements[Number(candidate)] ?? candidate;
  const named = parseSet(candidate, elements.length);
  const [first, ...rest] = named;
  if (type !== 'set') {
    if (first === undefined) return 'no change';
    if (named.length === elements.length && rest.length > 0) return 'all changes';
    return `with ${bracketed(named, elements)}`;
  }
  if (named.length === elements.length) return 'everything';
  if (first === undefined) return 'nothing';
  const left = elements.flatMap((_, index) => (named.includes(index) ? [] : [index]));
  return left.length <= named.length
    ? `without ${bracketed(left, elements)}`
    : `only ${bracketed(named, elements)}`;
}

function bracketed(numbers: readonly number[], elements: readonly string[]): string {
  return numbers.length > MOST_NAMES
    ? `${numbers.length} of ${elements.length}`
    : `{${numbers.map((index) => elements[index] ?? String(index)).join(', ')}}`;
}
