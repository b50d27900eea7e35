import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clangParts, gccParts, printedParts } from '../../src/system/compiler-flags.ts';
import { EnvironmentError } from '../../src/system/errors.ts';
import { testFolder } from './folder.ts';

test('of gcc, the plain optimizers that only the level enables are its parts', () => {
  const none = [
    'The following options control optimizations:',
    '  -falign-loops               \t\t[disabled]',
    '  -faggressive-loop-optimizations \t[enabled]',
  ].join('\n');
  const on = [
    'The following options control optimizations:',
    '  -O<number>                  \t\t',
    '  -falign-loops               \t\t[enabled]',
    '  -falign-loops=              \t\t16:11:8',
    '  -faggressive-loop-optimizations \t[enabled]',
    '  -fvect-cost-model=[unlimited|dynamic|cheap|very-cheap] \tvery-cheap',
    '  -frtti                      \t\t[available in C++, D, ObjC++]',
    '',
  ].join('\r\n');
  expect(gccParts(on, none)).toEqual([{ name: '-falign-loops', off: ['-fno-align-loops'] }]);
});

test('of clang, words of cc1 that a switch can undo are the parts', () => {
  const line = (...words: readonly string[]) =>
    `clang version 14\n "/usr/lib/a \\"b\\"/clang" "-cc1" "-mframe-pointer=${words[0] ?? ''}" ${words.slice(1).join(' ')} "-o" "-"\n`;
  const parts = clangParts(
    line('none', '"-O2"', '"-vectorize-slp"', '"-unknown"'),
    line('all', '"-O0"', '"-mrelax-all"'),
  );
  expect(parts).toEqual([
    { name: '-fomit-frame-pointer', off: ['-fno-omit-frame-pointer'] },
    { name: '-fslp-vectorize', off: ['-fno-slp-vectorize'] },
  ]);
});

test('a compiler that does not answer is named with its words', async () => {
  const error: unknown = await printedParts({ path: process.execPath, family: 'gcc' }, '-O2').catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(EnvironmentError);
  expect(String(error)).toContain(`${process.execPath} does not say what its optimization levels`);
  expect((error as EnvironmentError).evidence).toContain('bad option');
});

test.skipIf(process.platform === 'win32')('a compiler of any path is asked', async () => {
  const path = join(await testFolder(), 'gcc ä');
  await writeFile(path, `#!/bin/sh\n[ "$1" = -O1 ] && echo "  -fdce  [enabled]"\nexit 0\n`);
  await chmod(path, 0o755);
  expect(await printedParts({ path, family: 'gcc' }, '-O1')).toEqual([
    { name: '-fdce', off: ['-fno-dce'] },
  ]);
  expect(await printedParts({ path, family: 'msvc' }, '/O2')).toEqual([]);
});
