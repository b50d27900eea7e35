import { isAlias, isCollection, isMap, isNode, isScalar, isSeq, type Document } from 'yaml';
import type { Finding, Path } from './problem.ts';
import { keyText } from './yaml-locator.ts';

/** Valid YAML that is not for a recipe. */
export interface NodeFindings {
  /** What has no value: aliases of nothing, keys that are no text. Offsets count from 0. */
  readonly valueless: readonly {
    readonly path: Path;
    readonly offset: number;
    readonly sentence: string;
  }[];
  /** What has a value, but not the one that its writer thinks: a key twice, where one is dropped. */
  readonly unwanted: readonly Finding[];
}

export function nodeFindings(document: Document): NodeFindings {
  const valueless: NodeFindings['valueless'][number][] = [];
  const unwanted: Finding[] = [];
  const anchors = new Set<string>();

  const walk = (node: unknown, path: Path): void => {
    if (isAlias(node)) {
      const { source } = node;
      const sentence = `the alias *${source} has no anchor &${source} above it; add one or write the value out`;
      if (!anchors.has(source)) valueless.push({ path, offset: offsetOf(node), sentence });
      return;
    }
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined) {
      anchors.add(node.anchor);
    }
    if (isSeq(node)) node.items.forEach((item, index) => walk(item, [...path, index]));
    if (!isMap(node)) return;
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      const name = keyText(key);
      if (name === undefined) {
        const sentence = 'a key here is not plain text; correct or quote it';
        valueless.push({ path, offset: offsetOf(key), sentence });
        continue;
      }
      const sentence = keySentence(name, seen);
      if (sentence !== undefined) unwanted.push({ path: [...path, name], at: 'key', sentence });
      seen.add(name);
      walk(value, [...path, name]);
    }
  };

  walk(document.contents, []);
  return { valueless, unwanted };
}

function offsetOf(node: unknown): number {
  return (isNode(node) ? node.range?.[0] : undefined) ?? 0;
}

function keySentence(name: string, seen: ReadonlySet<string>): string | undefined {
  if (seen.has(name)) return `the key "${name}" stands here twice; keep one of them`;
  // JavaScript gives this name a meaning of its own, and the schema library drops it in silence.
  if (name === '__proto__') return 'the key "__proto__" cannot be used; choose another name';
  return undefined;
}
