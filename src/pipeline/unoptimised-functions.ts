import type { Family } from '../recipe/schema.ts';
import { NotDefined, NotUnderstood, type CFunction } from './c-function.ts';
import { lineAt, readCText, type CText } from './c-text.ts';
import { surveyFunctions, type DefinedFunctions } from './defined-functions.ts';

/** Preprocessor lines around a function that switch its optimization off. */
export interface Pragmas {
  readonly before: readonly string[];
  readonly behind: readonly string[];
}

/**
 * gcc and clang do it by their manuals and were tried; MSVC's pragma is as Microsoft documents it
 * (https://learn.microsoft.com/cpp/preprocessor/optimize): outside of functions, and `on` means as
 * on the command line.
 */
const PRAGMAS: Readonly<Record<Family, Pragmas>> = {
  gcc: {
    // gcc takes __OPTIMIZE__ away with the options and does not give it back with them (gcc 12).
    before: [
      '#pragma push_macro("__OPTIMIZE__")',
      '#pragma GCC push_options',
      '#pragma GCC optimize ("O0")',
    ],
    behind: ['#pragma GCC pop_options', '#pragma pop_macro("__OPTIMIZE__")'],
  },
  clang: { before: ['#pragma clang optimize off'], behind: ['#pragma clang optimize on'] },
  msvc: { before: ['#pragma optimize("", off)'], behind: ['#pragma optimize("", on)'] },
};

/** The lines that stand around a function for a family of compilers. */
export function pragmasOf(family: Family): Pragmas {
  return PRAGMAS[family];
}

/**
 * C text in which the compiler optimizes the named functions not at all. `#line` keeps the number of
 * every line; text and line ends stay what they were. A name that is defined in several branches of
 * a condition is meant in all of them.
 *
 * @throws NotUnderstood for a function that is not defined, or not in a way that is understood.
 */
export function unoptimised(source: string, names: readonly string[], family: Family): string {
  const text = readCText(source);
  const survey = surveyFunctions(source);
  const meant = [...new Set(names)].flatMap((name) => definitionsOf(survey, name));
  const ends = source.includes('\r\n') ? '\r\n' : '\n';
  const { before, behind } = pragmasOf(family);
  const put = (lines: readonly string[], offset: number): string => {
    const atLineStart = offset === 0 || source[offset - 1] === '\n';
    const all = [...lines, `#line ${presumedLine(text, offset)}`];
    return (atLineStart ? '' : ends) + all.map((line) => line + ends).join('');
  };
  return meant
    .flatMap(({ start, end }) => {
      const first = commentStart(text, start);
      return [
        { offset: first, text: put(before, first) },
        { offset: end, text: put(behind, end) },
      ];
    })
    .sort((a, b) => b.offset - a.offset)
    .reduce(
      (edited, { offset, text: lines }) => edited.slice(0, offset) + lines + edited.slice(offset),
      source,
    );
}

function definitionsOf(
  { functions, unclear }: DefinedFunctions,
  name: string,
): readonly CFunction[] {
  const other = unclear.find((one) => one.name === name);
  if (other !== undefined)
    throw new NotUnderstood(`${name} in line ${other.line} with ${other.reason}`);
  const found = functions.filter((one) => one.name === name);
  if (found.length === 0) throw new NotDefined(`no definition of ${name} that is understood`);
  return found;
}

/**
 * Where the comments in front of a function begin. They must stay with it: NumPy's generators read
 * the comment (UFUNC_API) and the head behind it, and take a pragma between them for a broken head.
 */
function commentStart({ source, bare, directives }: CText, start: number): number {
  const code = bare.slice(0, start).trimEnd().length;
  const directive = directives.findLast((one) => one.end <= start)?.end ?? 0;
  // What stands behind other code in its line belongs to that.
  const line = source.slice(0, start).indexOf('\n', Math.max(code - 1, directive - 1, 0));
  const floor = code === 0 && directive === 0 ? 0 : line < 0 ? start : line + 1;
  return floor + (/^\s*/.exec(source.slice(floor, start))?.[0].length ?? 0);
}

/** The number that the compiler has for a line: of the text, or as a `#line` in front of it says. */
function presumedLine({ source, directives }: CText, offset: number): number {
  const own = lineAt(source, offset);
  const last = directives.findLast(
    ({ word, start }) => start < offset && (word === 'line' || /^\d+$/.test(word)),
  );
  if (last === undefined) return own;
  const said = /^[ \t]*#[ \t]*(?:line[ \t]+)?(\d+)/.exec(source.slice(last.start, last.end))?.[1];
  if (said === undefined) {
    const line = lineAt(source, last.start);
    throw new NotUnderstood(
      'a #line without a number',
      `${line}: ${source.split('\n')[line - 1] ?? ''}`,
    );
  }
  return Number(said) + own - lineAt(source, last.end) - 1;
}
