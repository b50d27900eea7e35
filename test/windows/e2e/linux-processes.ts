import fse from 'fs-extra';

/**
 * The running Linux processes whose command line contains `text`. A Windows program under Wine is
 * one of them, also when it has left every job.
 */
export function linuxProcesses(text: string): readonly number[] {
  return fse
    .readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && commandLine(name).includes(text))
    .map(Number)
    .filter((pid) => pid !== process.pid && isRunning(pid));
}

/** Whether a Linux process exists and is not merely waiting to be reaped. */
export function isRunning(pid: number): boolean {
  const status = read(`/proc/${pid}/status`);
  return status !== '' && !/^State:\s*Z/mu.test(status);
}

function commandLine(pid: string): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

/** A process may end between being listed and being read. */
function read(file: string): string {
  try {
    return fse.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
