import { expect, it } from 'vitest';
import { surveyFunctions } from '../../src/pipeline/defined-functions.ts';

const names = (source: string) => surveyFunctions(source).functions.map(({ name }) => name);

/** The text of each function, from its first specifier to its closing brace. */
const texts = (source: string) =>
  surveyFunctions(source).functions.map(({ start, end }) => source.slice(start, end));

it('finds definitions of every shape, each from its first specifier to its closing brace', () => {
  const shapes = [
    'int plain(void) { return 1; }',
    'static inline __attribute__((noinline, noclone)) struct s *\nattributed(int (*call)(int), char *b[3])\n{ if (b) { call(1); } return 0; }',
    '__declspec(noinline) int __cdecl declared(void)\n{\n}',
    'NPY_NO_EXPORT PyObject *\nbraces_in_text(void) { char c = \'}\'; const char *s = "}{"; /* } */ return 0; } ',
    'int\nold(a, b)\n    int a;\n    char *b, c[2];\n{ return a; }',
  ].map((shape) => shape.trimEnd());
  const between = [
    '/* int comment(void) { } */\n// int line(void) {}\n#define MACRO(x) int x(void) { }\n',
    'int declared_only(int a);\nstatic int (*pointer)(void);\n',
    'struct s { int (*member)(int); };\ntypedef struct __attribute__((packed)) { int a; } t;\nenum e { A, B };\n',
    'int table[] = { 1, 2 }, (*calls[])(void) = { plain };\nstruct s one = { .member = 0 };\n',
    'extern "C" {\nint in_linkage(void) {}\n}\n',
  ];
  const source = shapes.map((shape, index) => `${between[index] ?? ''}${shape}\n\n`).join('');
  expect(texts(source)).toEqual([
    ...shapes.slice(0, 4),
    'int in_linkage(void) {}',
    ...shapes.slice(4),
  ]);
  expect(surveyFunctions(source).unclear).toEqual([]);
  expect(texts(source.replaceAll('\n', '\r\n'))).toHaveLength(6);
});

it('reads each branch of a condition, also of one that stands around all', () => {
  const source = [
    '#ifndef GUARD',
    'int before(void) { return 0; }',
    '#if defined(_WIN32)',
    'int twice(int a) { return a; }',
    '#elif B',
    'long twice(void)',
    '{',
    '#if C',
    '    if (1) { return 2; }',
    '#endif',
    '    return 1;',
    '}',
    '#else',
    'int other(void) { return 0; }',
    '#endif',
    'int behind(void) { return 0; }',
    '#endif',
  ].join('\n');
  expect(names(source)).toEqual(['before', 'twice', 'twice', 'other', 'behind']);
  expect(surveyFunctions(source).unclear).toEqual([]);
});

const condition = 'a condition that decides about its head or its braces';

it.each<[string, string, string | null, number, string]>([
  [
    'a head in two branches',
    '#if A\nint f(int a) {\n#else\nint f(void) {\n#endif\n}\n',
    'f',
    4,
    condition,
  ],
  [
    'a brace in one branch',
    'int f(int a) {\n#if A\n  if (a) {\n#endif\n#if A\n  }\n#endif\n}\n',
    'f',
    1,
    condition,
  ],
  [
    'an end in a branch',
    'int f(int a) {\n#if A\n}\n#else\n  return 1; }\n#endif\n',
    'f',
    1,
    condition,
  ],
  ['a macro with a body', 'DEFINE(f) { return 1; }\n', 'DEFINE', 1, 'no type in front of DEFINE'],
  [
    'a name that a macro makes',
    'int NAME(f)(int a) { return a; }\n',
    null,
    1,
    'no name in front of its parameters',
  ],
  [
    'a pointer to a function as result',
    'int (*f(int a))(void) { return 0; }\n',
    null,
    1,
    'no name in front of its parameters',
  ],
  [
    'a word behind the parameters',
    'int f(int a) NOEXCEPT { return a; }\n',
    null,
    1,
    'a word between its parameters and its body',
  ],
  ['no end', 'int f(int a) { return a;\n', 'f', 1, 'a brace that nothing closes'],
])('does not guess at %s, and goes on behind it', (_what, bad, name, line, reason) => {
  const source = `${bad}${reason.includes('nothing closes') ? '' : 'int after(void) { return 0; }\n'}`;
  const { functions, unclear } = surveyFunctions(source);
  expect(unclear).toContainEqual({ name, line, reason });
  expect(functions.map((one) => one.name)).toEqual(
    reason.includes('nothing closes') ? [] : ['after'],
  );
});

it('believes no text behind a brace that closes nothing, and none with a stray #', () => {
  const { functions, unclear } = surveyFunctions('int a(void) { }\n}\nint b(void) { }\n');
  expect(functions.map(({ name }) => name)).toEqual(['a']);
  expect(unclear).toEqual([{ name: null, line: 2, reason: 'a brace that closes nothing' }]);
  expect(surveyFunctions('int a(void) { }\n/* */ #if A\n')).toEqual({
    functions: [],
    unclear: [{ name: null, line: 2, reason: 'a # that does not begin its line' }],
  });
});
