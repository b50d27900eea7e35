import { readFileSync } from 'node:fs';

/** A process, told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, as the system counts; null where that is not known without a tool. */
  readonly startToken: string | null;
}

/** The identity of a living process. */
export function processIdentity(pid: number): ProcessIdentity {
  const stat = linuxStat(pid);
  return { pid, startToken: stat === null ? null : startToken(stat.startTicks) };
}

/** Whether that very process still runs. A zombie runs no more: it only waits for its parent. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (!answersSignals(identity.pid)) return false;
  const stat = linuxStat(identity.pid);
  if (stat === null) return true;
  if (stat.state === 'Z' || stat.state === 'X') return false;
  return identity.startToken === null || identity.startToken === startToken(stat.startTicks);
}

/**
 * Fields 3 (state) and 22 (start time in clock ticks after boot) of Linux's `/proc/<pid>/stat`,
 * see proc_pid_stat(5). The name before them may hold spaces and brackets, so they are counted
 * from the last bracket. Null when the text is not of that form.
 */
export function parseLinuxStat(text: string): { state: string; startTicks: string } | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const startTicks = fields[22 - 3];
  if (state === undefined || !/^[A-Z]$/i.test(state)) return null;
  if (startTicks === undefined || !/^\d+$/.test(startTicks)) return null;
  return { state, startTicks };
}

/** Signal 0 only asks. EPERM means that it lives and belongs to someone else. */
function answersSignals(pid: number): boolean {
  // 0 and negative numbers would ask for a whole process group.
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function linuxStat(pid: number): { state: string; startTicks: string } | null {
  if (process.platform !== 'linux') return null;
  const text = readIfThere(`/proc/${pid}/stat`);
  return text === null ? null : parseLinuxStat(text);
}

/** Ticks count from the boot, so the boot belongs to the token. */
function startToken(startTicks: string): string {
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot.slice(0, 8)}:${startTicks}`;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
