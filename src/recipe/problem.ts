import { UserError } from '../system/errors.ts';

/** Keys and list indices from the root of a recipe. */
export type Path = readonly (string | number)[];

/** Something wrong in a recipe. The sentence also says the next move. */
export interface Finding {
  readonly path: Path;
  /** Whether the key (or list item) of the path is pointed at, or the value behind the key. */
  readonly at: 'key' | 'value';
  readonly sentence: string;
}

/** A finding with its place in the file, both counted from 1. */
export interface Problem {
  readonly line: number;
  readonly col: number;
  readonly path: Path;
  readonly sentence: string;
}

/** A broken file can be wrong everywhere; nobody reads more than this at a time. */
const MOST = 30;

/** One error for all problems: `file:line:col: key.path: sentence`, one a line, in file order. */
export function recipeError(fileName: string, problems: readonly Problem[]): UserError {
  const lines = problems
    .toSorted((a, b) => a.line - b.line || a.col - b.col)
    .map(({ line, col, path, sentence }) => {
      const told = path.length === 0 ? sentence : `${path.join('.')}: ${sentence}`;
      return `${fileName}:${line}:${col}: ${visible(told)}`;
    });
  const shown = [...new Set(lines)];
  const more = shown.length - MOST;
  return new UserError(
    more > 0
      ? [...shown.slice(0, MOST), `${fileName}: ${more} more problems; correct these first`].join(
          '\n',
        )
      : shown.join('\n'),
  );
}

/** A key may hold line ends, terminal sequences and signs that nobody sees; a message has none. */
function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
