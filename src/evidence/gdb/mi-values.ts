import type { MiTuple, MiValue } from './mi-record.ts';

/** The text under a name; null when it is none. */
export function textOf(tuple: MiTuple | null | undefined, name: string): string | null {
  const value = tuple?.[name];
  return typeof value === 'string' ? value : null;
}

/** The tuples of the list under a name; what else is in it is left out. */
export function tuplesOf(tuple: MiTuple | null | undefined, name: string): readonly MiTuple[] {
  const value = tuple?.[name];
  return isList(value) ? value.filter(isTuple) : [];
}

export function isTuple(value: MiValue | undefined): value is MiTuple {
  return typeof value === 'object' && !Array.isArray(value);
}

function isList(value: MiValue | undefined): value is readonly MiValue[] {
  return Array.isArray(value);
}

/** `0x000055b4` and `0x55b4` are one address, `0x55b4`; null for what is none. */
export function address(text: string | null): string | null {
  return text !== null && /^0x[\da-f]{1,16}$/i.test(text) ? hexadecimal(BigInt(text)) : null;
}

export function hexadecimal(value: bigint): string {
  return `0x${BigInt.asUintN(64, value).toString(16)}`;
}

/** A value as it is shown, at most so much of it. */
export function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}

const MOST_CHARACTERS = 400;
