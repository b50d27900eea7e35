import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../src/pipeline/steps/reproducer.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import { platforms, type Platform } from '../../src/recipe/schema.ts';
import type { Settings } from '../../src/recipe/settings.ts';
import { trialCommand, trialVariables } from '../../src/trial/command.ts';

const recipeDirectory = fileURLToPath(new URL('../../recipes', import.meta.url));
const text = readFileSync(new URL('../../recipes/numpy-pypy.yaml', import.meta.url), 'utf8');
const recipe = parseRecipe(text, 'recipes/numpy-pypy.yaml');
const names = Object.keys(recipe.variants);

const placebos = [1, 2, 3, 4, 5, 6].map((size) => `placebo-${size}`);

function settingsOf(variant: string | undefined, platform: Platform): Settings {
  return resolveVariant(recipe, variant, { platform, recipeDirectory });
}

function msvcFlags(variant: string) {
  return settingsOf(variant, 'win32').toolchain?.flags.msvc;
}

/** The script that a variant runs, as the pipeline renders it. */
function scriptOf(variant: string): string {
  const { template = '', parameters, iterations } = settingsOf(variant, 'win32').reproducer;
  return renderTemplate(readFileSync(template, 'utf8'), template, { ...parameters, iterations });
}

describe('the numpy-pypy recipe', () => {
  it.each(platforms)('has every variant, and every file that it names, on %s', (platform) => {
    for (const name of names) {
      const { why, patches, reproducer } = settingsOf(name, platform);
      expect(why).not.toBe('');
      const diffs = patches.flatMap((patch) => ('file' in patch ? [patch.file] : []));
      const files = [...diffs, reproducer.template ?? ''];
      expect(files.filter((file) => !existsSync(file))).toEqual([]);
    }
  });

  it('prints the arguments when no variant is named, as it was done by hand', () => {
    expect(settingsOf(undefined, 'win32').variant).toBe('print');
  });

  it('differs in something from every other variant on Windows', () => {
    const made = names.map((name) => {
      const { toolchain, reproducer, patches, environment } = settingsOf(name, 'win32');
      return JSON.stringify([toolchain, reproducer, patches, environment]);
    });
    expect(new Set(made).size).toBe(names.length);
  });

  it('expects a crash where nothing but the instrument was changed, and of the seeded fault', () => {
    const crashing = (family: 'gcc' | 'clang' | 'msvc') =>
      names.filter((name) => settingsOf(name, 'win32').expect[family] === 'crashes');
    expect(crashing('msvc')).toEqual([
      'print',
      'baseline',
      'environment-flags',
      'forceinline-internal',
      ...placebos,
      'seeded-fault',
      'seeded-fault-volatile',
    ]);
    expect(crashing('gcc')).toEqual(['seeded-fault', 'seeded-fault-volatile']);
    expect(crashing('clang')).toEqual(['seeded-fault', 'seeded-fault-volatile']);
  });

  it('has six placebos that differ in their size alone', () => {
    for (const [index, name] of placebos.entries()) {
      const define = `WINREPRO_DEAD_CODE=${index + 1}`;
      const { role, patches, toolchain } = settingsOf(name, 'win32');
      const base = settingsOf('baseline', 'win32').toolchain?.flags;
      expect(role).toBe('placebo');
      expect(patches.map((patch) => patch.name)).toEqual(['placebo']);
      for (const [family, sign] of [
        ['gcc', '-D'],
        ['clang', '-D'],
        ['msvc', '/D'],
      ] as const) {
        const { compile = [], link = [], common = [] } = base?.[family] ?? {};
        const wanted = { common, link, compile: [...compile, sign + define] };
        expect(toolchain?.flags[family]).toEqual(wanted);
      }
    }
    expect(names.filter((name) => recipe.variants[name]?.role === 'placebo')).toEqual(placebos);
  });

  // The fault is in the callee's copy of the struct: measured with gcc 12 on Linux.
  it.each([
    ['seeded-fault', 'crashes'],
    ['seeded-fault-Od', 'clears'],
    ['seeded-fault-volatile', 'crashes'],
    ['seeded-fault-pointer', 'clears'],
  ])('expects of %s on Linux that it %s', (variant, expected) => {
    const { expect: found, reproducer } = settingsOf(variant, 'linux');
    expect(found.gcc).toBe(expected);
    expect(reproducer.variables['WINREPRO_SEEDED_FAULT']).toBe('{seed}');
  });

  it('says of what loses a pointer on purpose that it tests the harness, and makes it no control', () => {
    for (const name of names) {
      const { patches, why, role } = settingsOf(name, 'win32');
      if (!patches.some((patch) => patch.name === 'seeded-fault')) continue;
      expect(why).toContain('a test of the harness');
      expect(role).toBeUndefined();
    }
  });
});

describe('the environments of numpy-pypy on Windows', () => {
  it.each([
    ['baseline', '7.3.5', [4, 3, 2, 1, 0]],
    ['pypy-fixed', '7.3.5', [5, 7, 8, 9]],
    ['pypy-7.3.7', '7.3.7', [3, 2]],
  ])('%s: PyPy %s of builds %j', (variant, version, builds) => {
    const { environment } = settingsOf(variant, 'win32');
    if (environment.provider !== 'conda') throw new Error('not of conda');
    expect(environment.pinned).toMatchObject({ package: 'pypy3.7', version, builds });
    // The pin adds the package's own spec; another one here could contradict it.
    expect(environment.specs.filter((spec) => spec.startsWith('pypy3.7'))).toEqual([]);
  });
});

describe("cl's flags", () => {
  const shipped = recipe.toolchain?.msvc?.shipped;

  it('are those that distutils ships, with symbols and the layout of a build without them', () => {
    expect(msvcFlags('baseline')).toEqual({
      common: [],
      compile: [...(shipped?.compile ?? []), '/Zi'],
      link: [...(shipped?.link ?? []), '/DEBUG', '/OPT:REF,ICF'],
    });
  });

  it.each([
    ['no-gl-ltcg', ['/GL', '/LTCG'], []],
    ['GL-off', [], ['/GL-']],
    ['LTCG-off', ['/LTCG'], ['/LTCG:OFF']],
    ['Od', ['/Ox'], ['/Od']],
    ['environment-flags', ['/Zi', '/DEBUG'], ['/Z7', '/DEBUG:FULL']],
  ])('differ in %s from the baseline: without %j, with %j', (variant, without, having) => {
    const all = (name: string): readonly string[] => {
      const { compile = [], link = [] } = msvcFlags(name) ?? {};
      return [...compile, ...link];
    };
    const [base, changed] = [all('baseline'), all(variant)];
    expect(base.filter((flag) => !changed.includes(flag))).toEqual(without);
    expect(changed.filter((flag) => !base.includes(flag))).toEqual(having);
  });
});

describe('the loop of numpy-pypy', () => {
  const loopOf = (script: string): string => script.slice(script.indexOf('\nfor i in ') + 1);
  const bodyOf = (template: string): string =>
    /^for i in [^]*?^print\("done"\)$/mu.exec(
      readFileSync(new URL(`../../templates/numpy-pypy/${template}`, import.meta.url), 'utf8'),
    )?.[0] ?? '';

  it('has one body in all its templates, in plain text', () => {
    expect(bodyOf('loop.py').split('\n')).toHaveLength(15);
    expect(bodyOf('gc-hooks.py')).toBe(bodyOf('loop.py'));
    expect(bodyOf('attach.py')).toBe(bodyOf('loop.py'));
    for (const name of names) expect(scriptOf(name)).toMatch(/^[\n -~]+$/u);
  });

  it('prints in each line the number of that line, whatever a variant fills in', () => {
    for (const name of names) {
      if (!/[\\/]loop\.py$/u.test(settingsOf(name, 'win32').reproducer.template ?? '')) continue;
      const lines = scriptOf(name).split('\n');
      expect([lines[10], lines[13], lines[15]].map((line) => line?.trim())).toEqual([
        'print(11)',
        'print(14, i)',
        'print(16)',
      ]);
    }
  });

  it.each([
    ['gc-collect', '    gc.collect()'],
    ['subok-false', '        np.add(u, v, out=u, subok=False)'],
    ['warning-removed', '    u.flags.writeable = True'],
  ])('differs in %s in one line: %s', (variant, line) => {
    const base = loopOf(scriptOf('baseline')).split('\n');
    const changed = loopOf(scriptOf(variant)).split('\n');
    expect(changed.filter((one, index) => one !== base[index])).toEqual([line]);
  });

  const inputs = {
    program: null,
    interpreter: { path: 'p', kind: 'python', folders: [] },
    script: 's',
    tree: 't',
    scratch: 'c',
    heartbeat: 'h',
    seed: 12,
  } as const;

  it.each([
    ['baseline', ['p', '-u', 's']],
    ['jit-off', ['p', '-u', '--jit', 'off', 's']],
  ])('is started in %s by %j', (variant, command) => {
    expect(trialCommand(settingsOf(variant, 'win32'), inputs)).toEqual(command);
  });

  it('finds the NumPy that was built, and gets a seed only where the fault is in it', () => {
    const variablesOf = (variant: string) => trialVariables(settingsOf(variant, 'win32'), inputs);
    expect(variablesOf('print')).toEqual({
      PYTHONUNBUFFERED: '1',
      PYTHONPATH: 't',
      GIT_OPTIONAL_LOCKS: '0',
      LC_ALL: 'C.UTF-8',
    });
    expect(variablesOf('seeded-fault')['WINREPRO_SEEDED_FAULT']).toBe('12');
  });
});

describe('the protocol of numpy-pypy', () => {
  const { iteration, stage, trace, success, earliest } = recipe.protocol;
  const match = (expression: string | undefined, line: string): readonly unknown[] | null =>
    new RegExp(expression ?? '', 'u').exec(line)?.slice(1) ?? null;

  it('reads turns, stages and the end', () => {
    expect(match(iteration, '14 12478')).toEqual(['12478']);
    expect(match(iteration, '4884 0x55fb 2631 0x55fb 4898 16')).toBeNull();
    expect(match(stage, '11')).toEqual(['11', undefined]);
    expect(match(stage, '14 7')).toEqual([undefined, '14']);
    expect(match(stage, '4884 0x55fb 2631 0x55fb 4898 16')).toEqual(['16', undefined]);
    expect(match(success, 'done')).toEqual([]);
    expect(match(success, '4884 0x55fb 2631 0x55fb 4898 done')).toBeNull();
    expect(earliest).toBe(1040);
  });

  // The first three as NumPy printed them on Linux; the others in the form of those of 2021, Windows.
  it.each([
    [
      '4884 0x5582e8cbf480 2631 0x5582e8cbf480 4898 16',
      ['4884', '0x5582e8cbf480', '2631', '0x5582e8cbf480', '4898'],
    ],
    [
      '4884 0x5582e8ef82d0 2631 0x5582e8ef82d0 4898 4884 0x5582e8dc37a0 2631 0x5582e8dc37a0 4898 11',
      ['4884', '0x5582e8ef82d0', '2631', '0x5582e8ef82d0', '4898'],
    ],
    ['4884 0x55817dde9bd0 2631 (nil) ', ['4884', '0x55817dde9bd0', '2631', '(nil)', undefined]],
    [
      '4884 000001AD3B0C5D90 2631 000001AD3B0C5D90 4898 16',
      ['4884', '000001AD3B0C5D90', '2631', '000001AD3B0C5D90', '4898'],
    ],
    [
      '4884 000001AD3B0C5D90 2631 0000000000000000 ',
      ['4884', '000001AD3B0C5D90', '2631', '0000000000000000', undefined],
    ],
  ])('reads the trace line %s', (line, groups) => {
    expect(match(trace, line)).toEqual(groups);
    expect(match(iteration, line)).toBeNull();
  });
});
