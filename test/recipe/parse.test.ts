import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { UserError } from '../../src/system/errors.ts';
import { refusalOf, smallText, smallWith } from './texts.ts';

describe('a recipe in order', () => {
  it('is read with its defaults filled in', () => {
    const recipe = parseRecipe(smallText, 'r.yaml');
    expect(recipe.reproducer).toEqual({
      command: ['{program}', '{iterations}', '--seed={seed}', '{mode}'],
      iterations: 5000,
      interpreterOptions: [],
      arguments: [],
      parameters: { mode: 'fast' },
      variables: {},
      watch: 'file',
    });
    expect(recipe.environment).toEqual({ provider: 'none' });
    expect(recipe.axes).toEqual({});
  });

  it('is the same with CRLF line ends and a byte order mark', () => {
    const windows = `\uFEFF${smallText.replaceAll('\n', '\r\n')}`;
    expect(parseRecipe(windows, 'r.yaml')).toEqual(parseRecipe(smallText, 'r.yaml'));
  });

  it('may repeat a value by an alias', () => {
    const text = smallWith('why: as it was found', 'why: &why as it was found').replace(
      'why: nothing is optimized',
      'why: *why',
    );
    expect(parseRecipe(text, 'r.yaml').variants['O0']?.why).toBe('as it was found');
  });
});

describe('several problems', () => {
  it('are one error, one a line, in the order of the file', () => {
    const text = smallWith('name: small', 'name: 7')
      .replace('  plain:', '  plain:\n    colour: red')
      .replace('title: A small recipe\n', 'title: A\ntitle: B\n');
    expect(refusalOf(text)).toBe(
      [
        'r.yaml:2:7: name: must be text, not 7; put it in quotes',
        'r.yaml:4:1: title: the key "title" stands here twice; keep one of them',
        'r.yaml:32:5: variants.plain.colour: unknown key "colour"; known here: role, expect, why, said, compiler, flags, defines, patches, environment, msvc, reproducer',
      ].join('\n'),
    );
  });

  it('are cut where nobody would read on', () => {
    const keys = Array.from({ length: 40 }, (_, index) => `key${index}: 1`).join('\n');
    const lines = refusalOf(smallText + keys).split('\n');
    expect(lines).toHaveLength(31);
    expect(lines.at(-1)).toBe('r.yaml: 10 more problems; correct these first');
  });

  it('are a UserError', () => {
    expect(() => parseRecipe('', 'r.yaml')).toThrow(UserError);
  });
});
