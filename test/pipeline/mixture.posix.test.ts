import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dir } from 'tmp-promise';
import { mixtureCommand, mixturePath, type MixedBuilds } from '../../src/pipeline/mixture.ts';
import { captureLink, sharedObjects, type LinkCommand } from '../../src/pipeline/mixture-link.ts';
import type { FlagEdits } from '../../src/recipe/flags.ts';
import { editFlags } from '../../src/recipe/flags.ts';
import type { Settings } from '../../src/recipe/settings.ts';
import { sha256File } from '../../src/system/hash.ts';
import { compilers, missingCommands, runControl } from '../control/control-program.ts';
import { built, controlRecipe, performed, planOf } from './planned.ts';

for (const compiler of compilers) {
  const missing = await missingCommands(compiler);
  const skipped = (missing.length > 0 || process.arch !== 'x64') && !process.env['CI'];
  const note = skipped ? ` (skipped: needs ${missing.join(', ') || 'an x86-64 processor'})` : '';
  const family = compiler.name === 'clang' ? 'clang' : 'gcc';

  describe.skipIf(skipped)(`Mixtures of two builds by ${compiler.name}${note}`, () => {
    let link: LinkCommand;
    let builds: MixedBuilds;
    let scratch = '';

    beforeAll(async () => {
      scratch = (await dir({ prefix: 'winrepro mix ä ', unsafeCleanup: true })).path;
      const recipe = controlRecipe();
      const axis = recipe.axes['objects'];
      if (axis?.kind !== 'objects') throw new Error('the control has an axis of objects');
      const overrides = { compilers: [compiler.name] };
      const request = { recipe, variant: 'optimized', workspace: join(scratch, 'w s'), overrides };
      const without = (settings: Settings) => edited(settings, axis.without);
      const on = await built(await planOf(request));
      const off = await built(await planOf({ ...request, edit: without }));
      builds = { on, off };
      link = sharedObjects(await captureLink(on), await captureLink(off));
      return () => rm(scratch, { recursive: true });
    }, 60_000);

    const edited = (settings: Settings, edits: FlagEdits): Settings => {
      const { toolchain } = settings;
      if (toolchain === undefined) throw new Error('the control has a toolchain');
      const { flags } = editFlags(toolchain.flags[family], edits, family, settings.platform);
      return {
        ...settings,
        toolchain: { ...toolchain, flags: { ...toolchain.flags, [family]: flags } },
      };
    };
    const linked = async (kept: readonly string[], order?: readonly number[]): Promise<string> => {
      const folder = join((await dir({ tmpdir: scratch, prefix: 'm ' })).path);
      await performed([mixtureCommand(link, builds, new Set(kept), folder, order)], scratch);
      return mixturePath(link, folder);
    };
    const end = async (program: string) => (await runControl(program, ['--seed', '7'])).end;

    it('exchange the objects that the product is linked of', () => {
      expect(link.objects).toEqual(
        ['ufunc', 'internal', 'runtime', 'jit', 'main', 'options', 'platform'].map(
          (one) => `${one}.o`,
        ),
      );
      expect(link.product).toBe(builds.on.program);
    });

    it('crash where both files that it takes are kept, and nowhere else', async () => {
      expect(await end(await linked(['ufunc.o', 'internal.o']))).toBe('crashed');
      for (const kept of [
        ['ufunc.o'],
        ['internal.o'],
        link.objects.filter((one) => one !== 'ufunc.o'),
      ]) {
        expect(await end(await linked(kept)), kept.join(' ')).toBe('clean');
      }
    });

    it('are the first build when all is kept, and one set is one binary wherever it is linked', async () => {
      expect(await sha256File(await linked(link.objects))).toBe(await sha256File(link.product));
      const [one, two, other] = [
        await linked(['ufunc.o', 'internal.o']),
        await linked(['ufunc.o', 'internal.o']),
        await linked(['ufunc.o']),
      ];
      expect(await sha256File(two)).toBe(await sha256File(one));
      expect(await sha256File(other)).not.toBe(await sha256File(one));
    });

    it('have another layout for another order, and crash in it', async () => {
      const kept = ['ufunc.o', 'internal.o'];
      const hashes = new Set<string>();
      for (const order of [undefined, [6, 5, 4, 3, 2, 1, 0], [1, 0, 3, 2, 5, 4, 6]]) {
        const program = await linked(kept, order);
        hashes.add(await sha256File(program));
        expect(await end(program)).toBe('crashed');
      }
      expect(hashes.size).toBe(3);
      const { argv } = mixtureCommand(link, builds, new Set(kept), '/m', [6, 5, 4, 3, 2, 1, 0]);
      expect(argv.filter((word) => word.endsWith('.o')).map((word) => basename(word))).toEqual(
        link.objects.toReversed(),
      );
    });

    it('keep whatever only one of the builds made', async () => {
      const fewer = { ...link, objects: link.objects.slice(1) };
      const narrow = sharedObjects(link, fewer);
      expect(narrow.objects).toEqual(fewer.objects);
      const { argv } = mixtureCommand(narrow, builds, new Set(), '/m');
      expect(argv).toContain('ufunc.o');
      expect(argv).toContain(join(builds.off.tree, 'internal.o'));
    });
  });
}
