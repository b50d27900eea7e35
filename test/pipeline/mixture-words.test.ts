import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printedWords } from '../../src/pipeline/mixture-words.ts';
import { quotePosix } from '../../src/pipeline/quote.ts';

it('reads the unquoted lines of distutils, in which a path may have spaces', () => {
  const msvc =
    'C:\\Program Files (x86)\\MSVC\\bin\\link.exe /nologo /LTCG /DLL /LIBPATH:C:\\a b\\libs /LIBPATH:C:\\Program Files (x86)\\Windows Kits\\x64 /EXPORT:PyInit_x build\\t\\a.obj build\\t\\b.obj npymath.lib /OUT:n\\x.pyd /IMPLIB:build\\t\\x.lib';
  expect(printedWords(msvc, true)).toEqual([
    'C:\\Program Files (x86)\\MSVC\\bin\\link.exe',
    '/nologo',
    '/LTCG',
    '/DLL',
    '/LIBPATH:C:\\a b\\libs',
    '/LIBPATH:C:\\Program Files (x86)\\Windows Kits\\x64',
    '/EXPORT:PyInit_x',
    'build\\t\\a.obj',
    'build\\t\\b.obj',
    'npymath.lib',
    '/OUT:n\\x.pyd',
    '/IMPLIB:build\\t\\x.lib',
  ]);
  expect(printedWords('gcc -shared @f.txt a.o -L/x y/z -lm -o n/x.so', false)).toEqual([
    'gcc',
    '-shared',
    '@f.txt',
    'a.o',
    '-L/x y/z',
    '-lm',
    '-o',
    'n/x.so',
  ]);
  expect(printedWords('x86_64-w64-mingw32-gcc.exe -shared build\\a.o -o n\\x.pyd', true)).toEqual([
    'x86_64-w64-mingw32-gcc.exe',
    '-shared',
    'build\\a.o',
    '-o',
    'n\\x.pyd',
  ]);
});

it('reads the quoted lines of newer ones, by the rules of the platform', () => {
  expect(
    printedWords(
      '"C:\\Program Files\\link.exe" "/LIBPATH:C:\\a b\\\\" /DX=\\"s\\" a.obj "/OUT:c d\\x.pyd"',
      true,
    ),
  ).toEqual([
    'C:\\Program Files\\link.exe',
    '/LIBPATH:C:\\a b\\',
    '/DX="s"',
    'a.obj',
    '/OUT:c d\\x.pyd',
  ]);
  expect(printedWords(`'/opt/my gcc' -shared "a \\"b.o" it\\'s.o -o 'x y.so'`, false)).toEqual([
    '/opt/my gcc',
    '-shared',
    'a "b.o',
    "it's.o",
    '-o',
    'x y.so',
  ]);
});

it('reads back whatever a POSIX shell would', () => {
  const word = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => !/[\r\n\0]/.test(text));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      const line = [...words.map(quotePosix), "'quoted at least here'"].join(' ');
      expect(printedWords(line, false)).toEqual([...words, 'quoted at least here']);
    }),
  );
});
