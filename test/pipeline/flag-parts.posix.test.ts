import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  flagElements,
  macroParts,
  withoutElements,
  type FlagElement,
} from '../../src/pipeline/flag-parts.ts';
import {
  buildControl,
  compilers,
  missingCommands,
  runControl,
} from '../control/control-program.ts';
import { testFolder } from '../system/folder.ts';

for (const compiler of compilers) {
  const missing = await missingCommands(compiler);
  const skipped = (missing.length > 0 || process.arch !== 'x64') && !process.env['CI'];
  const note = skipped ? ` (skipped: needs ${missing.join(', ') || 'an x86-64 processor'})` : '';
  const family = compiler.name === 'clang' ? 'clang' : 'gcc';
  const flags = { common: ['-O2', '-flto'], compile: ['-g'], link: [] };

  describe.skipIf(skipped)(`The parts of ${compiler.name}'s -O2${note}`, () => {
    const ask = async (): Promise<readonly FlagElement[]> => {
      const printed = await macroParts(flags.common, { path: compiler.name, family });
      expect(Object.keys(printed)).toEqual(['-O2']);
      return flagElements(['-O2', '-flto'], flags, family, printed);
    };
    const endWithout = async (off: readonly FlagElement[]): Promise<string> => {
      const { common, compile } = withoutElements(flags, off);
      const folder = await testFolder();
      // In a file, because the helper puts the flags into the names of its files.
      await writeFile(join(folder, 'flags'), [...common, ...compile].join('\n'));
      const program = await buildControl(compiler, folder, [`@${join(folder, 'flags')}`]);
      return (await runControl(program, ['--seed', '7'])).end;
    };

    it('are known, and accepted all at once', async () => {
      const parts = (await ask()).filter(({ needs }) => needs.includes('-O2'));
      const names = parts.map(({ name }) => name);
      expect(names).toEqual(
        expect.arrayContaining(
          family === 'gcc'
            ? ['-finline', '-fipa-ra', '-ftree-slp-vectorize', '-fomit-frame-pointer']
            : ['-fvectorize', '-fslp-vectorize', '-fomit-frame-pointer'],
        ),
      );
      expect(names.some((name) => name.includes('='))).toBe(false);
      // Without any of gcc's parts nothing is inlined, and the struct stays in memory.
      expect(await endWithout(parts)).toBe(family === 'gcc' ? 'clean' : 'crashed');
    });

    it('can each be switched off with the effect that was measured of them', async () => {
      const elements = await ask();
      const one = (name: string) => elements.filter((element) => element.name === name);
      if (family === 'gcc') {
        expect(await endWithout(one('-finline'))).toBe('clean');
        expect(await endWithout(one('-finline-small-functions'))).toBe('crashed');
        expect(await endWithout(one('-ftree-slp-vectorize'))).toBe('crashed');
      } else {
        expect(await endWithout(one('-fslp-vectorize'))).toBe('crashed');
      }
      expect(await endWithout([])).toBe('crashed');
      expect(await endWithout(one('-O2'))).toBe('clean');
      expect(await endWithout(one('-flto'))).toBe('clean');
    });
  });
}
