import type { CFunction } from './c-function.ts';
import { lineAt, readCText, type CText, type Directive } from './c-text.ts';

/** A definition that is not understood with certainty, and why. */
export interface UnclearFunction {
  /** As far as it is known. */
  readonly name: string | null;
  /** Of its opening brace, from 1. */
  readonly line: number;
  readonly reason: string;
}

/** The functions that a C text defines, in their order. */
export interface DefinedFunctions {
  readonly functions: readonly CFunction[];
  readonly unclear: readonly UnclearFunction[];
}

/**
 * Finds the function definitions of a C text. Conditions may stand around them: each branch is read as
 * if it were the one that is compiled. A definition is unclear where the preprocessor decides what
 * its head or its braces are, where a macro hides its name or its type, and behind braces that do
 * not match.
 */
export function surveyFunctions(source: string): DefinedFunctions {
  const text = readCText(source);
  const sharp = text.bare.indexOf('#');
  if (sharp >= 0) {
    const reason = 'a # that does not begin its line';
    return { functions: [], unclear: [{ name: null, line: lineAt(source, sharp), reason }] };
  }
  const functions: CFunction[] = [];
  const unclear: UnclearFunction[] = [];
  for (const { open, end, reason } of outerBlocks(text)) {
    const line = lineAt(source, open);
    const head = readHead(text, open);
    if (head.kind === 'other') {
      if (reason !== null) unclear.push({ name: null, line, reason });
    } else if (head.kind === 'unclear' || reason !== null || end === null) {
      const why = head.kind === 'unclear' ? head.reason : (reason ?? 'a brace that nothing closes');
      unclear.push({ name: head.name, line, reason: why });
    } else {
      const { name, start, nameStart, parametersEnd } = head;
      functions.push({ name, start, nameStart, parametersEnd, end });
    }
  }
  return { functions, unclear };
}

interface Block {
  readonly open: number;
  /** Behind its closing brace; null when there is none. */
  readonly end: number | null;
  /** Why its braces are not to be trusted; null when they are. */
  readonly reason: string | null;
}

/** A condition that is open: the braces that were, and those at the end of its first branch. */
interface Condition {
  readonly before: number;
  after: number | null;
}

/** The blocks that stand in no other, but for `extern "C" {`, which counts as nothing. */
function outerBlocks(text: CText): readonly Block[] {
  const blocks: Block[] = [];
  const conditions: Condition[] = [];
  let depth = 0;
  let linkages = 0;
  let current: { open: number; conditions: number; reason: string | null } | null = null;
  for (const token of tokens(text)) {
    if (typeof token !== 'number') {
      const uneven = depthBehind(token, conditions, depth);
      if (uneven.isUneven && current !== null) current.reason = CONDITION;
      depth = uneven.depth;
    } else if (text.bare[token] === '{') {
      if (depth === 0 && isLinkage(text, token)) {
        linkages += 1;
        continue;
      }
      if (depth === 0) current = { open: token, conditions: conditions.length, reason: null };
      depth += 1;
    } else if (depth > 0) {
      depth -= 1;
      if (depth > 0 || current === null) continue;
      const reason = conditions.length === current.conditions ? current.reason : CONDITION;
      blocks.push({ open: current.open, end: token + 1, reason });
    } else if (linkages > 0) {
      linkages -= 1;
    } else {
      return [...blocks, { open: token, end: null, reason: EXTRA_BRACE }];
    }
  }
  if (depth > 0 && current !== null)
    blocks.push({ open: current.open, end: null, reason: OPEN_BRACE });
  return blocks;
}

/**
 * How many braces are open behind a preprocessor line: an `else` goes back to those in front of its
 * condition, behind all branches those of the first count. Uneven is a branch that ends with others
 * than it began with.
 */
function depthBehind(
  { word }: Directive,
  conditions: Condition[],
  depth: number,
): { readonly depth: number; readonly isUneven: boolean } {
  if (word.startsWith('if')) conditions.push({ before: depth, after: null });
  const condition = conditions.at(-1);
  if (condition === undefined || !/^(?:elif|else|endif)/.test(word))
    return { depth, isUneven: false };
  const isUneven = depth !== condition.before;
  condition.after ??= depth;
  if (word !== 'endif') return { depth: condition.before, isUneven };
  conditions.pop();
  return { depth: condition.after, isUneven };
}

const CONDITION = 'a condition that decides about its head or its braces';
const OPEN_BRACE = 'a brace that nothing closes';
const EXTRA_BRACE = 'a brace that closes nothing';

/** Braces by their offsets, and preprocessor lines, as they follow each other. */
function* tokens({ bare, directives }: CText): Generator<number | Directive> {
  let next = 0;
  for (const directive of [...directives, null]) {
    const end = directive?.start ?? bare.length;
    for (const { index } of bare.slice(next, end).matchAll(/[{}]/g)) yield next + index;
    if (directive !== null) {
      yield directive;
      next = directive.end;
    }
  }
}

type Head =
  | { readonly kind: 'other' }
  | { readonly kind: 'unclear'; readonly name: string | null; readonly reason: string }
  | ({ readonly kind: 'function' } & Omit<CFunction, 'end'>);

/** What stands in front of an outer brace. */
function readHead(text: CText, open: number): Head {
  const { bare } = text;
  const start = startOf(text, open, true);
  const written = bare.slice(start, open).trimEnd();
  if (written === '') return readOldHead(text, open);
  if (written.replaceAll(/\([^()]*\)/g, '').includes('=')) return { kind: 'other' };
  if (!written.endsWith(')')) {
    // A type, or something that a macro makes of a function's head.
    return /\)\s*\w+$/.test(written) && !/\b(?:struct|union|enum)\b/.test(written)
      ? { kind: 'unclear', name: null, reason: 'a word between its parameters and its body' }
      : { kind: 'other' };
  }
  return named(text, start, start + written.length);
}

/** A head whose parameters end at `parametersEnd`. */
function named({ bare }: CText, start: number, parametersEnd: number): Head {
  const bracket = opening(bare, parametersEnd);
  const before = bare.slice(start, bracket).trimEnd();
  const name = /[A-Za-z_]\w*$/.exec(before)?.[0];
  if (name === undefined) {
    return { kind: 'unclear', name: null, reason: 'no name in front of its parameters' };
  }
  if (/^(?:__attribute__|__attribute|__declspec|_Alignas|alignas)$/.test(name))
    return { kind: 'other' };
  const nameStart = start + before.length - name.length;
  if (nameStart === start) return { kind: 'unclear', name, reason: `no type in front of ${name}` };
  return { kind: 'function', name, start, nameStart, parametersEnd };
}

/** A head of the oldest style: `int f(a, b) int a; char *b; {`. */
function readOldHead(text: CText, open: number): Head {
  const { bare } = text;
  const floor = startOf(text, open, false);
  const written = bare.slice(floor, open);
  const found = /\)\s*[A-Za-z_][\w\s*,[\];]*;\s*$/.exec(written);
  if (found === null) return { kind: 'other' };
  const parametersEnd = floor + found.index + 1;
  const start = startOf(text, opening(bare, parametersEnd), true);
  return named(text, start, parametersEnd);
}

/** Behind the directive or the block in front of an offset, and behind the last `;` if that counts. */
function startOf({ bare, directives }: CText, offset: number, semicolons: boolean): number {
  const directive = directives.findLast(({ end }) => end <= offset)?.end ?? 0;
  const before = bare.slice(0, offset);
  const ended = Math.max(
    directive,
    before.lastIndexOf('}') + 1,
    before.lastIndexOf('{') + 1,
    semicolons ? before.lastIndexOf(';') + 1 : 0,
  );
  return ended + (/^\s*/.exec(bare.slice(ended, offset))?.[0].length ?? 0);
}

function isLinkage(text: CText, open: number): boolean {
  return /^extern\s*$/.test(text.bare.slice(startOf(text, open, true), open));
}

/** The offset of the bracket that the one in front of `end` closes; `end` itself when there is none. */
function opening(bare: string, end: number): number {
  let depth = 0;
  for (let index = end - 1; index >= 0; index -= 1) {
    if (bare[index] === ')') depth += 1;
    else if (bare[index] === '(') depth -= 1;
    if (depth === 0) return index;
  }
  return end;
}
