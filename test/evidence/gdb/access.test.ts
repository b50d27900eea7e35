import { expect, test } from 'vitest';
import { accessOf } from '../../../src/evidence/gdb/access.ts';

const place = { pc: '0x1000', accessed: '0x18' };

test.each([
  ['mov 0x18(%rax),%rax', 'read'],
  ['mov %rax,0x18(%rdx)', 'write'],
  ['movl $0x1,0x10', 'write'],
  ['movdqu (%r8),%xmm0', 'read'],
  ['movups %xmm6,(%rsp)', 'write'],
  ['vmovaps %ymm0,0x20(%rdi,%rcx,8)', 'write'],
  ['cmpq $0x0,0x18(%rax)', 'read'],
  ['add 0x18(%rdx),%rax', 'read'],
  ['add %rax,0x18(%rdx)', 'read'],
  ['lock xadd %eax,(%rdi)', 'read'],
  ['call *0x18(%rax)', 'read'],
  ['push (%rax)', 'read'],
  ['mov %fs:0x28,%rax', 'read'],
  ['setne (%rdi)', 'write'],
  ['rep movsb %ds:(%rsi),%es:(%rdi)', null],
  ['ret', null],
  ['push %rbp', null],
  ['mov 0x2ee5(%rip),%rax        # 0x55d 1f0 <x>', 'read'],
] as const)('%s: %s', (instruction, access) => {
  expect(accessOf(instruction, place)).toBe(access);
});

test('code that is reached for is run', () => {
  expect(accessOf('mov (%rax),%rax', { pc: '0x1234', accessed: '0x1234' })).toBe('execute');
  expect(accessOf(null, place)).toBeNull();
});
