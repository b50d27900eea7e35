import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { ResolveOptions } from '../../src/recipe/resolve-options.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import type { Platform } from '../../src/recipe/schema.ts';
import { UserError } from '../../src/system/errors.ts';
import { pythonRecipe, pythonRecipeWith } from './python-recipe.ts';
import { refusalOf, smallText } from './texts.ts';

const recipeDirectory = path.resolve('/some folder/ünï');

function settingsOf(
  variant: string,
  platform: Platform = 'linux',
  overrides: ResolveOptions['overrides'] = {},
  text = pythonRecipe,
) {
  const options = { platform, recipeDirectory, overrides };
  return resolveVariant(parseRecipe(text, 'r.yaml'), variant, options);
}

describe('an environment', () => {
  it('is the one of the platform, and a variant brings its own', () => {
    expect(settingsOf('plain').environment).toEqual({
      provider: 'existing',
      interpreter: 'pypy3',
      kind: 'python',
    });
    expect(settingsOf('plain', 'win32').environment).toMatchObject({
      provider: 'conda',
      pinned: { package: 'pypy3.7', builds: [4, 3] },
    });
    expect(settingsOf('fixed').environment).toEqual({
      provider: 'venv',
      base: 'python3',
      requirements: [],
    });
    expect(settingsOf('fixed', 'win32').environment).toMatchObject({ provider: 'pypy-zip' });
  });

  it('that a platform lacks is told with both ways out', () => {
    expect(() => settingsOf('plain', 'darwin', { compilers: ['clang'] })).toThrow(
      new UserError(
        'recipe ext has no environment for darwin: add environment.darwin to it, or name an interpreter with --interpreter',
      ),
    );
  });

  it('gives way to an interpreter of the command line', () => {
    const overrides = { interpreter: '/opt/pypy/bin/pypy3' };
    expect(settingsOf('fixed', 'linux', overrides).environment).toEqual({
      provider: 'existing',
      interpreter: '/opt/pypy/bin/pypy3',
      kind: 'python',
    });
  });

  it('is no place for an interpreter or a lock where there is none', () => {
    const small = (overrides: ResolveOptions['overrides']) => () =>
      settingsOf('plain', 'linux', overrides, smallText);
    expect(small({ interpreter: 'pypy3' })).toThrow('--interpreter has no meaning');
    expect(small({ source: { repository: '/r' } })).toThrow('--source has no meaning');
    expect(() => settingsOf('plain', 'linux', { lock: '/l.txt' })).toThrow(
      new UserError(
        '--lock names the packages of a conda environment, and the one of recipe ext here is of the provider existing: leave --lock out',
      ),
    );
  });

  it('takes a lock where conda makes it', () => {
    expect(settingsOf('plain', 'win32', { lock: '/l.txt' }).lock).toBe('/l.txt');
    expect(settingsOf('plain', 'win32').lock).toBeNull();
  });
});

describe('a repository', () => {
  it('is a URL as it stands, or a folder beside the recipe', () => {
    expect(settingsOf('plain').source).toMatchObject({
      repository: 'https://example.org/ext.git',
      ref: 'v1.0',
      commit: 'b235f9e701e1',
      archive: null,
    });
    const beside = pythonRecipeWith('https://example.org/ext.git', '../ext');
    expect(settingsOf('plain', 'linux', {}, beside).source).toMatchObject({
      repository: path.resolve(recipeDirectory, '../ext'),
    });
    const short = pythonRecipeWith('https://example.org/ext.git', 'git@example.org:ext.git');
    expect(settingsOf('plain', 'linux', {}, short).source).toMatchObject({
      repository: 'git@example.org:ext.git',
    });
  });

  it('gives way to another, or to a release archive', () => {
    const source = (override: NonNullable<ResolveOptions['overrides']>['source']) =>
      settingsOf('plain', 'linux', { source: override }).source;
    expect(source({ repository: '/mine' })).toMatchObject({ repository: '/mine', archive: null });
    expect(source({ archive: '/numpy.zip' })).toMatchObject({ archive: '/numpy.zip', ref: 'v1.0' });
  });

  it.each(['-v1', 'v1..v2', 'v 1', ''])('has no tag %j', (ref) => {
    expect(refusalOf(pythonRecipeWith('ref: v1.0', `ref: '${ref}'`))).toContain('source.ref: ');
  });
});

describe('the flags of a distutils', () => {
  it('go by patch unless the variant chooses otherwise', () => {
    expect(settingsOf('plain', 'win32').toolchain?.msvc).toEqual({
      toolsets: ['14.29', '14.16'],
      flagsBy: 'patch',
      shipped: { compile: ['/nologo', '/GL'], link: ['/LTCG'] },
    });
    expect(settingsOf('by-variables', 'win32').toolchain?.msvc?.flagsBy).toBe('environment');
  });

  it('cannot go by environment when nobody says what is shipped', () => {
    const text = pythonRecipeWith('    shipped: { compile: [/nologo, /GL], link: [/LTCG] }\n', '');
    expect(refusalOf(text)).toMatch(
      /^r\.yaml:\d+:\d+: variants\.by-variables\.msvc\.flagsBy: flags/,
    );
  });
});

describe('a build by setup.py', () => {
  it('has its defaults', () => {
    expect(settingsOf('plain').build).toEqual({
      provider: 'setup-py',
      script: 'setup.py',
      arguments: ['build_ext', '-i'],
      variables: {},
      products: ['ext/_ext.*.so'],
      jobs: true,
    });
  });

  it('needs a Python', () => {
    const environment = /environment:[^]*?(?=source:)/.exec(pythonRecipe)?.[0] ?? '';
    const text = pythonRecipeWith(environment, '').replaceAll('{interpreter}', 'python3');
    expect(refusalOf(text)).toContain('setup.py needs a Python; add an environment section');
  });
});

describe('a reproducer', () => {
  it('takes the template of its variant', () => {
    expect(settingsOf('plain').reproducer.template).toBe(path.join(recipeDirectory, 'loop.py'));
    expect(settingsOf('marks').reproducer.template).toBe(path.join(recipeDirectory, 'marks.py'));
  });

  it('has its variables checked for placeholders', () => {
    expect(refusalOf(pythonRecipeWith("FAULT: '{seed}'", "FAULT: '{sed}'"))).toMatch(
      /^r\.yaml:\d+:\d+: reproducer\.variables\.FAULT: unknown placeholder \{sed\}; did you mean \{seed\}\?$/,
    );
  });
});
