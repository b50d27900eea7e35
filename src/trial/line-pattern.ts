export interface LinePattern {
  exec(line: string): RegExpExecArray | null;
}

/**
 * A protocol's regular expression, tried only on lines whose first character it can match: of ten
 * million lines most need no attempt. Throws SyntaxError; recipes are validated before.
 */
export function compileLinePattern(source: string): LinePattern {
  const pattern = new RegExp(source, 'u');
  const first = firstCharacters(source);
  if (first === null) return pattern;
  return { exec: (line) => (first[line.charCodeAt(0)] === 1 ? pattern.exec(line) : null) };
}

const HEAD =
  /^\^(?<group>\((?:\?:|\?<\w+>)?)?(?:(?<digit>\\d)|\\?(?<literal>[^\\\w]|\w))(?<next>.?)/su;

/**
 * The ASCII characters that a line must begin with to match, as a table of 128 flags; null when
 * that cannot be told from `^` and a literal or `\d` at the head of the expression.
 */
export function firstCharacters(source: string): Uint8Array | null {
  const groups = HEAD.exec(source)?.groups;
  if (groups === undefined || mayBeAbsent(source, groups)) return null;
  const table = new Uint8Array(128);
  if (groups['digit'] !== undefined) return table.fill(1, 0x30, 0x3a);
  const literal = groups['literal'] ?? '';
  const escaped = source.startsWith(`\\${literal}`, 1 + (groups['group'] ?? '').length);
  const special = escaped ? /\w/ : /[.*+?^$(){}|[\]]/;
  if (special.test(literal) || literal.charCodeAt(0) > 127) return null;
  table[literal.charCodeAt(0)] = 1;
  return table;
}

const DIGITS =
  /^\^(?<before>[^\\^$.*+?()[\]{}|\P{ASCII}]*)\(\\d\+\)(?:\$?$|[ A-Za-z,;:=/%](?![?*{]))/u;

/**
 * Where in a matching line the digits of group 1 begin, all that stand there; null when that is not
 * plain from `^`, some text and `(\d+)`.
 */
export function digitsPlace(source: string): number | null {
  if (source.includes('|')) return null;
  return DIGITS.exec(source)?.groups?.['before']?.length ?? null;
}

/** An alternative, or a quantifier that allows none, lets a line begin with something else. */
function mayBeAbsent(
  source: string,
  groups: Readonly<Record<string, string | undefined>>,
): boolean {
  if (source.includes('|') || /[?*{]/.test(groups['next'] ?? '')) return true;
  return groups['group'] !== undefined && /\)[?*{]/.test(source);
}
