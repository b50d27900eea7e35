/** A value of GDB/MI: a string, a tuple with names, or a list. */
export type MiValue = string | MiTuple | readonly MiValue[];

export interface MiTuple {
  readonly [name: string]: MiValue | undefined;
}

/** One line of GDB/MI: the answer to a command, or text that a console would have shown. */
export type MiRecord =
  | { readonly kind: 'result'; readonly class: string; readonly results: MiTuple }
  | { readonly kind: 'async'; readonly class: string; readonly results: MiTuple }
  | { readonly kind: 'console' | 'target' | 'log'; readonly text: string };

/** Tuples in tuples, deeper than gdb nests them; what is deeper is no record. */
const DEEPEST = 200;

const streams = { '~': 'console', '@': 'target', '&': 'log' } as const;

/**
 * Reads one line of the output of GDB/MI (gdb manual, "GDB/MI Output Syntax"). Of a list of results,
 * `[frame={...},frame={...}]`, the values are kept; of a name that a tuple has twice, the first. Null
 * for a line that is no record, whatever it holds; never throws.
 */
export function parseMiRecord(line: string): MiRecord | null {
  // A number in front says which command is answered; we give none.
  const [, mark = '', rest = ''] = /^\d*([\^*+=~@&])(.*)$/s.exec(line.trimEnd()) ?? [];
  if (mark === '~' || mark === '@' || mark === '&') {
    const text = readString({ text: rest, at: 0 });
    return text === null ? null : { kind: streams[mark], text };
  }
  const [name] = /^[a-z][a-z-]*/.exec(rest) ?? [];
  if (name === undefined) return null;
  const reader = { text: rest, at: name.length };
  const results = emptyTuple();
  while (reader.at < rest.length) {
    if (!take(reader, ',') || !readResult(reader, results, DEEPEST)) return null;
  }
  return { kind: mark === '^' ? 'result' : 'async', class: name, results };
}

interface Reader {
  readonly text: string;
  at: number;
}

function readValue(reader: Reader, depth: number): MiValue | null {
  if (depth === 0) return null;
  switch (reader.text[reader.at]) {
    case '"':
      return readString(reader);
    case '{':
      return readTuple(reader, depth);
    case '[':
      return readList(reader, depth);
    default:
      return null;
  }
}

function readTuple(reader: Reader, depth: number): MiTuple | null {
  reader.at += 1;
  const tuple = emptyTuple();
  if (take(reader, '}')) return tuple;
  do {
    if (!readResult(reader, tuple, depth)) return null;
  } while (take(reader, ','));
  return take(reader, '}') ? tuple : null;
}

function readList(reader: Reader, depth: number): readonly MiValue[] | null {
  reader.at += 1;
  const values: MiValue[] = [];
  if (take(reader, ']')) return values;
  do {
    const named = emptyTuple();
    const isResult = /[\w-]/.test(reader.text[reader.at] ?? '');
    if (isResult && !readResult(reader, named, depth)) return null;
    const value = isResult ? Object.values(named)[0] : readValue(reader, depth - 1);
    if (value === null || value === undefined) return null;
    values.push(value);
  } while (take(reader, ','));
  return take(reader, ']') ? values : null;
}

/** `name=value`, put into the tuple. */
function readResult(reader: Reader, tuple: Record<string, MiValue>, depth: number): boolean {
  const [name = ''] = /^[\w-]+/.exec(reader.text.slice(reader.at, reader.at + 100)) ?? [];
  if (name === '') return false;
  reader.at += name.length;
  if (!take(reader, '=')) return false;
  const value = readValue(reader, depth - 1);
  if (value === null) return false;
  if (!(name in tuple)) tuple[name] = value;
  return true;
}

/** No name of gdb's can be one that every object has. */
function emptyTuple(): Record<string, MiValue> {
  return Object.create(null) as Record<string, MiValue>;
}

function take(reader: Reader, character: string): boolean {
  if (reader.text[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  e: '\u001B',
};

/** A C string. Bytes above ASCII come as `\303\244`, in UTF-8. */
function readString(reader: Reader): string | null {
  const { text } = reader;
  if (!take(reader, '"')) return null;
  const parts: Buffer[] = [];
  let plainFrom = reader.at;
  const plain = (to: number): void => {
    if (to > plainFrom) parts.push(Buffer.from(text.slice(plainFrom, to)));
  };
  for (;;) {
    const character = text[reader.at];
    if (character === undefined) return null;
    if (character === '"') break;
    if (character !== '\\') {
      reader.at += 1;
      continue;
    }
    plain(reader.at);
    const [octal] = /^[0-7]{1,3}/.exec(text.slice(reader.at + 1, reader.at + 4)) ?? [];
    if (octal !== undefined) {
      parts.push(Buffer.from([Number.parseInt(octal, 8) & 0xff]));
      reader.at += 1 + octal.length;
    } else {
      const next = text[reader.at + 1] ?? '';
      parts.push(Buffer.from(escapes[next] ?? next));
      reader.at += 2;
    }
    plainFrom = reader.at;
  }
  plain(reader.at);
  reader.at += 1;
  return Buffer.concat(parts).toString('utf8');
}
