import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { assumeToolbox } from '../../src/pipeline/find-toolbox.ts';
import { mixtureCommand } from '../../src/pipeline/mixture.ts';
import { captureLink, inTree, sharedObjects } from '../../src/pipeline/mixture-link.ts';
import { activate, prepareMixTree } from '../../src/pipeline/mixture-tree.ts';
import { makePlan, type Plan } from '../../src/pipeline/plan.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import type { Platform } from '../../src/recipe/schema.ts';
import { EnvironmentError, UserError } from '../../src/system/errors.ts';
import { testFolder } from '../system/folder.ts';
import { failure, put } from './actions/git-bench.ts';
import { controlRecipe, recipesFolder } from './planned.ts';

const build = {
  provider: 'setup-py',
  script: 'setup.py',
  arguments: ['build_ext'],
  variables: {},
  products: ['pkg/core/_ext.*.{so,pyd}'],
  jobs: false,
} as const;

/** A plan whose build has run, with what its log holds. */
async function finished(log: string, platform: Platform = 'linux', name = 'k'): Promise<Plan> {
  const settings = resolveVariant(controlRecipe(), 'optimized', {
    platform,
    recipeDirectory: recipesFolder,
  });
  const plan = await makePlan(settings, assumeToolbox(settings, null), null, 'w');
  const folder = join(await testFolder(), name);
  const tree = join(folder, 'tree');
  const suffix = platform === 'win32' ? 'pyd' : 'so';
  put(folder, { 'logs/build.log': log, [`tree/pkg/core/_ext.x.${suffix}`]: 'old' });
  return { ...plan, settings: { ...settings, build }, folder, tree, program: null };
}

const link = 'gcc -shared -O2 @flags.txt b/t/a.o b/t/sub/c.o -Lb -lm -o pkg/core/_ext.x.so';

it('the link command of a product is the last one of the log that makes it', async () => {
  const plan = await finished(
    [
      'gcc -shared b/t/old.o -o pkg/core/_ext.x.so',
      'gcc: a.c',
      'gcc -shared b/t/z.o -o pkg/core/_ext_tests.x.so',
      link,
      'gcc -shared b/t/z.o -o pkg/fft/other.x.so',
      'copying pkg/core/_ext.x.so -> elsewhere',
    ].join('\r\n'),
  );
  put(plan.tree, { 'flags.txt': '"-ffile-prefix-map=/w s/tree=."\n' });
  expect(await captureLink(plan)).toEqual({
    argv: link.split(' '),
    cwd: plan.tree,
    objects: ['b/t/a.o', 'b/t/sub/c.o'],
    product: join(plan.tree, 'pkg/core/_ext.x.so'),
  });
});

it('objects in a response file are those of the command', async () => {
  const plan = await finished('gcc -shared @b/list.rsp -lm -o pkg/core/_ext.x.so\n');
  put(plan.tree, { 'b/list.rsp': 'b/a.o\n"b/c d.o"\n' });
  const { argv, objects } = await captureLink(plan);
  expect(objects).toEqual(['b/a.o', 'b/c d.o']);
  expect(argv).toEqual(['gcc', '-shared', 'b/a.o', 'b/c d.o', '-lm', '-o', 'pkg/core/_ext.x.so']);
});

it('a line of MSVC is mixed by the same way, and writes nothing into the tree', async () => {
  const line =
    'C:\\Program Files\\VC\\link.exe /nologo /LTCG /DLL /LIBPATH:C:\\a b build\\t\\u.obj build\\t\\v.obj /OUT:pkg\\core\\_ext.x.pyd /IMPLIB:build\\t\\_ext.x.lib';
  const on = await finished(`${line}\n`, 'win32', 'on');
  const off = await finished(`${line}\n`, 'win32', 'off');
  const captured = sharedObjects(await captureLink(on), await captureLink(off));
  expect(captured.objects).toEqual(['build\\t\\u.obj', 'build\\t\\v.obj']);
  const mixture = mixtureCommand(captured, { on, off }, new Set(['build\\t\\v.obj']), 'M');
  expect(mixture.argv).toEqual([
    'C:\\Program Files\\VC\\link.exe',
    '/nologo',
    '/LTCG',
    '/DLL',
    '/LIBPATH:C:\\a b',
    join(off.tree, 'build/t/u.obj'),
    'build\\t\\v.obj',
    `/OUT:${join('M', '_ext.x.pyd')}`,
    `/IMPLIB:${join('M', '_ext.x.lib')}`,
  ]);
  expect(mixture.cwd).toBe(on.tree);
  expect(mixture.doing).toBe('linking _ext.x.pyd of 1 and 1 object files');
});

it('absolute objects are matched by their paths below the tree', () => {
  expect(inTree('/w/on/tree/b/./a.o', '/w/on/tree')).toBe('b/a.o');
  expect(inTree('C:\\w\\tree\\b\\a.obj', 'C:\\w\\tree')).toBe('b/a.obj');
  expect(inTree('/usr/lib/crti.o', '/w/on/tree')).toBe('/usr/lib/crti.o');
});

it('a log without the command is named, and so is a build that tells none', async () => {
  const plan = await finished('gcc: a.c\ngcc -c a.c -o pkg/core/_ext.x.so\n');
  const error = await failure(captureLink(plan));
  expect(error).toBeInstanceOf(EnvironmentError);
  expect(error.message).toBe(
    `${join(plan.folder, 'logs', 'build.log')} holds no command that links _ext.x.so, so its object files cannot be mixed: remove ${plan.folder}, and build the variant anew`,
  );
  const commands = { provider: 'commands', commands: [['make']] } as const;
  const other = { ...plan, settings: { ...plan.settings, build: commands } };
  await expect(captureLink(other)).rejects.toThrow(UserError);
  await expect(captureLink(other)).rejects.toThrow(
    'object files cannot be mixed in recipe control, whose build is of the provider commands: only c-program and setup-py tell their link command',
  );
});

it('trials of mixtures have a tree of their own, made once, in which the product is replaced', async () => {
  const plan = await finished(link);
  put(plan.tree, {
    'build/t/a.o': 'o',
    '.git': 'gitdir: x',
    'pkg/build/kept.py': 'k',
    'pkg/__init__.py': '1',
  });
  const folder = join(await testFolder(), 'mix');
  await mkdir(folder);
  // What an interrupted copy left is no tree.
  put(folder, { 'tree/half': '' });
  const mix = await prepareMixTree(plan, folder);
  expect(mix.tree).toBe(join(folder, 'tree'));
  const inMix = (path: string) => readFile(join(mix.tree, path), 'utf8').catch(() => null);
  expect(await inMix('pkg/__init__.py')).toBe('1');
  expect(await inMix('pkg/build/kept.py')).toBe('k');
  for (const path of ['half', '.git', 'build/t/a.o']) expect(await inMix(path), path).toBe(null);

  const made = join(await testFolder(), '_ext.x.so');
  await writeFile(made, 'new');
  await activate(mix, made);
  expect(await inMix('pkg/core/_ext.x.so')).toBe('new');
  expect(await readFile(join(plan.tree, 'pkg/core/_ext.x.so'), 'utf8')).toBe('old');
  await prepareMixTree(plan, folder);
  expect(await inMix('pkg/core/_ext.x.so')).toBe('new');
});
