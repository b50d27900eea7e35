/**
 * A regular expression as a tree, as far as it says nothing but which texts match: what it captures
 * and which of several ways it takes is left out, so lazy and greedy are the same.
 */
export type LineExpression =
  /** One character; the table has a flag for each ASCII code that it may be. */
  | { readonly kind: 'one'; readonly of: Uint8Array }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'sequence'; readonly parts: readonly LineExpression[] }
  | { readonly kind: 'either'; readonly ways: readonly LineExpression[] }
  | {
      readonly kind: 'repeated';
      readonly part: LineExpression;
      readonly least: number;
      readonly most: number;
    };

/**
 * Reads an expression that JavaScript takes with the flag `u`. Null when it holds what this does not
 * know: look-around, back references, word boundaries, characters by their code or property.
 */
export function parseLineExpression(source: string): LineExpression | null {
  try {
    const { node, rest } = either(Array.from(source));
    return rest.length === 0 ? node : null;
  } catch (error) {
    if (error instanceof UnknownSyntax) return null;
    throw error;
  }
}

class UnknownSyntax extends Error {}

/** What was read, and the characters behind it. */
interface Parsed<T> {
  readonly node: T;
  readonly rest: readonly string[];
}

function either(text: readonly string[]): Parsed<LineExpression> {
  const ways: LineExpression[] = [];
  let rest: readonly string[] = ['|', ...text];
  while (rest[0] === '|') {
    const way = sequence(rest.slice(1));
    ways.push(way.node);
    rest = way.rest;
  }
  return { node: { kind: 'either', ways }, rest };
}

function sequence(text: readonly string[]): Parsed<LineExpression> {
  const parts: LineExpression[] = [];
  let rest = text;
  while (rest.length > 0 && rest[0] !== '|' && rest[0] !== ')') {
    const part = atom(rest);
    const times = repetition(part.rest);
    parts.push(times.node === null ? part.node : { ...times.node, part: part.node });
    rest = times.rest;
  }
  return { node: { kind: 'sequence', parts }, rest };
}

const QUANTIFIER = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/;
/** The longest quantifier that is looked for, characters. */
const LONGEST_QUANTIFIER = 16;

function repetition(
  text: readonly string[],
): Parsed<{ readonly kind: 'repeated'; readonly least: number; readonly most: number } | null> {
  const match = QUANTIFIER.exec(text.slice(0, LONGEST_QUANTIFIER).join(''));
  if (match === null) return { node: null, rest: text };
  const [whole, sign, least, comma, most] = match;
  const rest = text.slice(whole.length);
  if (sign !== undefined) {
    const node = { kind: 'repeated', least: sign === '+' ? 1 : 0 } as const;
    return { node: { ...node, most: sign === '?' ? 1 : Infinity }, rest };
  }
  const upper = comma === undefined ? Number(least) : most === '' ? Infinity : Number(most);
  return { node: { kind: 'repeated', least: Number(least), most: upper }, rest };
}

function atom(text: readonly string[]): Parsed<LineExpression> {
  const [character = '', next = ''] = text;
  const rest = text.slice(1);
  switch (character) {
    case '^':
      return { node: { kind: 'start' }, rest };
    case '$':
      return { node: { kind: 'end' }, rest };
    case '.':
      return { node: oneOf((of) => of.fill(1)), rest };
    case '(':
      return group(rest);
    case '[':
      return set(rest);
    case '\\':
      return { node: oneOf((of) => add(of, escaped(next))), rest: rest.slice(1) };
    // A quantifier here is none that was understood.
    case '{':
    case '}':
    case ']':
    case '*':
    case '+':
    case '?':
      throw new UnknownSyntax();
    default:
      return { node: oneOf((of) => add(of, [character])), rest };
  }
}

function group(text: readonly string[]): Parsed<LineExpression> {
  // The name of a group may be of any length; look-around begins with the same two characters.
  const head = /^\?(?::|<\w+>)/.exec(text.slice(0, 64).join(''))?.[0] ?? '';
  if (head === '' && text[0] === '?') throw new UnknownSyntax();
  const inner = either(text.slice(head.length));
  if (inner.rest[0] !== ')') throw new UnknownSyntax();
  return { node: inner.node, rest: inner.rest.slice(1) };
}

function set(text: readonly string[]): Parsed<LineExpression> {
  const negated = text[0] === '^';
  const of = new Uint8Array(128);
  let rest = negated ? text.slice(1) : text;
  while (rest[0] !== ']') {
    const from = member(rest);
    if (from.rest[0] === '-' && from.rest[1] !== ']') {
      const to = member(from.rest.slice(1));
      of.fill(1, ...range(from.node, to.node));
      rest = to.rest;
    } else {
      add(of, from.node);
      rest = from.rest;
    }
  }
  return {
    node: { kind: 'one', of: negated ? of.map((flag) => 1 - flag) : of },
    rest: rest.slice(1),
  };
}

/** One member of a set: a character, or a class of them. */
function member(text: readonly string[]): Parsed<readonly string[]> {
  const [character, next = ''] = text;
  if (character === undefined) throw new UnknownSyntax();
  if (character !== '\\') return { node: [character], rest: text.slice(1) };
  return { node: next === '-' ? ['-'] : escaped(next), rest: text.slice(2) };
}

function range(from: readonly string[], to: readonly string[]): [number, number] {
  if (from.length !== 1 || to.length !== 1) throw new UnknownSyntax();
  return [codeOf(from[0]), Math.min(codeOf(to[0]), 127) + 1];
}

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
const CONTROLS = new Map([
  ['t', '\t'],
  ['v', '\v'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
]);

/** The ASCII characters that `\d` and the like stand for, by the letter. */
function escaped(letter: string): readonly string[] {
  if (/^[dDsSwW]$/.test(letter)) {
    const ofClass = new RegExp(`\\${letter}`, 'u');
    return ASCII.filter((character) => ofClass.test(character));
  }
  const control = CONTROLS.get(letter);
  if (control !== undefined) return [control];
  if (/^[\^$\\.*+?()[\]{}|/]$/.test(letter)) return [letter];
  throw new UnknownSyntax();
}

function oneOf(fill: (of: Uint8Array) => void): LineExpression {
  const of = new Uint8Array(128);
  fill(of);
  return { kind: 'one', of };
}

/** Characters beyond ASCII are left out: no line that is looked at holds one. */
function add(of: Uint8Array, characters: readonly string[]): void {
  for (const character of characters) {
    const code = codeOf(character);
    if (code < 128) of[code] = 1;
  }
}

function codeOf(character: string | undefined): number {
  return character?.codePointAt(0) ?? 128;
}
