import { expect, test } from 'vitest';
import { firstErrors } from '../../src/pipeline/first-errors.ts';

test('the first error of a compiler is shown with what stands before it', () => {
  const output = [
    ...Array.from({ length: 50 }, (_, index) => `cc -c file${index}.c`),
    'ufunc.c: In function main:',
    "ufunc.c:12:5: error: 'x' undeclared",
    '   12 |     x = 1;',
    ...Array.from({ length: 100 }, () => 'more'),
  ].join('\r\n');
  const shown = firstErrors(output).split('\n');
  expect(shown).toContain("ufunc.c:12:5: error: 'x' undeclared");
  expect(shown).toContain('ufunc.c: In function main:');
  expect(shown.length).toBeLessThanOrEqual(30);
});

test('without anything that reads like an error the end is shown', () => {
  const output = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');
  expect(firstErrors(output)).toMatch(/^line 70\n[^]*line 99$/);
});

test('a file named error is no error', () => {
  expect(firstErrors(['compiling my-error.c', 'undefined reference to `f`'].join('\n'))).toContain(
    'undefined reference',
  );
});

test("a configuration's questions are no errors, and a compiler's error comes before a wrapper's", () => {
  const output = [
    "_configtest.c:7:5: error: unknown type name 'nosuch'",
    'failure.',
    ...Array.from({ length: 50 }, (_, index) => `gcc: file${index}.c`),
    'error: the cache is cold, and that does not matter',
    "numpy/core/src/umath/ufunc_object.c:2631:9: error: 'x' undeclared",
    'error: Command "gcc -c ufunc_object.c" failed with exit status 1',
  ].join('\n');
  const [first = '', , , third = ''] = firstErrors(output).split('\n');
  expect(first).toBe('gcc: file48.c');
  expect(third).toContain("error: 'x' undeclared");
});

test.each([
  "numpy\\core\\src\\umath\\ufunc_object.c(2631): error C2065: 'x': undeclared identifier",
  'ufunc_object.obj : error LNK2019: unresolved external symbol PyX',
  'LINK : fatal error LNK1104: cannot open file python37.lib',
])("cl's and link's words are errors: %s", (line) => {
  const output = [...Array.from({ length: 9 }, () => 'error: an earlier word'), line].join('\n');
  expect(firstErrors(output).split('\n')[3]).toBe(line);
});
