import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { sleep } from '../../src/system/clock.ts';

export interface SeenProcess {
  readonly pid: number;
  readonly name: string;
  readonly command: string;
}

/** Why processes cannot be looked at here; undefined when they can. */
export const noProc: string | undefined =
  process.platform === 'linux' ? undefined : 'needs /proc of Linux';

/**
 * The living processes that work in a folder or name it in their command line: winrepro itself, its
 * keeper, compilers, targets.
 */
export function processesOf(folder: string): readonly SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        // The command line of a zombie is empty, and its folder cannot be read.
        const cwd = readlinkSync(`/proc/${pid}/cwd`);
        if (!cwd.startsWith(folder) && !command.includes(folder)) return [];
        const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
        return [{ pid: Number(pid), name, command }];
      } catch {
        return [];
      }
    });
}

/** Waits until the condition holds; returns the seconds it took, or null when it never did. */
export async function secondsUntil(
  condition: () => boolean,
  limitSeconds: number,
): Promise<number | null> {
  const begun = performance.now();
  for (;;) {
    const seconds = (performance.now() - begun) / 1000;
    if (condition()) return seconds;
    if (seconds > limitSeconds) return null;
    await sleep(10);
  }
}
