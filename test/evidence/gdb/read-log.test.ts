import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingsOf } from '../../../src/evidence/findings.ts';
import { createGdb } from '../../../src/evidence/gdb/gdb.ts';
import { stackSignature } from '../../../src/evidence/stack-signature.ts';
import type { DebugRequest } from '../../../src/evidence/debugger.ts';

const log = readFileSync(
  join(import.meta.dirname, '..', '..', 'fixtures', 'debug', 'control-gdb.txt'),
  'utf8',
);
const gdb = createGdb('');
const request: DebugRequest = {
  argv: ['/home/me/control'],
  folder: '/home/me/trial',
  shell: null,
  expressions: [
    { expression: 'args.in', function: 'find_array_prepare' },
    { expression: 'args.out', function: 'find_array_prepare' },
    { expression: 'full_args.in', function: 'PyUFunc_GenericFunctionInternal' },
    { expression: 'full_args.in', function: 'ufunc_generic_fastcall' },
  ],
  dump: 'none',
  symbols: [],
};

test('the log of the control’s crash, as gdb 13.1 wrote it, is read whole', () => {
  const { end, scene, gaps } = gdb.read(log, request);
  expect(end).toEqual({ exitCode: null, signal: 'SIGSEGV' });
  expect(gaps).toEqual([]);
  if (scene === null) throw new Error('no scene');
  expect(scene.exception).toMatchObject({ code: 'SIGSEGV', accessed: '0x18', access: 'read' });
  expect(stackSignature(scene.frames)).toEqual([
    'find_array_prepare',
    'PyUFunc_GenericFunctionInternal',
    'ufunc_generic_fastcall',
  ]);
  expect(scene.frames[0]).toMatchObject({
    module: 'control',
    offset: 7,
    file: './internal.c',
    line: 43,
  });
  expect(scene.expressions.map(({ value, problem }) => value ?? problem)).toEqual([
    '0x0',
    '0x0',
    '0x0',
    'optimized out',
  ]);
  expect(scene.disassembly.map(({ place }) => place)).toContain('find_array_prepare+7');
  expect(scene.modules[0]?.path).toMatch(/^\/home\/me\/mit ä\/.*control$/);
  expect(findingsOf(scene)).toEqual([
    'it read 0x18, which is 24 bytes behind NULL',
    'rax, through which the instruction reaches, is NULL',
    'args.in in find_array_prepare is NULL',
    'args.out in find_array_prepare is NULL',
    'full_args.in in PyUFunc_GenericFunctionInternal is NULL',
    'xmm6 to xmm15 are all zero, which a callee restores by the convention of Windows x64',
  ]);
});

test('a log that was cut off anywhere tells no end, and is no error', () => {
  const whole = log.indexOf('===winrepro end===');
  fc.assert(
    fc.property(fc.nat({ max: whole }), (length) => {
      const { end, scene, gaps } = gdb.read(log.slice(0, length), request);
      expect(end).toBeNull();
      expect(scene).toBeNull();
      expect(gaps).toHaveLength(1);
    }),
  );
});

test('a log with any of its bytes damaged is read as far as it goes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: log.length }), fc.string({ maxLength: 6 })), {
        maxLength: 20,
      }),
      (damages) => {
        const damaged = damages.reduce(
          (text, [at, junk]) => text.slice(0, at) + junk + text.slice(at + junk.length),
          log,
        );
        const { scene } = gdb.read(damaged, request);
        if (scene !== null) findingsOf(scene);
      },
    ),
  );
});

test.each([
  ['', 'gdb ended before it started the program'],
  [
    'warning: Could not trace the inferior process.\nptrace: Operation not permitted.\n',
    '--cap-add=SYS_PTRACE',
  ],
  [
    '"/home/me/run.txt": not in executable format: file format not recognized\n',
    'give the program itself',
  ],
  ['Segmentation fault of gdb itself\n', 'its last words were'],
])('a log of %j says what to do', (text, part) => {
  const { end, gaps } = gdb.read(text, request);
  expect(end).toBeNull();
  expect(gaps.join()).toContain(part);
});
