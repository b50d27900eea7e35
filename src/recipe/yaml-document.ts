import { LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Finding, Problem } from './problem.ts';
import { locator, type Locator } from './yaml-locator.ts';
import { nodeFindings } from './yaml-nodes.ts';
import { syntaxSentence } from './yaml-syntax.ts';

/** YAML text as a value, with the places of its keys. */
export interface YamlDocument {
  readonly value: unknown;
  /** What keeps the text from having a value; when there is any, nothing else can be said. */
  readonly broken: readonly Problem[];
  /** What is valid YAML but not allowed in a recipe. */
  readonly findings: readonly Finding[];
  readonly locate: Locator;
}

/** Aliases of aliases make gigabytes of a few lines; the library counts what they expand to. */
const MAX_ALIASES = 100;
const TOO_MANY_ALIASES = `aliases (*name) repeat more than ${MAX_ALIASES} values; write the values out`;

/** Reads YAML text. Throws nothing, whatever the text is. */
export function readYaml(text: string): YamlDocument {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
  });
  const locate = locator(document, lines);
  const without = (broken: readonly Problem[]): YamlDocument => ({
    value: undefined,
    broken,
    findings: [],
    locate,
  });
  const problem = (offset: number, sentence: string): Problem => ({
    ...lines.linePos(offset),
    path: [],
    sentence,
  });

  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0) {
    const deep = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
    const told = deep === undefined ? errors : [deep];
    return without(told.map((error) => problem(error.pos[0], syntaxSentence(error))));
  }
  const { valueless, unwanted } = nodeFindings(document);
  if (valueless.length > 0) {
    return without(
      valueless.map(({ path, offset, sentence }) => ({ ...lines.linePos(offset), path, sentence })),
    );
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { value, broken: [], findings: unwanted, locate };
  } catch {
    return without([problem(firstAlias(document), TOO_MANY_ALIASES)]);
  }
}

function firstAlias(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias(_key, node) {
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}
