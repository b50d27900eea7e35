import type { StackFrame } from '../../records/crash-report.ts';

type Arguments = StackFrame['arguments'];

/**
 * Takes the arguments that `kP` shows off the name of a function:
 * `f(int a = 0n3, char * b = 0x00000000`00000000 "x")`. A C++ name may have brackets of its own, so a
 * bracket opens arguments only where an assignment or nothing stands in it.
 */
export function argumentsOf(text: string): { readonly name: string; readonly list: Arguments } {
  const open = openingBracket(text);
  if (open < 0) return { name: text, list: [] };
  const within = text.slice(open + 1, -1).trim();
  if (within !== '' && within !== 'void' && !within.includes(' = ')) {
    return { name: text, list: [] };
  }
  return { name: text.slice(0, open), list: pieces(within).flatMap(argument) };
}

/** The bracket that the last one of the text closes; -1 when the text does not end with one. */
function openingBracket(text: string): number {
  if (!text.endsWith(')')) return -1;
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    if (text[at] === ')') depth += 1;
    if (text[at] === '(') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** A comma separates arguments only when another assignment follows: a value may be a text with commas. */
function pieces(within: string): readonly string[] {
  return within.split(/,\s*(?=[^,="]*[\w>*&\]] = )/);
}

function argument(piece: string): Arguments {
  const [, name, value = ''] =
    /([A-Za-z_$][\w$]*)(?:\s*\[[^\]]*\])? = ?(.*)$/s.exec(piece.trim()) ?? [];
  if (name === undefined) return [];
  const shown = value.trim();
  return [{ name, value: shown === '' || /^<.*>$/.test(shown) ? null : shown }];
}
