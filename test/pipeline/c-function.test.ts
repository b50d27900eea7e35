import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findFunction,
  headOf,
  NotUnderstood,
  specifiersOf,
} from '../../src/pipeline/c-function.ts';
import { readCText } from '../../src/pipeline/c-text.ts';

/** Everything that looks like the function `find` and is not. */
const source = `/* static int find(void) { } */
// static int find(void) { \\
   static int find(void) { }
#include "find(.h"
#define find_all(x) { find( /* over
   lines { */ x, \\
   '{', "{")
static const char *text = "find() { \\" {", brace = '{', quote = '\\'';
struct found { int find; };
static struct found
unfind(int (*find)(int), struct found array[])
{
    return find(1) ? array[0] : (struct found){ find(2) };
}

/* What it does. */
static /* linkage */ int
find(int a, /* ) { */
     int (*b)(void)) // {
{
    if (a) { /* } */
#ifdef ODD
        char c = '}';
#else
        char c = '\\\\';
#endif
    }
    return find(a, b);
}
int last(void) { return find(0, 0); }
`;

describe('a C function', () => {
  it.each([
    ['LF', (text: string) => text],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ])('is found among comments, literals and macros, with %s', (_name, ends) => {
    const text = ends(source);
    const one = findFunction(text, 'find');
    expect(text.slice(one.start, one.end)).toBe(
      ends(source.slice(source.indexOf('static /* linkage */'), source.indexOf('\nint last'))),
    );
    expect(headOf(text, one)).toMatch(/^static [^]*int \(\*b\)\(void\)\)$/u);
    expect(specifiersOf(text, one)).toBe(ends('static /* linkage */ int\n'));
    const last = findFunction(text, 'last');
    expect(text.slice(last.start, last.end)).toBe('int last(void) { return find(0, 0); }');
  });

  it.each([
    ['no definition of gone', 'gone', 'int f(void) { return gone(); }', ''],
    ['no definition of f', 'f', 'int f(void);', '1: int f(void);'],
    [
      '2 definitions of f',
      'f',
      'int f(int a) { }\nint f(int b) { }',
      '1: int f(int a) { }\n2: int f(int b) { }',
    ],
    [
      'f outside of a function beside its definition',
      'f',
      'static int f(void);\nint f(void) { }',
      '1: static int f(void);',
    ],
    [
      'neither a declaration of f nor a definition of the form `type f(...) {`',
      'f',
      'int f(a)\n  int a;\n{ }',
      '1: int f(a)\n2:   int a;',
    ],
    [
      'neither a declaration of f nor a definition of the form `type f(...) {`',
      'f',
      'int a;\nf(void) { }',
      '2: f(void) { }',
    ],
    [
      'a condition around f that would not come along',
      'f',
      '#if A\n#endif\n#ifdef B\nint f(void) { }\n#endif',
      '3: #ifdef B',
    ],
    [
      'a preprocessor line in the head of f',
      'f',
      'int f(int a\n#ifdef B\n, int b\n#endif\n) { }',
      '1: int f(int a\n2: #ifdef B',
    ],
    [
      'a condition in f whose branches differ in their braces',
      'f',
      'int f(int a) {\n#if A\nif (a) {\n#else\n#endif\n} }',
      '4: #else',
    ],
    ['a # that does not begin its line', 'f', '/* */ #if A\nint f(void) { }', '1: /* */ #if A'],
    ['a brace that closes nothing', 'f', 'int a; }\nint f(void) { }', '1: int a; }'],
    ['a bracket that nothing closes', 'f', 'int f(void) {\n', '1: int f(void) {'],
    ['a } that closes something else', 'f', 'int f(void) {\n( }', '1: int f(void) {\n2: ( }'],
  ])('is refused with its lines: %s', (sentence, name, text, lines) => {
    const refused = (): unknown => findFunction(text, name);
    expect(refused).toThrow(NotUnderstood);
    expect(refused).toThrow(expect.objectContaining({ message: sentence, lines }));
  });
});

it('a bare text has the length and the lines of its source', () => {
  const pieces = ['/*', '*/', '//', '"', "'", '\\', '\n', '\r\n', '#', '#if', ' ', 'a', '{', '}'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces)), (parts) => {
      const text = parts.join('');
      const { bare } = readCText(text);
      expect(bare).toHaveLength(text.length);
      expect(bare.replaceAll(/[^\n]/gu, '')).toBe(text.replaceAll(/[^\n]/gu, ''));
    }),
  );
});
