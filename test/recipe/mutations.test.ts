import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import { families, platforms, recipeSchema } from '../../src/recipe/schema.ts';
import { UserError } from '../../src/system/errors.ts';
import { controlText } from './texts.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const control = parse(controlText) as Json;

/** Every line of a refusal but the last of a long one says file, line and column. */
const LINE = /^my recipe\.yaml:([1-9]\d*:[1-9]\d*:| \d+ more problems;) ./;

function verdictOn(text: string): 'accepted' | 'refused' {
  try {
    parseRecipe(text, 'my recipe.yaml');
    return 'accepted';
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    for (const line of (error as UserError).message.split('\n')) expect(line).toMatch(LINE);
    return 'refused';
  }
}

/** All paths to the values of `json`, its root among them. */
function pathsOf(json: Json): (string | number)[][] {
  const below: [string | number, Json][] = Array.isArray(json)
    ? json.map((item, index) => [index, item])
    : json !== null && typeof json === 'object'
      ? Object.entries(json)
      : [];
  return [[], ...below.flatMap(([key, value]) => pathsOf(value).map((path) => [key, ...path]))];
}

type Change =
  | { readonly kind: 'replace'; readonly value: Json }
  | { readonly kind: 'delete' }
  | { readonly kind: 'rename'; readonly key: string }
  | { readonly kind: 'insert'; readonly key: string; readonly value: Json };

function changed(json: Json, path: readonly (string | number)[], change: Change): Json {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (change.kind === 'replace') return change.value;
    if (change.kind !== 'insert') return json;
    if (Array.isArray(json)) return [...json, change.value];
    return json !== null && typeof json === 'object'
      ? Object.fromEntries([...Object.entries(json), [change.key, change.value]])
      : json;
  }
  if (Array.isArray(json)) {
    return json.flatMap((item, index) =>
      index !== key
        ? [item]
        : rest.length === 0 && change.kind === 'delete'
          ? []
          : [changed(item, rest, change)],
    );
  }
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, value]): [string, Json][] => {
      if (name !== key) return [[name, value]];
      if (rest.length === 0 && change.kind === 'delete') return [];
      if (rest.length === 0 && change.kind === 'rename') return [[change.key, value]];
      return [[name, changed(value, rest, change)]];
    }),
  );
}

const anyKey = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('constructor', '__proto__', 'toString', '<<', '0', 'provider', 'flags', 'remove'),
);
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(
    '{',
    '{x}',
    '(',
    '\\',
    'crashes',
    'files',
    'none',
    [],
    {},
    '../x',
    -1,
    1e300,
  ),
);
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('replace'), value: anyValue }),
  fc.record({ kind: fc.constant('delete') }),
  fc.record({ kind: fc.constant('rename'), key: anyKey }),
  fc.record({ kind: fc.constant('insert'), key: anyKey, value: anyValue }),
);

describe('the control recipe, changed anywhere', () => {
  const places = pathsOf(control);
  const edits = fc.array(fc.tuple(fc.constantFrom(...places), anyChange), {
    minLength: 1,
    maxLength: 3,
  });

  it('is accepted or refused with file, line and column, and never ends in another way', () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(edits, (list) => {
        const json = list.reduce((so, [path, change]) => changed(so, path, change), control);
        seen[verdictOn(stringify(json, { aliasDuplicateObjects: false }))] += 1;
      }),
      { numRuns: 200 },
    );
    expect(seen.accepted).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });

  it('resolves in every variant on every platform when it is accepted, or says why not', () => {
    fc.assert(
      fc.property(edits, fc.constantFrom(...platforms), (list, platform) => {
        const json = list.reduce((so, [path, change]) => changed(so, path, change), control);
        const text = stringify(json, { aliasDuplicateObjects: false });
        if (verdictOn(text) === 'refused') return;
        const recipe = parseRecipe(text, 'my recipe.yaml');
        for (const name of Object.keys(recipe.variants)) {
          try {
            const settings = resolveVariant(recipe, name, { platform, recipeDirectory: '/r' });
            expect(Object.keys(settings.expect).sort()).toEqual([...families].sort());
          } catch (error) {
            expect(error).toBeInstanceOf(UserError);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is judged alike by the parser and the schema as long as only its shape is wrong', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const json = list.reduce((so, [path, change]) => changed(so, path, change), control);
        fc.pre(!JSON.stringify(json).includes('__proto__'));
        if (recipeSchema.safeParse(json).success) return;
        expect(verdictOn(stringify(json, { aliasDuplicateObjects: false }))).toBe('refused');
      }),
      { numRuns: 60 },
    );
  });
});

describe('any text', () => {
  const cut = fc
    .tuple(fc.nat(controlText.length), fc.nat(200), fc.string())
    .map(
      ([start, length, instead]) =>
        controlText.slice(0, start) + instead + controlText.slice(start + length),
    );
  const yamlish = fc
    .array(
      fc.constantFrom(
        'schema: winrepro/recipe/1\n',
        'a: ',
        '- ',
        '&x ',
        '*x ',
        '*y',
        '!t ',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '|\n',
        '>\n',
        '? ',
        ': ',
        '\n',
        '  ',
        '\t',
        '#',
        '%YAML 1.1\n',
        '---\n',
        '...\n',
        '<<: ',
        '1.5',
        '~',
        '2001-01-01',
        '\uFEFF',
        '\r\n',
        '\u0000',
        '😀',
        ',',
      ),
      { maxLength: 40 },
    )
    .map((pieces) => pieces.join(''));

  it('is accepted or refused with file, line and column, and never ends in another way', () => {
    fc.assert(
      fc.property(fc.oneof(cut, yamlish, fc.string()), (text) => void verdictOn(text)),
      {
        numRuns: 400,
      },
    );
  });
});
