import type { z } from 'zod';
import type { Path } from './problem.ts';

type Schema = z.core.$ZodTypes;

/**
 * The parts of a schema that describe what stands at `path` of `value`: one, several where the
 * schema leaves a choice, none where the path leads out of it.
 */
export function schemasAt(schema: z.core.$ZodType, value: unknown, path: Path): readonly Schema[] {
  const here = unwrap(schema, value);
  const [segment, ...rest] = path;
  if (segment === undefined) return here;
  const below = valueAt(value, [segment]);
  return here.flatMap((part) => {
    const child = childOf(part, segment);
    return child === undefined ? [] : schemasAt(child, below, rest);
  });
}

/** What stands at `path` of `value`; undefined when nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const segment of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, segment))
      return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[segment];
  }
  return here;
}

/** The keys that the schema knows at this place; none where any name is a key. */
export function knownKeys(schemas: readonly Schema[]): readonly string[] {
  return schemas.flatMap(({ _zod: { def } }) => {
    if (def.type === 'object') return Object.keys(def.shape);
    return def.type === 'record' ? literals(def.keyType).map(String) : [];
  });
}

/** The values that may stand here word for word. */
export function knownValues(schemas: readonly Schema[]): readonly string[] {
  return schemas.flatMap((schema) => literals(schema).map(String));
}

/** What may stand here, in words that complete "must be …". */
export function expected(schemas: readonly Schema[]): string {
  const values = schemas.flatMap((schema) => literals(schema).map((one) => JSON.stringify(one)));
  const kinds = schemas.flatMap((schema) => (literals(schema).length > 0 ? [] : [kindOf(schema)]));
  const choices = [...new Set([...values, ...kinds])];
  const last = choices.pop() ?? 'left out';
  return choices.length === 0 ? last : `${choices.join(', ')} or ${last}`;
}

/** Strips what only says when a value may be missing, and opens unions up. */
function unwrap(schema: z.core.$ZodType, value: unknown): readonly Schema[] {
  const known = schema as Schema;
  const { def } = known._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'readonly':
      return unwrap(def.innerType, value);
    case 'union': {
      const options = def.options.flatMap((option) => unwrap(option, value));
      const chosen = options.filter((option) => isChosen(def, option, value));
      return chosen.length > 0 ? chosen : options;
    }
    default:
      return [known];
  }
}

/** Whether `value` says by its discriminator that it is of this option. */
function isChosen(
  union: z.core.$ZodUnionDef | z.core.$ZodDiscriminatedUnionDef,
  { _zod: { def } }: Schema,
  value: unknown,
): boolean {
  if (!('discriminator' in union) || def.type !== 'object') return false;
  const discriminator = def.shape[union.discriminator];
  const said = valueAt(value, [union.discriminator]);
  if (discriminator === undefined) return false;
  const known = discriminator as Schema;
  // One option may be what is meant where nothing is said.
  if (known._zod.def.type === 'optional' && said === undefined) return true;
  return unwrap(known, said).some((one) => literals(one).includes(said));
}

function childOf({ _zod: { def } }: Schema, segment: string | number): z.core.$ZodType | undefined {
  switch (def.type) {
    case 'object':
      return Object.hasOwn(def.shape, segment) ? def.shape[segment] : undefined;
    case 'record':
      return def.valueType;
    case 'array':
      return def.element;
    default:
      return undefined;
  }
}

function literals(schema: z.core.$ZodType): readonly unknown[] {
  const { def } = (schema as Schema)._zod;
  if (def.type === 'enum') return Object.values(def.entries);
  return def.type === 'literal' ? def.values : [];
}

function kindOf({ _zod: { def } }: Schema): string {
  switch (def.type) {
    case 'string':
      return 'text';
    case 'number':
      return 'format' in def ? 'a whole number' : 'a number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    default:
      return 'a map';
  }
}
