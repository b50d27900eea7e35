/**
 * C text of the same length in which comments, literals and preprocessor lines are spaces: what is
 * left are the tokens that have a place in a file's structure. Line ends stay where they are.
 */
export interface CText {
  readonly source: string;
  readonly bare: string;
  readonly directives: readonly Directive[];
}

/** A preprocessor line with its continuations, by offsets; `word` is what follows the `#`. */
export interface Directive {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** A comment, a literal, or a preprocessor line (its continuations and comments included). */
const OPAQUE =
  /\/\*[^]*?\*\/|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'|^[ \t]*#(?:\/\/(?:\\\r?\n|[^\n])*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|\\\r?\n|[^\n])*/gm;

export function readCText(source: string): CText {
  const directives: Directive[] = [];
  const bare = source.replaceAll(OPAQUE, (piece: string, start: number) => {
    const word = /^[ \t]*#[ \t]*(\w*)/.exec(piece)?.[1];
    if (word !== undefined) directives.push({ word, start, end: start + piece.length });
    return piece.replaceAll(/[^\r\n]/g, ' ');
  });
  return { source, bare, directives };
}

/** The number of the line (from 1) in which an offset lies. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let index = source.indexOf('\n'); index >= 0 && index < offset; line += 1) {
    index = source.indexOf('\n', index + 1);
  }
  return line;
}

/**
 * The conditions that are open at an offset. A file's own guard (`#ifndef` around all of it) is one
 * too: what is moved out of it must be seen by a person.
 */
export function openConditions({ directives }: CText, offset: number): readonly Directive[] {
  const open: Directive[] = [];
  for (const one of directives) {
    if (one.start >= offset) break;
    if (one.word.startsWith('if')) open.push(one);
    else if (one.word === 'endif') open.pop();
  }
  return open;
}
