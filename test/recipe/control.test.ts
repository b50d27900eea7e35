import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import { platforms, type Platform } from '../../src/recipe/schema.ts';
import type { Settings } from '../../src/recipe/settings.ts';
import { controlText } from './texts.ts';

const recipe = parseRecipe(controlText, 'recipes/control.yaml');
const recipeDirectory = fileURLToPath(new URL('../../recipes', import.meta.url));
const settingsOf = (variant: string | undefined, platform: Platform): Settings =>
  resolveVariant(recipe, variant, { platform, recipeDirectory });

describe('the control recipe', () => {
  it('names exactly the files that its source folder has', () => {
    const { source, build } = settingsOf(undefined, 'linux');
    if (source.provider !== 'files' || build.provider !== 'c-program') {
      throw new Error('the control recipe is a C program of files');
    }
    expect([...source.files].sort()).toEqual(readdirSync(source.directory).sort());
    expect([...build.sources].sort()).toEqual(
      source.files.filter((file) => file.endsWith('.c')).sort(),
    );
  });

  it('runs the positive control when no variant is named', () => {
    expect(settingsOf(undefined, 'linux').variant).toBe('optimized');
  });

  it.each(platforms)('has every variant on %s', (platform) => {
    for (const name of Object.keys(recipe.variants)) {
      expect(settingsOf(name, platform).why).not.toBe('');
    }
  });

  it('differs in something from the positive control in every other variant', () => {
    const made = ({ toolchain, reproducer }: Settings): string =>
      JSON.stringify([toolchain?.flags, reproducer]);
    const names = Object.keys(recipe.variants);
    for (const platform of platforms) {
      const all = names.map((name) => made(settingsOf(name, platform)));
      expect(new Set(all).size).toBe(names.length);
    }
  });

  // Measured: 10 to 50 runs of each, all or nothing; see the comment in the recipe.
  it.each([
    ['optimized', 'crashes', 'crashes'],
    ['O0', 'clears', 'clears'],
    ['O0-flto', 'clears', 'clears'],
    ['O2', 'clears', 'clears'],
    ['O1-flto', 'crashes', 'clears'],
    ['Os-flto', 'crashes', 'crashes'],
    ['O3-flto', 'crashes', 'clears'],
    ['unity-O2', 'crashes', 'crashes'],
    ['volatile', 'clears', 'clears'],
    ['by-pointer', 'clears', 'clears'],
    ['bigger-struct', 'clears', 'crashes'],
    ['copy-fields', 'crashes', 'clears'],
    ['forceinline-internal', 'crashes', 'clears'],
    ['forceinline-prepare', 'crashes', 'clears'],
    ['forceinline-both', 'clears', 'clears'],
    ['fno-inline', 'clears', 'clears'],
    ['jit-off', 'clears', 'clears'],
    ['jit-fixed', 'clears', 'clears'],
    ['gc-each-iteration', 'clears', 'clears'],
    ['no-warning', 'clears', 'clears'],
    ['no-subok', 'clears', 'clears'],
    ['trace', 'crashes', 'crashes'],
    ['marks', 'clears', 'clears'],
    ['heartbeat', 'crashes', 'crashes'],
    ['placebo-1', 'crashes', 'crashes'],
    ['placebo-2', 'crashes', 'crashes'],
    ['placebo-3', 'crashes', 'crashes'],
    ['placebo-4', 'crashes', 'crashes'],
    ['placebo-5', 'crashes', 'crashes'],
    ['placebo-6', 'crashes', 'crashes'],
  ])('expects of %s on Linux: gcc %s, clang %s, msvc unknown', (variant, gcc, clang) => {
    expect(settingsOf(variant, 'linux').expect).toEqual({ gcc, clang, msvc: 'unknown' });
  });

  it('expects of clang on Windows what differs there', () => {
    expect(settingsOf('O1-flto', 'win32').expect.clang).toBe('crashes');
  });

  it('takes optimization and link-time optimization from cl and its linker in the O0 variant', () => {
    expect(settingsOf('O0', 'win32').toolchain?.flags.msvc).toEqual({
      common: [],
      compile: ['/nologo', '/W3', '/Z7', '/Od'],
      link: ['/nologo', '/DEBUG', '/OPT:REF,ICF'],
    });
  });
});

describe('the protocol of the control recipe', () => {
  const { iteration, stage, trace, success } = recipe.protocol;
  const match = (expression: string | undefined, line: string): readonly unknown[] | null =>
    new RegExp(expression ?? '', 'u').exec(line)?.slice(1) ?? null;

  it('reads turns and stages', () => {
    expect(match(iteration, '14 18680')).toEqual(['18680']);
    expect(match(iteration, '114 3')).toBeNull();
    expect(match(iteration, '14 3 5')).toBeNull();
    expect(match(stage, '11')).toEqual(['11', undefined]);
    expect(match(stage, '14 7')).toEqual([undefined, '14']);
    expect(match(stage, '34 0x55d8c1a0 45 0x55d8c1a0 36 16')).toEqual(['16', undefined]);
    expect(match(stage, '34 0x55d8c1a0 45 (nil) ')).toBeNull();
  });

  // Lines as the program built with -DTRACE prints them; the last one is where it died.
  it.each([
    [
      '34 0x5600f7952480 45 0x5600f7952480 36 11',
      ['34', '0x5600f7952480', '45', '0x5600f7952480', '36'],
    ],
    ['34 0x5600f7952550 45 (nil) ', ['34', '0x5600f7952550', '45', '(nil)', undefined]],
    [
      '34 0000000140489e30 45 0000000000000000',
      ['34', '0000000140489e30', '45', '0000000000000000', undefined],
    ],
  ])('reads the trace line %s', (line, groups) => {
    expect(match(trace, line)).toEqual(groups);
    expect(match(iteration, line)).toBeNull();
  });

  it('knows the last line of a complete loop', () => {
    expect(match(success, 'done')).toEqual([]);
    expect(match(success, 'done 1')).toBeNull();
    expect(match(trace, 'done')).toBeNull();
  });
});
