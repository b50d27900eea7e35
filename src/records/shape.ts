/**
 * Light checks of what was read from our own files. A schema library would cost more start time
 * than reading a thousand trials; these say only what is wrong and where.
 */
export type Check = (value: unknown) => boolean;

/** One check for each key of T, so that a key added to T must be checked as well. */
export type Shape<T> = { readonly [Key in keyof T]-?: Check };

type Checks = Readonly<Record<string, Check>>;

export const isText: Check = (value) => typeof value === 'string';
export const isFlag: Check = (value) => typeof value === 'boolean';
export const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
export const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
export const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);

export function isOneOf(...words: readonly string[]): Check {
  return (value) => typeof value === 'string' && words.includes(value);
}

export function orNull(check: Check): Check {
  return (value) => value === null || check(value);
}

export function isRecordOf(check: Check): Check {
  return (value) => isObject(value) && Object.values(value).every(check);
}

export function hasShape(shape: Checks): Check {
  return (value) => wrongKey(value, shape) === null;
}

/** The first key whose value is missing or wrong, `value` when it is no object; null when right. */
export function wrongKey(value: unknown, shape: Checks): string | null {
  if (!isObject(value)) return 'value';
  return Object.entries(shape).find(([key, check]) => !check(value[key]))?.[0] ?? null;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
