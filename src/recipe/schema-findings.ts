import type { z } from 'zod';
import { nearest } from './did-you-mean.ts';
import type { Finding, Path } from './problem.ts';
import { RECIPE_SCHEMA } from './schema.ts';
import { expected, knownKeys, knownValues, schemasAt, valueAt } from './schema-walk.ts';

type Issue = z.core.$ZodIssue;

export interface SchemaFinding extends Finding {
  /** Of an unknown key: the known one that was probably meant, or null. */
  readonly meant?: string | null;
}

/** What the schema library found wrong with `value`, in sentences that say the next move. */
export function schemaFindings(
  schema: z.core.$ZodType,
  value: unknown,
  issues: readonly Issue[],
): readonly SchemaFinding[] {
  return issues.flatMap((issue) => findingsOf({ schema, value }, issue, []));
}

interface Context {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
}

function findingsOf(context: Context, issue: Issue, above: Path): readonly SchemaFinding[] {
  const path: Path = [...above, ...issue.path.map(segmentOf)];
  const atValue = (sentence: string): readonly SchemaFinding[] => [{ path, at: 'value', sentence }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(context, path, key));
    case 'invalid_key':
      return [{ path, at: 'key', sentence: `the key ${issue.issues[0]?.message ?? 'is wrong'}` }];
    case 'invalid_union': {
      // The branch that fits the value's type knows best what is wrong inside of it.
      const branch = issue.errors.find((errors) => errors.some(isInside));
      if (branch !== undefined) return branch.flatMap((inner) => findingsOf(context, inner, path));
      return [wrongValue(context, path)];
    }
    case 'invalid_type':
    case 'invalid_value':
      return [wrongValue(context, path)];
    case 'too_small':
      return atValue(smallSentence(issue));
    case 'too_big':
      return atValue(`must be at most ${issue.maximum}`);
    case 'invalid_format':
      return atValue(`${issue.message}, not ${shown(valueAt(context.value, path))}`);
    default:
      return atValue(issue.message);
  }
}

function segmentOf(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}

function isInside(issue: Issue): boolean {
  return issue.path.length > 0 || issue.code === 'unrecognized_keys';
}

function unknownKey({ schema, value }: Context, above: Path, key: string): SchemaFinding {
  const known = knownKeys(schemasAt(schema, value, above));
  const near = nearest(key, known);
  const move = near === undefined ? `known here: ${known.join(', ')}` : `did you mean "${near}"?`;
  return {
    path: [...above, key],
    at: 'key',
    sentence: `unknown key "${key}"; ${move}`,
    meant: near ?? null,
  };
}

function wrongValue({ schema, value }: Context, path: Path): SchemaFinding {
  const schemas = schemasAt(schema, value, path);
  const wanted = expected(schemas);
  const found = valueAt(value, path);
  if (path.length === 0) {
    const what = found === null ? 'this file is empty' : `this file holds ${shown(found)}`;
    const sentence = `${what}; a recipe is a map of keys, the first of them schema: ${RECIPE_SCHEMA}`;
    return { path, at: 'key', sentence };
  }
  if (found === undefined) {
    return { path, at: 'key', sentence: `missing; add it as ${wanted}` };
  }
  if (found === null) return { path, at: 'key', sentence: `has no value; it must be ${wanted}` };
  const choices = knownValues(schemas);
  const near =
    typeof found === 'string' && choices.length > 1 ? nearest(found, choices) : undefined;
  const move =
    near !== undefined
      ? `; did you mean "${near}"?`
      : wanted === 'text' && typeof found !== 'object'
        ? '; put it in quotes'
        : '';
  return { path, at: 'value', sentence: `must be ${wanted}, not ${shown(found)}${move}` };
}

function smallSentence({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'string') return 'must not be empty';
  if (origin === 'array') return `needs at least ${minimum === 1 ? '1 item' : `${minimum} items`}`;
  return `must be ${inclusive === true ? 'at least' : 'greater than'} ${minimum}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}
