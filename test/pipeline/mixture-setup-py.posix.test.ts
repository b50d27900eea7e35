import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { mixtureCommand, mixturePath } from '../../src/pipeline/mixture.ts';
import { captureLink, sharedObjects } from '../../src/pipeline/mixture-link.ts';
import { activate, prepareMixTree } from '../../src/pipeline/mixture-tree.ts';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { sha256File } from '../../src/system/hash.ts';
import { layOutMiniExt } from '../e2e/mini-ext.ts';
import { testFolder } from '../system/folder.ts';
import { git } from './actions/git-bench.ts';
import { built, performed, planOf } from './planned.ts';

const CALL = "subprocess.check_call([*compiler, *link, '-shared', *objects, '-o', PRODUCT])";
const TOLD = `print(' '.join([*compiler, *link, '-shared', *objects, '-o', PRODUCT]), flush=True)`;

const { exitCode } = await execa('gcc', ['--version'], { reject: false });

it.skipIf(exitCode !== 0 && !process.env['CI'])(
  'an extension is mixed by the link command that setup.py printed (skipped only without gcc)',
  { timeout: 120_000 },
  async () => {
    const folder = await testFolder();
    layOutMiniExt(folder);
    const setup = join(folder, 'source', 'setup.py');
    const text = await readFile(setup, 'utf8');
    await writeFile(
      setup,
      text.replace(CALL, () => `${TOLD}\n        ${CALL}`),
    );
    git(join(folder, 'source'), 'commit', '--quiet', '-am', 'print the link as distutils does');
    git(join(folder, 'source'), 'tag', '--force', '-a', '-m', 'one', 'v1.0');

    const file = join(folder, 'mini-ext.yaml');
    const recipe = parseRecipe(await readFile(file, 'utf8'), file);
    const request = { recipe, directory: folder, workspace: join(folder, 'w s') };
    const on = await built(await planOf({ ...request, variant: 'fault' }));
    const off = await built(await planOf({ ...request, variant: 'O0' }));
    const link = sharedObjects(await captureLink(on), await captureLink(off));
    expect(link.objects).toEqual(['build/loop.o', 'build/step.o', 'build/table.o']);

    const linked = async (name: string, kept: readonly string[]): Promise<string> => {
      const place = join(folder, name);
      await mkdir(place);
      await performed([mixtureCommand(link, { on, off }, new Set(kept), place)], folder);
      return mixturePath(link, place);
    };
    const all = await linked('all', link.objects);
    const one = await linked('one', ['build/table.o']);
    const same = await linked('same', ['build/table.o']);
    expect(await sha256File(all)).toBe(await sha256File(link.product));
    expect(await sha256File(one)).not.toBe(await sha256File(all));
    expect(await sha256File(same)).toBe(await sha256File(one));

    const mix = await prepareMixTree(on, join(folder, 'mixtures'));
    await activate(mix, one);
    expect(await sha256File(join(mix.tree, 'ext', '_ext.mini.so'))).toBe(await sha256File(one));
    expect(await sha256File(link.product)).toBe(await sha256File(all));
  },
);
