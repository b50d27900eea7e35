import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type LineCounter } from 'yaml';
import type { Finding, Path } from './problem.ts';

/** Where a path stands in the text, both counted from 1. */
export type Locator = (
  path: Path,
  at: Finding['at'],
) => { readonly line: number; readonly col: number };

/**
 * Finds keys and values of a document by their path. What is not there (a key that is missing) is
 * found at the nearest key above it that is.
 */
export function locator(document: Document, lines: LineCounter): Locator {
  return (path, at) => {
    let key = startOf(document.contents) ?? 0;
    let node: unknown = document.contents;
    for (const [depth, segment] of path.entries()) {
      const next = step(node, segment, document);
      if (next === undefined) break;
      key = startOf(next.key) ?? key;
      node = next.value;
      if (at === 'value' && depth === path.length - 1) key = startOf(node) ?? key;
    }
    return lines.linePos(key);
  };
}

/** The key of a pair as it becomes a property name; undefined when it is no plain text. */
export function keyText(key: unknown): string | undefined {
  const value = isScalar(key) ? key.value : null;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function step(
  node: unknown,
  segment: string | number,
  document: Document,
): { readonly key: unknown; readonly value: unknown } | undefined {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isMap(target)) {
    return target.items.findLast((pair) => keyText(pair.key) === String(segment));
  }
  if (isSeq(target) && typeof segment === 'number' && segment < target.items.length) {
    const item = target.items[segment];
    return { key: item, value: item };
  }
  return undefined;
}

/** Where a node begins; undefined when nothing is written there. */
function startOf(node: unknown): number | undefined {
  const range = isNode(node) ? node.range : undefined;
  return range && range[1] > range[0] ? range[0] : undefined;
}
