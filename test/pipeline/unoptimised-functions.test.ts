import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NotDefined, NotUnderstood } from '../../src/pipeline/c-function.ts';
import { unoptimised } from '../../src/pipeline/unoptimised-functions.ts';

const source =
  'int x; /* a */ static int\none(void)\n{\n}\nint two(void) { return 2; } // behind\nint y;\n';

it('puts the pragmas of each family around a function, and keeps every line’s number', () => {
  expect(unoptimised(source, ['one'], 'gcc')).toBe(
    'int x; /* a */ \n#pragma push_macro("__OPTIMIZE__")\n#pragma GCC push_options\n#pragma GCC optimize ("O0")\n#line 1\nstatic int\none(void)\n{\n}\n#pragma GCC pop_options\n#pragma pop_macro("__OPTIMIZE__")\n#line 4\n\nint two(void) { return 2; } // behind\nint y;\n',
  );
  expect(unoptimised(source, ['two'], 'clang')).toBe(
    'int x; /* a */ static int\none(void)\n{\n}\n#pragma clang optimize off\n#line 5\nint two(void) { return 2; }\n#pragma clang optimize on\n#line 5\n // behind\nint y;\n',
  );
  expect(unoptimised('int f(void) {}', ['f'], 'msvc')).toBe(
    '#pragma optimize("", off)\n#line 1\nint f(void) {}\n#pragma optimize("", on)\n#line 1\n',
  );
});

it('keeps CRLF, and goes on from a #line of the text', () => {
  const windows = '/* x */\r\n#line 70 "a.c.src"\r\n\r\nint f(void)\r\n{\r\n}\r\n';
  expect(unoptimised(windows, ['f'], 'clang')).toBe(
    '/* x */\r\n#line 70 "a.c.src"\r\n\r\n#pragma clang optimize off\r\n#line 71\r\nint f(void)\r\n{\r\n}\r\n#pragma clang optimize on\r\n#line 73\r\n\r\n',
  );
});

it('means a name in all branches of a condition, and each name once', () => {
  const two = '#if A\nint f(void) {}\n#else\nint f(int a) {}\n#endif\n';
  expect(unoptimised(two, ['f', 'f'], 'msvc').match(/, off\)/g)).toHaveLength(2);
});

it.each([
  ['int f(void);', 'f', NotDefined, 'no definition of f that is understood'],
  ['F(f) {}\nint F(void) {}', 'F', NotUnderstood, 'F in line 1 with no type in front of F'],
  ['#line LINE\nint f(void) {}', 'f', NotUnderstood, 'a #line without a number'],
])('refuses %s', (text, name, kind, message) => {
  const work = () => unoptimised(text, [name], 'gcc');
  expect(work).toThrow(kind);
  expect(work).toThrow(message);
});

it('without what was put in, the text is what it was', () => {
  const names = ['one', 'two'];
  fc.assert(
    fc.property(fc.subarray(names), fc.constantFrom('gcc', 'clang', 'msvc'), (some, family) => {
      const edited = unoptimised(source, some, family);
      const lines = edited.split('\n').filter((line) => !/^#(?:pragma|line)\b/.test(line));
      expect(lines.join('').replaceAll('\n', '')).toBe(source.replaceAll('\n', ''));
      expect(edited === source).toBe(some.length === 0);
    }),
  );
});

it('leaves the comment in front of a function with it, which NumPy’s generators read', () => {
  const source =
    'int x;\n\n/*UFUNC_API\n * Doc.\n */\nNPY_NO_EXPORT int\nf(int a)\n{\n    return a;\n}\n';
  expect(unoptimised(source, ['f'], 'clang')).toBe(
    'int x;\n\n#pragma clang optimize off\n#line 3\n/*UFUNC_API\n * Doc.\n */\nNPY_NO_EXPORT int\nf(int a)\n{\n    return a;\n}\n#pragma clang optimize on\n#line 10\n\n',
  );
});
