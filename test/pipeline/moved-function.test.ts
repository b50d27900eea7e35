import { describe, expect, it } from 'vitest';
import { NotUnderstood } from '../../src/pipeline/c-function.ts';
import { moveFunction } from '../../src/pipeline/moved-function.ts';

const source = `#include <stdio.h>
typedef struct { int a; } pair;
#define OTHER 1
#define SUM(p) ((p).a + \\
    1)

static int
helper(pair p)
{
    return SUM(p);
}
int open_helper(void) { return 2; }
static int idle(void) { return 3; }

static int
callee(pair p)
{
    /* idle() */
    return helper(p) + open_helper() + SUM(p) + printf("idle()");
}

int main(void) { return callee((pair){ 1 }); }
`;

const move = { function: 'callee', head: 'typedef struct { int a; } pair;', linkage: 'extern' };

const made = `#include <stdio.h>
typedef struct { int a; } pair;

#define SUM(p) ((p).a + \\
    1)

extern int
helper(pair p);

int open_helper(void);

extern int
callee(pair p)
{
    /* idle() */
    return helper(p) + open_helper() + SUM(p) + printf("idle()");
}
`;

const left = source
  .replace('static int\nhelper', 'extern int\nhelper')
  .replace(
    /static int\ncallee[^]*\n\}\n\nint main/u,
    'extern int\ncallee(pair p);\n\n\n\n\n\nint main',
  );

describe('a moved function', () => {
  it.each([
    ['LF', (text: string) => text],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ])('takes along what it needs, and no line after it moves, with %s', (_name, ends) => {
    const { from, to } = moveFunction(ends(source), move);
    expect(to).toBe(ends(made));
    expect(from).toBe(ends(left));
    expect(
      from
        .split('\n')
        .indexOf(ends('int main(void) { return callee((pair){ 1 }); }\n').split('\n')[0] ?? ''),
    ).toBe(21);
  });

  it('is made visible by the words that the recipe gives, and only where it says static itself', () => {
    const text = 'int x;\nint f(int a[static 2]) { return a[0]; }\n';
    const { to } = moveFunction(text, { function: 'f', head: 'int x;', linkage: '$& HIDDEN' });
    expect(to).toBe('int x;\n\nint f(int a[static 2]) { return a[0]; }\n');
    const hidden = moveFunction(text.replace('int f', 'static int f'), {
      function: 'f',
      head: 'int x;',
      linkage: '$& HIDDEN',
    });
    expect(hidden.to).toContain('\n$& HIDDEN int f(int a[static 2]) {');
  });

  it.each([
    ['no line `int y;` for its `head`', 'int x;\nint f(void) { }', 'int y;', ''],
    [
      '2 lines `int x;` for its `head`',
      'int x;\nint x;\nint f(void) { }',
      'int x;',
      '1: int x;\n2: int x;',
    ],
    [
      'a condition that is open behind `int x;`',
      '#if A\nint x;\n#endif\nint f(void) { }',
      'int x;',
      '1: #if A',
    ],
    ['f in front of `int x;`', 'int f(void) { }\nint x;', 'int x;', '1: int f(void) { }'],
    [
      'g not as a function that can be made visible to another file',
      'int x;\nstatic inline int g(void) { }\nint f(void) { g(); }',
      'int x;',
      '2: static inline int g(void) { }',
    ],
    [
      'g outside of a function beside its definition',
      'int x;\nstatic int g(void);\nint f(void) { g(); }\nint g(void) { }',
      'int x;',
      '2: static int g(void);',
    ],
    [
      'M, which f uses, undefined or defined on a condition',
      'int x;\n#ifdef A\n#define M 1\n#endif\nint f(void) { return M; }',
      'int x;',
      '3: #define M 1',
    ],
    [
      'M, which f uses, undefined or defined on a condition',
      'int x;\n#define M 1\n#undef M\nint f(void) { return M; }',
      'int x;',
      '3: #undef M',
    ],
  ])('is refused with its lines: %s', (message, text, head, lines) => {
    const refused = (): unknown => moveFunction(text, { function: 'f', head, linkage: 'extern' });
    expect(refused).toThrow(NotUnderstood);
    expect(refused).toThrow(expect.objectContaining({ message, lines }));
  });
});
