import type { MoveFunction } from '../recipe/patch-schema.ts';
import {
  findFunction,
  headOf,
  NotDefined,
  NotUnderstood,
  specifiersOf,
  type CFunction,
} from './c-function.ts';
import { lineAt, openConditions, readCText } from './c-text.ts';

/** Both files after a function was moved from the first into the second. */
export interface MovedFunction {
  readonly from: string;
  readonly to: string;
}

/**
 * Moves a function's definition into a file of its own. That file begins with the lines of the old
 * one up to `head` (its includes and types), defines the macros and declares the functions that the
 * moved one uses and the old file defines behind `head`. A declaration stays in the definition's
 * place, and what follows keeps its line numbers. `static` makes way for `linkage`.
 *
 * @throws NotUnderstood for text that cannot be moved with certainty.
 */
export function moveFunction(
  source: string,
  move: Pick<MoveFunction, 'function' | 'head' | 'linkage'>,
): MovedFunction {
  const headEnd = endOfHead(source, move.head);
  const moved = findFunction(source, move.function);
  if (moved.start < headEnd) {
    throw new NotUnderstood(
      `${moved.name} in front of \`${move.head}\``,
      numbered(source, moved.start),
    );
  }
  const used = usedFunctions(source, moved, headEnd);
  const ends = source.includes('\r\n') ? '\r\n' : '\n';
  const visible = (one: CFunction): string => linked(source, one, move.linkage);
  const body = source.slice(moved.parametersEnd, moved.end);
  const to = [
    source.slice(0, headEnd),
    ...usedMacros(source, moved, headEnd),
    ...used.map((one) => `${visible(one)};`),
    visible(moved) + body,
  ].join(ends + ends);
  const declared = `${visible(moved)};${ends.repeat(body.split('\n').length - 1)}`;
  const from = replaced(source, [
    ...used.map((one) => ({ start: one.start, end: one.parametersEnd, text: visible(one) })),
    { start: moved.start, end: moved.end, text: declared },
  ]);
  return { from, to: to + ends };
}

/** The end of the one line that is `head`. */
function endOfHead(source: string, head: string): number {
  const found = [...source.matchAll(/^.*$/gm)].filter(({ 0: line }) => line.trimEnd() === head);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    const shown = found.map(({ index }) => numbered(source, index)).join('\n');
    const count = found.length === 0 ? 'no line' : `${found.length} lines`;
    throw new NotUnderstood(`${count} \`${head}\` for its \`head\``, shown);
  }
  const end = only.index + only[0].trimEnd().length;
  const [open] = openConditions(readCText(source), end);
  if (open === undefined) return end;
  throw new NotUnderstood(
    `a condition that is open behind \`${head}\``,
    numbered(source, open.start),
  );
}

/** The functions behind the head that the moved one calls, in the order of their names in it. */
function usedFunctions(source: string, moved: CFunction, headEnd: number): readonly CFunction[] {
  const { bare } = readCText(source.slice(moved.parametersEnd, moved.end));
  const called = new Set([...bare.matchAll(/\b[A-Za-z_]\w*(?=\s*\()/g)].map(([name]) => name));
  return [...called].flatMap((name) => {
    if (name === moved.name) return [];
    const one = definition(source, name);
    return one === null || one.start < headEnd ? [] : [one];
  });
}

/** Null for what is defined elsewhere, and for keywords and macros. */
function definition(source: string, name: string): CFunction | null {
  try {
    return findFunction(source, name);
  } catch (error) {
    if (error instanceof NotDefined) return null;
    throw error;
  }
}

/** The `#define`s between the head and the moved function that it uses, as they are written. */
function usedMacros(source: string, moved: CFunction, headEnd: number): readonly string[] {
  const text = readCText(source);
  const body = text.bare.slice(moved.parametersEnd, moved.end);
  const between = text.directives.filter(({ start }) => start >= headEnd && start < moved.start);
  return between.flatMap(({ word, start, end }) => {
    const written = source.slice(start, end).trimEnd();
    const name = /^[ \t]*#[ \t]*(?:define|undef)[ \t]+(\w+)/.exec(written)?.[1];
    if (name === undefined || !new RegExp(`\\b${name}\\b`).test(body)) return [];
    if (word === 'define' && openConditions(text, start).length === 0) return [written];
    throw new NotUnderstood(
      `${name}, which ${moved.name} uses, undefined or defined on a condition`,
      numbered(source, start),
    );
  });
}

/** A head with what takes the place of its `static`. */
function linked(source: string, one: CFunction, linkage: string): string {
  const specifiers = specifiersOf(source, one);
  const statics = specifiers.match(/\bstatic\b/g)?.length ?? 0;
  if (statics > 1 || /(?<!no_?)inline/i.test(specifiers)) {
    throw new NotUnderstood(
      `${one.name} not as a function that can be made visible to another file`,
      numbered(source, one.start),
    );
  }
  const rest = headOf(source, one).slice(specifiers.length);
  return specifiers.replace(/\bstatic\b/, () => linkage) + rest;
}

function numbered(source: string, offset: number): string {
  const number = lineAt(source, offset);
  return `${number}: ${source.split(/\r?\n/)[number - 1] ?? ''}`;
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function replaced(source: string, replacements: readonly Replacement[]): string {
  return [...replacements]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end),
      source,
    );
}
