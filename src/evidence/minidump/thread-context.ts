import type { CrashScene } from '../../records/crash-report.ts';
import { viewOf, type ByteSource } from './byte-source.ts';

/** Offsets in the CONTEXT of x64 (winnt.h), in the order in which cdb prints the registers. */
const general = {
  rax: 0x78,
  rbx: 0x90,
  rcx: 0x80,
  rdx: 0x88,
  rsi: 0xa8,
  rdi: 0xb0,
  rip: 0xf8,
  rsp: 0x98,
  rbp: 0xa0,
  r8: 0xb8,
  r9: 0xc0,
  r10: 0xc8,
  r11: 0xd0,
  r12: 0xd8,
  r13: 0xe0,
  r14: 0xe8,
  r15: 0xf0,
} as const;
const FLAGS = 0x44;
const XMM0 = 0x1a0;
/** Up to the end of xmm15. */
const CONTEXT_BYTES = XMM0 + 16 * 16;

/** The registers of a thread, from its CONTEXT; null when the dump does not have it whole. */
export function readThreadContext(
  source: ByteSource,
  offset: number,
  size: number,
): Pick<CrashScene, 'registers' | 'xmm'> | null {
  const view = size < CONTEXT_BYTES ? null : viewOf(source, offset, CONTEXT_BYTES);
  if (view === null) return null;
  const word = (at: number): string => `0x${view.getBigUint64(at, true).toString(16)}`;
  const registers = Object.entries(general).map(([name, at]) => [name, word(at)] as const);
  const xmm = Array.from({ length: 16 }, (_, index) => {
    const at = XMM0 + index * 16;
    return [`xmm${index}`, { low: word(at), high: word(at + 8) }] as const;
  });
  return {
    registers: {
      ...Object.fromEntries(registers),
      efl: `0x${view.getUint32(FLAGS, true).toString(16)}`,
    },
    xmm: Object.fromEntries(xmm),
  };
}
