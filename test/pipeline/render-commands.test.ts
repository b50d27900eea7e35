import { expect, test } from 'vitest';
import type { Step } from '../../src/pipeline/step.ts';
import { renderStep } from '../../src/pipeline/render-commands.ts';

const step: Step = {
  name: 'build',
  key: 'k',
  directory: '/w s/b',
  actions: [
    { kind: 'make-directory', path: '/w s/b' },
    { kind: 'copy', from: '/src/a.c', to: '/w s/b/a.c' },
    { kind: 'write', path: '/w s/b/loop.py', content: 'print(1)\nEND\n' },
    {
      kind: 'command',
      argv: ['gcc', '-DNAME="x y"', '-c', 'a.c'],
      cwd: '/w s/b',
      variables: { CFLAGS: '-O2 -g' },
      doing: 'compiling a.c',
    },
    { kind: 'command', argv: ['gcc', 'a.o'], cwd: '/w s/b', variables: {}, doing: 'linking' },
  ],
  outputs: [],
};

test('a step reads as lines for a POSIX shell', () => {
  expect(renderStep(step, 'linux')).toEqual([
    "mkdir -p '/w s/b'",
    "cp /src/a.c '/w s/b/a.c'",
    "cat > '/w s/b/loop.py' <<'END_'",
    'print(1)',
    'END',
    'END_',
    "cd '/w s/b'",
    `CFLAGS='-O2 -g' gcc '-DNAME="x y"' -c a.c`,
    'gcc a.o',
  ]);
});

test('the same step reads as lines for cmd.exe', () => {
  expect(renderStep(step, 'win32')).toEqual([
    'mkdir "/w s/b"',
    'copy /y /src/a.c "/w s/b/a.c"',
    'copy /y con "/w s/b/loop.py"',
    'print(1)',
    'END',
    '^Z',
    'cd /d "/w s/b"',
    'set "CFLAGS=-O2 -g"',
    'gcc "-DNAME=\\"x y\\"" -c a.c',
    'gcc a.o',
  ]);
});
