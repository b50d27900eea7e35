import { lineAt, openConditions, readCText, type CText } from './c-text.ts';

/** Where a function is defined, by offsets into the source. */
export interface CFunction {
  readonly name: string;
  /** Of its first specifier, behind the comment in front of it. */
  readonly start: number;
  readonly nameStart: number;
  /** Behind the bracket that closes its parameters. */
  readonly parametersEnd: number;
  /** Behind the brace that closes its body. */
  readonly end: number;
}

/** C text that this module does not understand; it must not be guessed at. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
  /** The lines that were not understood, each with its number; empty when there are none to show. */
  readonly lines: string;

  constructor(message: string, lines = '') {
    super(message);
    this.lines = lines;
  }
}

/** Text in which a function is not defined at all. */
export class NotDefined extends NotUnderstood {}

const MOST_SHOWN = 12;

/**
 * Finds the one definition of a function in real C text.
 *
 * @throws NotUnderstood where there is none or several, where the preprocessor decides what of it is
 *   compiled, or what its brackets are, and for a declaration beside it, which may say `static` too.
 */
export function findFunction(source: string, name: string): CFunction {
  const text = readCText(source);
  const sharp = text.bare.indexOf('#');
  if (sharp >= 0) {
    throw new NotUnderstood('a # that does not begin its line', linesOf(text, sharp, sharp));
  }
  const found = uses(text, name).filter((one) => depthAt(text, one) === 0);
  const definitions = found.flatMap((offset) => definitionAt(text, name, offset) ?? []);
  const [definition] = definitions;
  const shown = found.map((offset) => linesOf(text, offset, offset)).join('\n');
  if (definition === undefined) throw new NotDefined(`no definition of ${name}`, shown);
  if (definitions.length > 1) {
    throw new NotUnderstood(`${definitions.length} definitions of ${name}`, shown);
  }
  const other = found.find((offset) => offset < definition.start || offset > definition.end);
  if (other !== undefined) {
    throw new NotUnderstood(
      `${name} outside of a function beside its definition`,
      linesOf(text, other, other),
    );
  }
  refuseConditions(text, definition);
  return definition;
}

/** The specifiers and the declarator: what a declaration needs in front of its semicolon. */
export function headOf(source: string, { start, parametersEnd }: CFunction): string {
  return source.slice(start, parametersEnd);
}

/** What stands in front of a function's name: `static int`. */
export function specifiersOf(source: string, { start, nameStart }: CFunction): string {
  return source.slice(start, nameStart);
}

/** Offsets of `name` where it is followed by a bracket. */
function uses({ bare }: CText, name: string): readonly number[] {
  return [...bare.matchAll(new RegExp(`(?<!\\w)${name}(?=\\s*\\()`, 'g'))].map(
    ({ index }) => index,
  );
}

/** How many braces are open. Throws NotUnderstood for one that closes nothing. */
function depthAt(text: CText, offset: number): number {
  let depth = 0;
  for (const { 0: brace, index } of text.bare.slice(0, offset).matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0)
      throw new NotUnderstood('a brace that closes nothing', linesOf(text, index, index));
  }
  return depth;
}

/** Null for a declaration. */
function definitionAt(text: CText, name: string, offset: number): CFunction | null {
  const { bare } = text;
  const parametersEnd = closing(text, bare.indexOf('(', offset));
  const next = parametersEnd + (/^\s*/.exec(bare.slice(parametersEnd))?.[0].length ?? 0);
  if (bare[next] === ';') return null;
  const start = startOf(text, offset);
  if (bare[next] !== '{' || start === offset) {
    throw new NotUnderstood(
      `neither a declaration of ${name} nor a definition of the form \`type ${name}(...) {\``,
      linesOf(text, start, next),
    );
  }
  return { name, start, nameStart: offset, parametersEnd, end: closing(text, next) };
}

/** Where the declaration begins that has its name at `offset`. */
function startOf({ bare, directives }: CText, offset: number): number {
  const directive = directives.findLast(({ end }) => end <= offset)?.end ?? 0;
  const before = bare.slice(0, offset);
  const ended = Math.max(directive, before.lastIndexOf(';') + 1, before.lastIndexOf('}') + 1);
  return ended + (/^\s*/.exec(bare.slice(ended, offset))?.[0].length ?? 0);
}

const PAIRS = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Behind the bracket that closes the one at `open`. */
function closing(text: CText, open: number): number {
  const expected: string[] = [];
  for (const { 0: sign, index } of text.bare.slice(open).matchAll(/[()[\]{}]/g)) {
    const close = PAIRS.get(sign);
    if (close !== undefined) expected.push(close);
    else if (expected.pop() !== sign) {
      const at = open + index;
      throw new NotUnderstood(`a ${sign} that closes something else`, linesOf(text, open, at));
    }
    if (expected.length === 0) return open + index + 1;
  }
  throw new NotUnderstood('a bracket that nothing closes', linesOf(text, open, open));
}

/** Conditions may stand within the body, whole, if all their branches have the same brackets. */
function refuseConditions(text: CText, { name, start, parametersEnd, end }: CFunction): void {
  const open = openConditions(text, start);
  const [outer] = open;
  if (outer !== undefined) {
    throw new NotUnderstood(
      `a condition around ${name} that would not come along`,
      linesOf(text, outer.start, outer.start),
    );
  }
  const within = text.directives.filter((one) => one.start > start && one.start < end);
  const early = within.find((one) => one.start < text.bare.indexOf('{', parametersEnd));
  if (early !== undefined) {
    throw new NotUnderstood(
      `a preprocessor line in the head of ${name}`,
      linesOf(text, start, early.start),
    );
  }
  const depths: number[] = [];
  for (const one of within) {
    const depth = depthAt(text, one.start);
    if (one.word.startsWith('if')) depths.push(depth);
    else if (/^(?:elif|else|endif)/.test(one.word) && depths.at(-1) !== depth) {
      throw new NotUnderstood(
        `a condition in ${name} whose branches differ in their braces`,
        linesOf(text, one.start, one.start),
      );
    }
    if (one.word === 'endif') depths.pop();
  }
}

function linesOf({ source }: CText, from: number, to: number): string {
  const [first, last] = [lineAt(source, from), lineAt(source, to)];
  return source
    .split('\n')
    .slice(first - 1, Math.min(last, first + MOST_SHOWN - 1))
    .map((line, index) => `${first + index}: ${line.replace(/\r$/, '')}`)
    .join('\n');
}
