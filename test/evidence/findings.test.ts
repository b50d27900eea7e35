import { expect, test } from 'vitest';
import { findingsOf } from '../../src/evidence/findings.ts';
import type { CrashScene, StackFrame } from '../../src/records/crash-report.ts';

const nothing: CrashScene = {
  exception: {
    code: 'SIGSEGV',
    name: 'segmentation fault',
    instruction: '0x1000',
    accessed: null,
    access: null,
  },
  frames: [],
  registers: {},
  xmm: {},
  disassembly: [],
  expressions: [],
  modules: [],
};

function reached(accessed: string, access: 'read' | 'write' | 'execute' | null): CrashScene {
  return { ...nothing, exception: { ...nothing.exception, accessed, access } };
}

test('nothing stands out where nothing is known', () => {
  expect(findingsOf(nothing)).toEqual([]);
});

test.each([
  ['0x0', 'write', 'it wrote NULL'],
  ['0x1', 'read', 'it read 0x1, which is 1 byte behind NULL'],
  ['0x18', null, 'it reached for 0x18, which is 24 bytes behind NULL'],
  ['0xfffffffffffffff8', 'read', 'it read 0xfffffffffffffff8, which is 8 bytes before NULL'],
] as const)('a reach for %s is told', (accessed, access, sentence) => {
  expect(findingsOf(reached(accessed, access))).toEqual([sentence]);
});

test('an address far from NULL is no finding', () => {
  expect(findingsOf(reached('0x7f0000001000', 'read'))).toEqual([]);
});

test('NULL registers are told in either syntax, those that are not NULL are not', () => {
  const registers = { rax: '0x0', rdx: '0x10', rcx: '0x0' };
  const code = (text: string) => [{ address: '0x1000', place: null, text, faulting: true }];
  for (const text of ['mov 0x18(%rax,%rdx,8),%rcx', 'mov rcx,qword ptr [rax+rdx*8+18h]']) {
    expect(findingsOf({ ...nothing, registers, disassembly: code(text) })).toEqual([
      'rax, through which the instruction reaches, is NULL',
    ]);
  }
});

test('a deep stack at the stack pointer has overflowed', () => {
  const frame: StackFrame = {
    address: '0x1',
    module: null,
    function: 'fall',
    offset: null,
    file: null,
    line: null,
    arguments: [],
  };
  const scene: CrashScene = {
    ...reached('0x7ffe00000ff8', 'write'),
    registers: { rsp: '0x7ffe00001000' },
    frames: Array.from({ length: 61 }, () => frame),
  };
  expect(findingsOf(scene)).toEqual([
    'the stack is full: 61 frames and more, at the stack pointer',
  ]);
});

test('xmm registers are told only when all that a callee keeps are zero', () => {
  const zero = { low: '0x0', high: '0x0' };
  const all = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`xmm${index}`, zero]));
  expect(findingsOf({ ...nothing, xmm: all })).toHaveLength(1);
  expect(findingsOf({ ...nothing, xmm: { ...all, xmm9: { low: '0x1', high: '0x0' } } })).toEqual(
    [],
  );
  expect(findingsOf({ ...nothing, xmm: { xmm6: zero } })).toEqual([]);
});
