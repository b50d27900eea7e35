import { readFileSync } from 'node:fs';

/**
 * Whether a debugger that this user starts may attach to a process that is not its child: Yama, a module
 * of the Linux kernel, forbids it on most desktops (Documentation/admin-guide/LSM/Yama.rst).
 */
export function mayTraceOthers(): boolean {
  if (process.getuid?.() === 0) return true;
  try {
    return readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8').trim() === '0';
  } catch {
    return true;
  }
}
