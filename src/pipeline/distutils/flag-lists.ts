import { EnvironmentError, UserError } from '../../system/errors.ts';
import { editList } from './edit-list.ts';
import { scanList, type PythonList } from './python-list.ts';

/** The flags that distutils gives to every cl and to every link of a release build. */
export interface FlagLists {
  readonly compile: readonly string[];
  readonly link: readonly string[];
}

/** In every distutils both lists begin with it: the sign that the right lists were found. */
const SIGN = '/nologo';

const LISTS = {
  compile: {
    name: 'self.compile_options',
    opening: /^[ \t]*self\.compile_options[ \t]*=[ \t]*\[/gm,
  },
  link: { name: 'ldflags', opening: /^[ \t]*ldflags[ \t]*=[ \t]*\[/gm },
} as const;

/**
 * The two lists in the source of Python's `distutils/_msvccompiler.py` or setuptools' `msvc.py`
 * (shapes: facts/windows-numpy-pypy.md §3.1). What a later statement appends to them is not theirs.
 *
 * @param file named in errors.
 * @throws EnvironmentError unless each list is there once, with /nologo and plain literals only.
 */
export function readFlagLists(text: string, file: string): FlagLists {
  return { compile: values(find(text, file, 'compile')), link: values(find(text, file, 'link')) };
}

/**
 * The source with other flags in the two lists and every other sign as it was.
 *
 * @throws EnvironmentError as `readFlagLists`; UserError for flags without /nologo, by which the
 *   lists would not be known again.
 */
export function setFlagLists(text: string, file: string, wanted: FlagLists): string {
  const edits = (['compile', 'link'] as const).map((which) => {
    if (!wanted[which].includes(SIGN)) {
      throw new UserError(
        `the ${which} flags for ${file} lack ${SIGN}, by which winrepro knows its lists: add it to ` +
          `the msvc flags of the recipe`,
      );
    }
    const list = find(text, file, which);
    return {
      list,
      body: same(values(list), wanted[which]) ? null : editList(text, list, wanted[which]),
    };
  });
  return edits
    .sort((a, b) => b.list.start - a.list.start)
    .reduce(
      (edited, { list, body }) =>
        body === null ? edited : edited.slice(0, list.start) + body + edited.slice(list.end),
      text,
    );
}

function find(text: string, file: string, which: keyof FlagLists): PythonList {
  const { name, opening } = LISTS[which];
  const openings = [...text.matchAll(opening)];
  const [only, second] = openings;
  if (only === undefined) {
    throw refusal(`${file} has no list ${name} = [...]`, text, []);
  }
  const offsets = openings.map(({ index }) => index);
  if (second !== undefined) {
    const places = offsets.map((offset) => lineOf(text, offset)).join(', ');
    throw refusal(`${file}:${places}: ${name} = [...] is there more than once`, text, offsets);
  }
  const place = `${file}:${lineOf(text, only.index)}`;
  const list = scanList(text, only.index + only[0].length);
  if (list === null || !/^[ \t]*(?:#|\r?\n|$)/.test(text.slice(list.end + 1))) {
    throw refusal(`${place}: ${name} is no list of plain string literals`, text, offsets);
  }
  if (!values(list).includes(SIGN)) {
    throw refusal(`${place}: ${name} does not hold ${SIGN}`, text, offsets);
  }
  return list;
}

function refusal(what: string, text: string, offsets: readonly number[]): EnvironmentError {
  return new EnvironmentError(
    `${what}, so winrepro leaves this distutils alone: use the interpreter and the setuptools ` +
      `that the recipe names, or correct toolchain.msvc in it`,
    { evidence: offsets.map((offset) => excerpt(text, lineOf(text, offset))).join('\n...\n') },
  );
}

/** Lines shown from where a list begins. */
const SHOWN = 6;

function excerpt(text: string, line: number): string {
  return text
    .split(/\r?\n/)
    .slice(line - 1, line - 1 + SHOWN)
    .map((content, index) => `${line + index} | ${content}`)
    .join('\n');
}

/** Counted from 1. */
function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function values({ items }: PythonList): readonly string[] {
  return items.map(({ value }) => value);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
