import type { RegisterWatch } from '../../recipe/evidence-schema.ts';

/** The calling conventions of x86-64. */
export type Convention = NonNullable<RegisterWatch['convention']>;

/**
 * The registers that a function must hand back as it found them.
 *
 * Windows: rbx, rbp, rdi, rsi, r12 to r15 and xmm6 to xmm15 (Microsoft, "x64 calling convention",
 * caller/callee saved registers). System V: rbx, rbp and r12 to r15; no xmm register (psABI AMD64,
 * figure 3.4). rsp is restored by both, and is how a return is known to be that of a call.
 */
export const nonVolatile: Readonly<Record<Convention, readonly string[]>> = {
  windows: [
    ...['rbx', 'rbp', 'rdi', 'rsi', 'r12', 'r13', 'r14', 'r15'],
    ...Array.from({ length: 10 }, (_, index) => `xmm${index + 6}`),
  ],
  sysv: ['rbx', 'rbp', 'r12', 'r13', 'r14', 'r15'],
};

/** The convention that a watch is about: the one it names, or else the platform's own. */
export function conventionOf(
  watch: Pick<RegisterWatch, 'convention'>,
  platform: string,
): Convention {
  return watch.convention ?? (platform === 'win32' ? 'windows' : 'sysv');
}
