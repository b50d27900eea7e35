import { describe, expect, it } from 'vitest';
import { rowsOf, withRow, type NamedRow } from '../../../src/campaigns/matrix/rows.ts';
import { parseRecipe } from '../../../src/recipe/parse.ts';
import { resolveVariant } from '../../../src/recipe/resolve.ts';
import { UserError } from '../../../src/system/errors.ts';
import { smallText } from '../../recipe/texts.ts';

const recipe = parseRecipe(
  `${smallText}  good:
    role: positive-control
    expect: crashes
    why: it must crash
  odd:
    expect: clears
    why: a struct of another size
    said: no crash in 100,000
    defines: [BIG]
    patches: [quiet]
    reproducer: { iterations: 700 }
  pad-1:
    role: placebo
    expect: crashes
    why: one dead function
    defines: [DEAD=1]
  pad-2:
    role: placebo
    expect: crashes
    why: prints less
    patches: [quiet]
`,
  'r.yaml',
);

function names(rows: readonly NamedRow[]): readonly string[] {
  return rows.map(({ name }) => name);
}

describe('the rows of a matrix', () => {
  it('are all variants of the recipe, in its order, when none is named', () => {
    const rows = rowsOf(recipe, [], 1);
    expect(names(rows)).toEqual(['plain', 'O0', 'good', 'odd', 'pad-1', 'pad-2']);
    expect(rows.map(({ role }) => role)).toEqual([
      null,
      'negative-control',
      'positive-control',
      null,
      'placebo',
      'placebo',
    ]);
  });

  it('tell what they are and what was said of them', () => {
    expect(rowsOf(recipe, ['odd', 'plain'], 1)).toEqual([
      {
        name: 'odd',
        variant: 'odd',
        layout: null,
        role: null,
        why: 'a struct of another size',
        said: 'no crash in 100,000',
      },
      {
        name: 'plain',
        variant: 'plain',
        layout: null,
        role: null,
        why: 'as it was found',
        said: null,
      },
    ]);
  });

  it('come again in the layout of each placebo, controls and placebos excepted', () => {
    expect(names(rowsOf(recipe, [], 3)).slice(6)).toEqual([
      'plain~pad-1',
      'odd~pad-1',
      'plain~pad-2',
      'odd~pad-2',
    ]);
    expect(rowsOf(recipe, ['odd'], 2)).toMatchObject([
      { name: 'odd', variant: 'odd', layout: null },
      { name: 'odd~pad-1', variant: 'odd', layout: 'pad-1', role: null },
    ]);
  });

  it('have no more layouts than there are placebos', () => {
    expect(() => rowsOf(recipe, [], 4)).toThrow(UserError);
    expect(() => rowsOf(recipe, [], 4)).toThrow(
      '--layouts takes at most 3 for recipe small, whose placebos are the other layouts; add placebos to it',
    );
    const plain = parseRecipe(smallText, 'r.yaml');
    expect(names(rowsOf(plain, [], 1))).toEqual(['plain', 'O0']);
    expect(() => rowsOf(plain, [], 2)).toThrow('takes at most 1');
  });

  it.each(['optimised', 'constructor', '__proto__'])(
    'of an unknown variant %s cannot be resolved',
    (name) => {
      const row = rowsOf(recipe, [name], 1)[0];
      if (row === undefined) throw new Error('it has no row');
      const host = { platform: 'linux', recipeDirectory: '/r' } as const;
      expect(() => resolveVariant(withRow(recipe, row), row.name, host)).toThrow(UserError);
    },
  );
});

describe('a row in the layout of a placebo', () => {
  const rows = rowsOf(recipe, ['odd'], 3);
  const settingsOf = (name: string) => {
    const row = rows.find((one) => one.name === name);
    if (row === undefined) throw new Error(`no row ${name}`);
    return resolveVariant(withRow(recipe, row), name, {
      platform: 'linux',
      recipeDirectory: '/r',
    });
  };

  it('is its variant with the defines of the placebo added', () => {
    const [own, salted] = [settingsOf('odd'), settingsOf('odd~pad-1')];
    const compiled = (settings: typeof own): string => JSON.stringify(settings.toolchain);
    expect(compiled(own)).toContain('BIG');
    expect(compiled(own)).not.toContain('DEAD=1');
    expect(compiled(salted)).toContain('BIG');
    expect(compiled(salted)).toContain('DEAD=1');
    expect(salted.reproducer.iterations).toBe(700);
    expect(salted).toMatchObject({ variant: 'odd~pad-1', expect: own.expect, why: own.why });
  });

  it('has the patches of both', () => {
    const row = rowsOf(recipe, ['plain'], 3)[2];
    expect(row?.name).toBe('plain~pad-2');
    if (row === undefined) return;
    expect(withRow(recipe, row).variants['plain~pad-2']?.patches).toEqual(['quiet']);
  });

  it('leaves the recipe as it was', () => {
    const before = structuredClone(recipe);
    for (const row of rowsOf(recipe, [], 3)) withRow(recipe, row);
    expect(recipe).toEqual(before);
    const [own] = rows;
    if (own !== undefined) expect(withRow(recipe, own)).toBe(recipe);
  });
});
