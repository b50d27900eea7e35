import { EnvironmentError } from '../system/errors.ts';
import { isObject, wrongKey, type Check } from './shape.ts';

/** What a record must be. */
export interface RecordKind {
  readonly schema: string;
  readonly shape: Readonly<Record<string, Check>>;
  /** `run`: in the sentence that says what is wrong. */
  readonly what: string;
}

/** Throws EnvironmentError when the value, read from `path`, is no record of that kind. */
export function requireRecord(
  value: unknown,
  path: string,
  { schema, shape, what }: RecordKind,
): asserts value is Readonly<Record<string, unknown>> {
  const found = isObject(value) ? value['schema'] : undefined;
  if (typeof found === 'string' && found !== schema) {
    throw new EnvironmentError(
      `${path} is of the schema ${found} and this winrepro reads ${schema}: use the version of winrepro that wrote it`,
    );
  }
  const wrong = wrongKey(value, shape);
  if (wrong !== null) {
    throw new EnvironmentError(
      `${path} is damaged (its key ${wrong} is missing or wrong): restore it from a copy, or start a new ${what}`,
    );
  }
}
