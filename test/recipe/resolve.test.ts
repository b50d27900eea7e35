import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import type { ResolveOptions } from '../../src/recipe/resolve-options.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import { UserError } from '../../src/system/errors.ts';
import { smallText, smallWith } from './texts.ts';

const folder = path.resolve('/some folder/ünï');
const linux: ResolveOptions = { platform: 'linux', recipeDirectory: folder };

function settingsOf(text: string, variant?: string, options: Partial<ResolveOptions> = {}) {
  return resolveVariant(parseRecipe(text, 'r.yaml'), variant, { ...linux, ...options });
}

function plainWith(lines: string): string {
  return smallWith('why: as it was found', `why: as it was found\n    ${lines}`);
}

describe('the default variant', () => {
  it('is the first positive control', () => {
    expect(settingsOf(smallWith('role: negative-control', 'role: positive-control')).variant).toBe(
      'O0',
    );
  });

  it('is the first variant when there is no positive control', () => {
    expect(settingsOf(smallText).variant).toBe('plain');
  });
});

describe('an unknown variant', () => {
  it('is told with all there are, the nearest first', () => {
    expect(() => settingsOf(smallText, 'O1')).toThrow(
      new UserError('recipe small has no variant O1; did you mean O0? there are O0, plain'),
    );
    expect(() => settingsOf(smallText, 'plan')).toThrow(
      new UserError('recipe small has no variant plan; did you mean plain? there are plain, O0'),
    );
    expect(() => settingsOf(smallText, 'something')).toThrow(
      new UserError('recipe small has no variant something; there are plain, O0'),
    );
  });

  it('is one too when every JavaScript object has a property of that name', () => {
    expect(() => settingsOf(smallText, 'constructor')).toThrow('has no variant constructor;');
  });
});

describe('paths', () => {
  it('are absolute, from the folder of the recipe', () => {
    const text = plainWith('patches: [quiet]').replace('directory: src', 'directory: ../c src');
    const { source, patches } = settingsOf(text);
    expect(source).toEqual({
      provider: 'files',
      directory: path.resolve(folder, '..', 'c src'),
      files: ['main.c', 'part.c', 'part.h'],
    });
    expect(patches).toEqual([
      { name: 'quiet', file: path.join(folder, 'patches', 'quiet.diff'), why: 'prints less' },
    ]);
  });

  it('of programs are absolute when they name a folder; bare names are left for PATH', () => {
    const recipe = (program: string, interpreter: string): string => `schema: winrepro/recipe/1
name: script
title: A script
environment: { provider: existing, interpreter: ${interpreter} }
reproducer: { command: ['${program}', '{script}', '{interpreter}'], template: a/loop.py }
protocol: { iteration: '(a)' }
variants: { plain: { expect: unknown, why: a } }
`;
    const bare = settingsOf(recipe('sh', 'pypy3'));
    expect(bare.reproducer.command).toEqual(['sh', '{script}', '{interpreter}']);
    expect(bare.environment).toEqual({
      provider: 'existing',
      interpreter: 'pypy3',
      kind: 'python',
    });
    expect(bare.reproducer.template).toBe(path.join(folder, 'a', 'loop.py'));
    const named = settingsOf(recipe('./run', '../venv/bin/python'));
    expect(named.reproducer.command[0]).toBe(path.join(folder, 'run'));
    expect(named.environment).toMatchObject({
      interpreter: path.resolve(folder, '../venv/bin/python'),
    });
  });

  it('in placeholders are left alone', () => {
    const text = smallWith("'{program}'", "'{tree}/small', '{program}'");
    expect(settingsOf(text).reproducer.command[0]).toBe('{tree}/small');
  });
});

describe('the toolchain', () => {
  it('has the flags of every family, edited, with the defines of the variant at the end', () => {
    const text = smallWith('add: [-O0] } }', 'add: [-O0] } }\n    defines: [TRACE, SIZE=2]');
    expect(settingsOf(text, 'O0').toolchain).toEqual({
      compilers: ['gcc', 'clang'],
      flags: {
        gcc: {
          common: ['-flto', '-O0'],
          compile: ['-g', '-fno-plt', '-DTRACE', '-DSIZE=2'],
          link: [],
        },
        clang: {
          common: ['-flto', '-O0'],
          compile: ['-g', '-DTRACE', '-DSIZE=2'],
          link: ['-fuse-ld=lld'],
        },
        msvc: {
          common: [],
          compile: ['/O2', '/GL', '/DTRACE', '/DSIZE=2'],
          link: ['/LTCG'],
        },
      },
    });
  });

  it('has the compilers of the platform, of the variant, or of the command line', () => {
    const own = plainWith('compiler: gcc-13');
    expect(settingsOf(smallText, 'plain', { platform: 'win32' }).toolchain?.compilers).toEqual([
      'cl',
    ]);
    expect(settingsOf(own).toolchain?.compilers).toEqual(['gcc-13']);
    expect(
      settingsOf(own, 'plain', { overrides: { compilers: ['clang'] } }).toolchain?.compilers,
    ).toEqual(['clang']);
  });

  it('is refused where the recipe names no compiler', () => {
    expect(() => settingsOf(smallText, 'plain', { platform: 'darwin' })).toThrow(
      new UserError(
        'recipe small names no compiler for darwin: add toolchain.compilers.darwin to it, or ' +
          'name a compiler on the command line',
      ),
    );
  });

  it('is absent where the recipe compiles nothing', () => {
    const text = smallText
      .replace(/toolchain:[^]*(?=patches:)/, '')
      .replace(/build:[^]*(?=reproducer:)/, '')
      .replace("'{program}'", 'sleep')
      .replace(/ {4}flags:\n.*\n/, '');
    expect(settingsOf(text).toolchain).toBeUndefined();
  });
});

describe('a flag to remove that is not there', () => {
  const edit = (flags: string): string =>
    smallWith('gnu: { common: { remove: [-O2], add: [-O0] } }', flags);

  it('is refused for the family that is named', () => {
    const text = edit('clang: { link: { remove: [-fuse-ld=lld] } }');
    expect(settingsOf(text, 'O0').toolchain?.flags.clang.link).toEqual([]);
    expect(() => settingsOf(text, 'O0', { platform: 'win32' })).toThrow(
      new UserError(
        'variant O0 of recipe small removes -fuse-ld=lld, which is not among the link flags of ' +
          'clang on win32: correct variants.O0.flags.clang.link.remove',
      ),
    );
  });

  it('is no mistake on a platform that the edit is not for', () => {
    const text = edit('clang@linux: { link: { remove: [-fuse-ld=lld] } }');
    expect(settingsOf(text, 'O0', { platform: 'win32' }).toolchain?.flags.clang.link).toEqual([]);
  });

  it('is no mistake under gnu when gcc or clang has it', () => {
    const text = edit('gnu: { compile: { remove: [-fno-plt] } }');
    const flags = settingsOf(text, 'O0').toolchain?.flags;
    expect(flags?.gcc.compile).toEqual(['-g']);
    expect(flags?.clang.compile).toEqual(['-g']);
  });

  it('is refused under gnu when neither has it on this platform', () => {
    const text = edit('gnu: { link: { remove: [-fuse-ld=lld] } }');
    expect(() => settingsOf(text, 'O0', { platform: 'win32' })).toThrow(
      'removes -fuse-ld=lld, which is not among the link flags of gnu on win32',
    );
  });
});

describe('the expectation', () => {
  const of = (expected: string, platform: ResolveOptions['platform']) =>
    settingsOf(smallWith('expect: crashes', `expect: ${expected}`), 'plain', {
      platform,
      overrides: { compilers: ['x'] },
    }).expect;

  it('in one word holds for every family', () => {
    expect(of('clears', 'linux')).toEqual({ gcc: 'clears', clang: 'clears', msvc: 'clears' });
  });

  it('by family is unknown for those that are not named', () => {
    expect(of('{ gcc: crashes }', 'linux')).toEqual({
      gcc: 'crashes',
      clang: 'unknown',
      msvc: 'unknown',
    });
  });

  it('of a narrower key wins over that of a wider one', () => {
    const expected = '{ clang@win32: crashes, gnu: unknown, clang: clears }';
    expect(of(expected, 'win32').clang).toBe('crashes');
    expect(of(expected, 'linux').clang).toBe('clears');
    expect(of(expected, 'linux').gcc).toBe('unknown');
  });
});

describe('the reproducer', () => {
  const base = smallWith(
    'iterations: 5000',
    "iterations: 5000\n  arguments: [-a]\n  variables: { A: '1', B: '2' }",
  )
    .replace('mode: fast', 'mode: fast, size: 1')
    .replace('[-a]', "['{size}']");
  const edits = `reproducer: { iterations: 7, arguments: [-b], parameters: { size: 2 }, variables: { B: '3' }, watch: pipe }`;
  const text = base.replace('why: as it was found', `why: a\n    ${edits}`);

  it('has lists of the variant in place of the recipe’s, and maps of both', () => {
    expect(settingsOf(text).reproducer).toEqual({
      command: ['{program}', '{iterations}', '--seed={seed}', '{mode}'],
      template: undefined,
      iterations: 7,
      interpreterOptions: [],
      arguments: ['-b'],
      parameters: { mode: 'fast', size: 2 },
      variables: { A: '1', B: '3' },
      watch: 'pipe',
    });
    expect(settingsOf(text, 'O0').reproducer).toMatchObject({
      iterations: 5000,
      arguments: ['{size}'],
      parameters: { mode: 'fast', size: 1 },
      variables: { A: '1', B: '2' },
    });
  });

  it('has what the command line says over both', () => {
    const overrides = { iterations: 3, watch: 'file' } as const;
    expect(settingsOf(text, 'plain', { overrides }).reproducer).toMatchObject(overrides);
  });

  it('cannot be watched by a heartbeat that its command does not keep', () => {
    const overrides = { watch: 'heartbeat' } as const;
    expect(() => settingsOf(text, 'plain', { overrides })).toThrow(
      new UserError(
        'variant plain of recipe small cannot be watched by heartbeat, because its command lacks ' +
          '{heartbeat}: choose file or pipe, or a variant that has it',
      ),
    );
  });
});

describe('an environment', () => {
  it('of the variant stands in place of the recipe’s', () => {
    const text = plainWith('environment: { provider: existing, interpreter: node, kind: other }');
    expect(settingsOf(text).environment).toEqual({
      provider: 'existing',
      interpreter: 'node',
      kind: 'other',
    });
    expect(settingsOf(text, 'O0').environment).toEqual({ provider: 'none' });
  });
});
