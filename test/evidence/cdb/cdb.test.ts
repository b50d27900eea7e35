import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCdb } from '../../../src/evidence/cdb/cdb.ts';
import type { DebugRequest } from '../../../src/evidence/debugger.ts';
import { template, transcript } from './transcripts.ts';

const cdb = createCdb(template);

const request: DebugRequest = {
  shell: null,
  argv: ['C:\\w\\env\\python.exe', '-u', 'C:\\w\\loop.py', '20000'],
  folder: 'C:\\w\\session',
  expressions: [
    { expression: 'full_args.in', function: 'PyUFunc_GenericFunctionInternal' },
    { expression: 'nowhere', function: 'ufunc_generic_fastcall' },
    { expression: 'full_args.in', function: 'main' },
    { expression: 'full_args.in', function: 'find_array_prepare' },
  ],
  dump: 'mini',
  symbols: [
    'C:\\w\\build\\numpy\\core',
    'srv*C:\\symbols*https://msdl.microsoft.com/download/symbols',
  ],
};

const read = (log: string) => cdb.read(log, request);

describe('a log in the documented format', () => {
  const { end, scene, gaps } = read(transcript('access-violation'));

  test('says how the program would have ended', () => {
    expect(end).toEqual({ exitCode: 0xc0000005, signal: null });
    expect(gaps).toEqual([]);
  });

  test('says what was reached for, and from where', () => {
    expect(scene?.exception).toEqual({
      code: '0xC0000005',
      name: 'ACCESS_VIOLATION',
      instruction: '0x7ff791d81014',
      accessed: '0x18',
      access: 'read',
    });
  });

  test('has the stack: inlined functions, source lines, JIT code, modules without symbols', () => {
    expect(
      scene?.frames.map((frame) => [
        frame.address,
        frame.module,
        frame.function,
        frame.offset,
        frame.line,
      ]),
    ).toEqual([
      ['0x7ff791d81014', pyd, 'find_array_prepare', 0x18, 310],
      ['0x7ff791d81014', pyd, 'PyUFunc_GenericFunctionInternal', 0x64, 2650],
      ['0x7ff791d811d2', pyd, 'ufunc_generic_fastcall', 0x11a, 4885],
      ['0x7ff791d812f0', 'libpypy3_c', 'PyObject_Call', 0x52, null],
      ['0x21f00010042', null, null, null, null],
      ['0x21f00010900', 'python', null, null, null],
      ['0x7ffc7fa38364', 'KERNEL32', 'BaseThreadInitThunk', 0x14, null],
      ['0x7ffc81a55e91', 'ntdll.dll', 'RtlUserThreadStart', 0x21, null],
    ]);
    expect(scene?.frames[1]?.file).toBe('C:\\w\\numpy\\core\\src\\umath\\ufunc_object.c');
  });

  test('has the arguments, those without a value too', () => {
    expect(scene?.frames.slice(0, 3).map((frame) => frame.arguments)).toEqual([
      [
        { name: 'full_args', value: 'struct ufunc_full_args' },
        { name: 'output_prepare', value: '0x00000000`006ff808' },
        { name: 'nin', value: '0n2' },
      ],
      [
        { name: 'ufunc', value: '0x00000000`00401000' },
        { name: 'name', value: '0x00007ff7`91d92000 "add, or what"' },
        { name: 'kwds', value: null },
      ],
      [],
    ]);
  });

  test('has the registers, the upper half of an xmm register first in the log', () => {
    expect(scene?.registers).toMatchObject({
      rcx: '0x0',
      r8: '0x6ff808',
      efl: '0x10246',
      cs: '0x33',
    });
    expect(Object.keys(scene?.registers ?? {})[0]).toBe('rax');
    expect(scene?.xmm).toEqual({
      xmm0: { low: '0x4014000000000000', high: '0x0' },
      xmm6: { low: '0x0', high: '0x0' },
      xmm15: { low: '0xff', high: '0xdeadbeefdeadbeef' },
    });
  });

  test('has the instructions, one of which faulted', () => {
    const marked = scene?.disassembly.filter(({ faulting }) => faulting);
    expect(marked).toEqual([
      {
        address: '0x7ff791d81014',
        place: 'find_array_prepare+0x18',
        text: 'mov     rax,qword ptr [rcx+18h]',
        faulting: true,
      },
    ]);
    expect(scene?.disassembly).toHaveLength(6);
  });

  test('has the modules with their versions, and not what was unloaded', () => {
    expect(scene?.modules).toEqual([
      {
        name: '_multiarray_umath.pypy37-pp73-win_amd64.pyd',
        path: 'C:\\w\\build\\numpy\\core\\_multiarray_umath.pypy37-pp73-win_amd64.pyd',
        start: '0x7ff791d80000',
        end: '0x7ff791f80000',
        version: null,
      },
      {
        name: 'ntdll.dll',
        path: 'C:\\Windows\\SYSTEM32\\ntdll.dll',
        start: '0x7ffc81a40000',
        end: '0x7ffc81c20000',
        version: '6.2.22621.2428',
      },
    ]);
  });

  test('answers an expression in the innermost frame of its function, or says why not', () => {
    expect(scene?.expressions.map(({ value, problem }) => value ?? problem)).toEqual([
      'struct _object * 0x00000000`00000000',
      "cdb could not evaluate it: Couldn't resolve error at 'nowhere'",
      'no such function among the innermost 16 frames, or no symbols for it',
      'cdb has no value for it: <value unavailable>',
    ]);
  });
});

const pyd = '_multiarray_umath.pypy37-pp73-win_amd64.pyd';

test('what the stand-in printed under Wine is read whole', () => {
  const { end, scene, gaps } = read(transcript('standin-control'));
  expect(end).toEqual({ exitCode: 0xc0000005, signal: null });
  expect(gaps).toEqual([]);
  expect(scene?.frames.slice(0, 4).map(({ function: name, line }) => [name, line])).toEqual([
    ['PyUFunc_GenericFunctionInternal', 56],
    ['ufunc_generic_fastcall', 53],
    ['turn', 23],
    ['main', 45],
  ]);
  expect(scene?.frames[0]?.file).toBe('C:\\Prüf stand\\internal.c');
  expect(scene?.exception).toMatchObject({ instruction: '0x140008003', accessed: '0x18' });
  expect(scene?.disassembly).toMatchObject([{ address: '0x140008003', faulting: true }]);
  expect(Object.keys(scene?.xmm ?? {})).toHaveLength(16);
  expect(scene?.modules.map(({ name, version }) => [name, version])).toEqual([
    ['control.exe', null],
    ['ntdll.dll', '6.1.7601.24059'],
    ['kernel32.dll', '10.0.18362.1350'],
    ['kernelbase.dll', null],
    ['msvcrt.dll', '7.0.2600.2180'],
  ]);
});

test('an end is read as the hexadecimal number that it is, and is no crash seen by the debugger', () => {
  const { end, scene, gaps } = read(transcript('clean-exit'));
  expect(end).toEqual({ exitCode: 0xc0000409, signal: null });
  expect(scene).toBeNull();
  expect(gaps).toEqual([]);
});

test('a program that cdb could not start has no end, and the gap says why', () => {
  expect(read(transcript('not-started'))).toEqual({
    end: null,
    scene: null,
    gaps: [
      "cdb did not tell how the program ended: Cannot execute 'C:\\nothing.exe', Win32 error 0n2",
    ],
  });
});

test('a debugger that was killed in the middle leaves what it said, and the gaps name the rest', () => {
  const whole = transcript('access-violation');
  const { end, scene, gaps } = read(whole.slice(0, whole.indexOf('winrepro: stack')));
  expect(end?.exitCode).toBe(0xc0000005);
  expect(scene?.xmm['xmm6']).toEqual({ low: '0x0', high: '0x0' });
  expect(gaps).toEqual([
    'the stack could not be read in what cdb printed',
    'the instructions around the fault could not be read in what cdb printed',
    'the modules could not be read in what cdb printed',
    'cdb ended before it had answered everything',
  ]);
  expect(read('').gaps).toHaveLength(1);
});

test('a stop at the first chance says that the program might have gone on', () => {
  const log = transcript('access-violation').replaceAll(
    '(!!! second chance !!!)',
    '(first chance)',
  );
  expect(read(log).gaps).toContain(
    'cdb stopped at the first chance of the exception: the program might have handled it',
  );
});

test('line ends, prompts and addresses without the backtick change nothing', () => {
  const log = transcript('access-violation');
  const plain = read(log).scene;
  expect(read(log.replaceAll('\n', '\r\n')).scene).toEqual(plain);
  expect(read(log.replaceAll(/^0:000> .*\n/gm, '')).scene).toEqual(plain);
  expect(
    read(log.replaceAll(/([\da-f]{8})`([\da-f]{8})/g, '$1$2')).scene?.frames.map(
      ({ address }) => address,
    ),
  ).toEqual(plain?.frames.map(({ address }) => address));
});

describe('whatever a log holds, reading it', () => {
  const names = ['access-violation', 'clean-exit', 'not-started', 'standin-control'];
  const logs = names.map(transcript);
  const lines = logs.flatMap((log) => log.split('\n'));

  test('does not throw and answers every expression, with the lines in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 120 }), (some) => {
        const { scene } = read(some.join('\n'));
        expect(scene?.expressions.length ?? 4).toBe(4);
      }),
    );
  });

  test('does not throw with pieces cut out, doubled and garbled', () => {
    const piece = fc.record({ log: fc.constantFrom(...logs), at: fc.nat(), length: fc.nat(4000) });
    fc.assert(
      fc.property(
        piece,
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.nat(3),
        ({ log, at, length }, noise, times) => {
          const from = at % log.length;
          const text = log.slice(0, from) + noise.repeat(times) + log.slice(from + length);
          const { gaps, end, scene } = read(text);
          expect(end !== null || gaps.length > 0).toBe(true);
          expect(scene === null || end !== null).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('takes no more than linear time on long lines', () => {
    const long = ['(', ' ', '0', 'a = ', '00 ', '[x @ ', '`'].map((text) => text.repeat(100_000));
    for (const line of long) {
      read(
        `winrepro: event\nLast event: 1.1: X - code c0000005 (first chance)\nwinrepro: stack\n${line}\nwinrepro: arguments\n00 0000000000000000 0000000000000000 m!f${line})\nwinrepro: modules\n${line}\nwinrepro: before\n${line}\nwinrepro: registers\n${line}\nwinrepro: expressions\n${line}`,
      );
    }
  });
});
