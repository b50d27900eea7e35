/** A string literal in a Python list, with the offsets of its first quote and behind its last. */
export interface ListItem {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A Python list of plain string literals, with the offsets behind its `[` and of its `]`. */
export interface PythonList {
  readonly items: readonly ListItem[];
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /(?<blank>\s+|#[^\r\n]*)|(?<comma>,)|(?<close>\])|(?<literal>'(?:[^'\\\r\n]|\\.)*'|"(?:[^"\\\r\n]|\\.)*")/y;

/**
 * Reads the list whose `[` stands right before `start`. Null when anything in it is no plain string
 * literal (a name, a call, `*other`, two literals without a comma), or it does not end.
 */
export function scanList(text: string, start: number): PythonList | null {
  const token = new RegExp(TOKEN);
  token.lastIndex = start;
  const items: ListItem[] = [];
  let needsComma = false;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const { close, comma, literal } = match.groups ?? {};
    if (close !== undefined) return { items, start, end: match.index };
    if (comma !== undefined) {
      if (!needsComma) return null;
      needsComma = false;
    }
    if (literal !== undefined) {
      const value = decodeLiteral(literal);
      if (needsComma || value === null) return null;
      items.push({ value, start: match.index, end: token.lastIndex });
      needsComma = true;
    }
  }
  return null;
}

const KNOWN_ESCAPE = /\\(?:([\\'"])|u([0-9a-fA-F]{4})|U(00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}))/g;

/** A string as a Python literal in pure ASCII, which means the same in every source encoding. */
export function encodeLiteral(value: string, quote: string): string {
  const inner = Array.from(value, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    if (sign === '\\' || sign === quote) return `\\${sign}`;
    if (code > 0xffff) return `\\U${code.toString(16).padStart(8, '0')}`;
    return code < 0x20 || code > 0x7e ? `\\u${code.toString(16).padStart(4, '0')}` : sign;
  });
  return quote + inner.join('') + quote;
}

/** Null for an escape that `encodeLiteral` does not write. */
function decodeLiteral(literal: string): string | null {
  const inner = literal.slice(1, -1);
  if (inner.replaceAll(KNOWN_ESCAPE, '').includes('\\')) return null;
  return inner.replaceAll(KNOWN_ESCAPE, (_, sign?: string, short?: string, long?: string) => {
    return sign ?? String.fromCodePoint(parseInt(short ?? long ?? '', 16));
  });
}
