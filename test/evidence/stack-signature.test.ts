import fc from 'fast-check';
import { expect, test } from 'vitest';
import { functionName, stackSignature } from '../../src/evidence/stack-signature.ts';

function frames(...names: readonly (string | null)[]) {
  return names.map((name) => ({ function: name, module: 'program' }));
}

test.each([
  ['find_array_prepare.constprop.0', 'find_array_prepare'],
  ['read_member.part.0.isra.0', 'read_member'],
  ['fill.lto_priv.12', 'fill'],
  ['fill.cold', 'fill'],
  ['memcpy@plt', 'memcpy'],
  ['memcpy@@GLIBC_2.14', 'memcpy'],
  ['main+0x1f', 'main'],
  [
    '_multiarray_umath_pypy37_pp73_win_amd64!PyUFunc_GenericFunctionInternal+0x2c',
    'PyUFunc_GenericFunctionInternal',
  ],
  ['std::vector<int, std::allocator<int> >::at(unsigned long) const', 'std::vector<>::at'],
  ['void sort<std::pair<int, char> >(std::pair<int, char>*)', 'void sort<>'],
  ['Money::operator<<(std::ostream&)', 'Money::operator<<'],
  ['0x00007f3c7a8bdb70', '<no symbol>'],
  ['??', '<no symbol>'],
  [null, '<no symbol>'],
])('%j is %j in every build and run', (name, same) => {
  expect(functionName(name)).toBe(same);
});

test('what only carries an abort to the system is left out', () => {
  expect(
    stackSignature(
      frames(
        '__pthread_kill_implementation',
        '__pthread_kill_internal',
        '__GI_raise',
        '__GI_abort',
        'check',
        'main',
      ),
    ),
  ).toEqual(['check', 'main']);
  expect(
    stackSignature([
      { module: 'KERNELBASE.dll', function: 'RaiseException' },
      { module: 'ntdll.dll', function: null },
      { module: 'program.exe', function: 'check' },
      { module: 'KERNEL32.DLL', function: 'BaseThreadInitThunk' },
    ]),
  ).toEqual(['check']);
});

test('a crash in the C library itself keeps its place', () => {
  expect(stackSignature([{ module: 'libc.so.6', function: '__memmove_avx_unaligned' }])).toEqual([
    '__memmove_avx_unaligned',
  ]);
  expect(stackSignature(frames('abort'))).toEqual(['abort']);
});

test('frames of generated code and of what was inlined twice are one each', () => {
  expect(stackSignature(frames(null, null, 'call', 'call', null, 'main'))).toEqual([
    '<no symbol>',
    'call',
    '<no symbol>',
  ]);
});

test('a handler of the signal is not the place of the crash', () => {
  expect(
    stackSignature(
      frames('raise', 'faulthandler_fatal_error', '<signal handler called>', 'fill', 'main'),
    ),
  ).toEqual(['fill', 'main']);
});

test('no frames have no signature', () => {
  expect(stackSignature([])).toEqual([]);
});

test('the same crash in another run and another build has the same signature', () => {
  const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,12}$/);
  const suffix = fc.constantFrom(
    '',
    '.constprop.0',
    '.isra.3',
    '.lto_priv.1',
    '.part.0.cold',
    '+0x7f',
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.option(name, { freq: 5 }), suffix, suffix, fc.nat()), { maxLength: 12 }),
      (calls) => {
        const [one, other] = [
          frames(...calls.map(([called, before]) => (called === null ? null : called + before))),
          frames(
            ...calls.map(([called, , after, at]) =>
              called === null ? `0x${(at + 0x10000000).toString(16)}` : called + after,
            ),
          ),
        ];
        expect(stackSignature(one)).toEqual(stackSignature(other));
        expect(stackSignature(one).length).toBeLessThanOrEqual(3);
      },
    ),
  );
});

test('no names, whatever they are, throw or break the line', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string())), (names) => {
      for (const found of stackSignature(frames(...names))) expect(found).not.toBe('');
    }),
  );
});
