import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { ResolveOptions } from '../../src/recipe/resolve-options.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import type { Platform, Recipe } from '../../src/recipe/schema.ts';
import { commitEnds, isCommit } from '../../src/recipe/source-schema.ts';
import { withVersion, type VersionAxis } from '../../src/recipe/versions.ts';
import { UserError } from '../../src/system/errors.ts';
import { smallText } from './texts.ts';

const numpy = parseRecipe(
  readFileSync(new URL('../../recipes/numpy-pypy.yaml', import.meta.url), 'utf8'),
  'numpy-pypy.yaml',
);
const small = parseRecipe(smallText, 'r.yaml');

type Kind = Extract<VersionAxis, { kind: 'versions' }>['of'];
const versions = (of: Kind): VersionAxis => ({
  kind: 'versions',
  why: 'w',
  of,
  find: 'crash',
  values: ['a', 'b'],
});
const resolved = (
  recipe: Recipe,
  variant: string,
  axis: VersionAxis,
  value: string,
  platform: Platform = 'win32',
) => {
  const { recipe: other, overrides } = withVersion(recipe, variant, axis, value);
  return resolveVariant(other, variant, { platform, recipeDirectory: '/r', overrides });
};

describe('Another version of a variant', () => {
  it('has other packages in its conda environment, in place of those of the same name', () => {
    const { environment } = resolved(
      numpy,
      'print',
      versions('package'),
      'conda-forge::Python>=3.8; pypy3.7=7.3.7=*_2',
    );
    expect(environment).toMatchObject({
      provider: 'conda',
      specs: [
        'cython=0.29.23',
        'setuptools=49.6.0',
        'pip',
        'conda-forge::Python>=3.8',
        'pypy3.7=7.3.7=*_2',
      ],
    });
    expect(environment).toHaveProperty('pinned', undefined);
    // Where conda makes none, nothing changes; nor do other variants.
    const own = resolveVariant(numpy, 'print', { platform: 'linux', recipeDirectory: '/r' });
    expect(resolved(numpy, 'print', versions('package'), 'pypy3.7=1', 'linux').environment).toEqual(
      own.environment,
    );
    const { recipe } = withVersion(numpy, 'print', versions('package'), 'pypy3.7=1');
    expect(recipe.variants['baseline']).toBe(numpy.variants['baseline']);
  });

  it('can be every value of the axis that numpy-pypy has', () => {
    const axis = numpy.axes['versions'];
    if (axis?.kind !== 'versions') throw new Error('numpy-pypy has an axis of versions');
    expect(axis).toMatchObject({ of: 'package', find: 'fix' });
    const names = axis.values.map((value) => {
      const { environment } = resolved(numpy, 'print', axis, value);
      if (environment.provider !== 'conda') throw new Error('made by conda');
      const of = (name: string) => environment.specs.filter((spec) => spec.startsWith(name));
      expect(of('pypy3.7')).toHaveLength(1);
      return of('python=')[0];
    });
    expect(new Set(names)).toEqual(new Set(['python=3.7.10=*_73_pypy', 'python=3.7.12=*_73_pypy']));
  });

  it('has an environment of its own changed, on one platform as on several', () => {
    const conda = {
      provider: 'conda',
      channels: ['c'],
      specs: ['a=1'],
      interpreter: 'p',
      kind: 'other',
    } as const;
    const one: Recipe = { ...small, environment: conda };
    expect(resolved(one, 'plain', versions('package'), 'a=2').environment).toMatchObject({
      specs: ['a=2'],
    });
    const three: Recipe = {
      ...small,
      environment: {
        provider: 'by-platform',
        linux: conda,
        darwin: conda,
        win32: { provider: 'none' },
      },
    };
    expect(resolved(three, 'plain', versions('package'), 'a=3', 'linux').environment).toMatchObject(
      { specs: ['a=3'] },
    );
    expect(resolved(three, 'plain', versions('package'), 'a=3').environment).toEqual({
      provider: 'none',
    });
    expect(resolved(one, 'plain', versions('interpreter'), './p').environment).toMatchObject({
      kind: 'other',
    });
  });

  it('has another ref of the source, and nothing that pinned the old one', () => {
    const sha = 'a'.repeat(40);
    for (const axis of [
      versions('ref'),
      { kind: 'commits', why: 'w', find: 'fix', range: 'a..b' } as const,
    ]) {
      expect(resolved(numpy, 'print', axis, sha).source).toMatchObject({
        provider: 'git',
        ref: sha,
        commit: undefined,
        blobs: {},
        archive: null,
      });
    }
  });

  it('has another compiler, interpreter, or all that another variant has', () => {
    expect(resolved(small, 'plain', versions('compiler'), 'gcc-11').toolchain?.compilers).toEqual([
      'gcc-11',
    ]);
    expect(
      resolved(numpy, 'print', versions('interpreter'), 'pypy3.8', 'linux').environment,
    ).toEqual({
      provider: 'existing',
      interpreter: 'pypy3.8',
      kind: 'python',
    });
    const other = resolved(numpy, 'print', versions('variant'), 'pypy-fixed');
    expect(other.variant).toBe('print');
    expect(other.environment).toEqual(
      resolveVariant(numpy, 'pypy-fixed', { platform: 'win32', recipeDirectory: '/r' }).environment,
    );
  });

  it.each<[Recipe, string, Kind, string, string]>([
    [
      small,
      'plain',
      'package',
      'a=1',
      'no environment of recipe small is made by conda here, so a=1 can be put into none: choose another kind of versions',
    ],
    [small, 'plain', 'variant', 'zzz', 'recipe small has no variant zzz: name another (plain, O0)'],
    [
      small,
      'toString',
      'compiler',
      'cc',
      'recipe small has no variant toString: name another (plain, O0)',
    ],
  ])('is refused where there is none: %#', (recipe, variant, of, value, message) => {
    const work = () => withVersion(recipe, variant, versions(of), value);
    expect(work).toThrow(UserError);
    expect(work).toThrow(message);
  });
});

it.each<[Recipe, NonNullable<ResolveOptions['overrides']>, string]>([
  [
    small,
    { ref: 'v2' },
    'recipe small does not take its source from a repository, so it has no version v2: give it a source of the provider git',
  ],
  [
    numpy,
    { ref: 'v2', source: { archive: '/a.zip' } },
    'the release archive /a.zip holds one version only, not v2: give a repository with --source',
  ],
])('another ref is refused where there can be none', (recipe, overrides, message) => {
  const work = () =>
    resolveVariant(recipe, undefined, { platform: 'win32', recipeDirectory: '/r', overrides });
  expect(work).toThrow(UserError);
  expect(work).toThrow(message);
});

it('a commit is its 40 digits, and a range has two ends', () => {
  expect(isCommit('a'.repeat(40))).toBe(true);
  expect(isCommit('a'.repeat(39))).toBe(false);
  expect(isCommit('v1.0')).toBe(false);
  expect(commitEnds('v1.0..v1.1')).toEqual({ from: 'v1.0', to: 'v1.1' });
  expect(commitEnds('v1.0...v1.1')).toBe(null);
});
