import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync } from 'node:fs';

/** Why a small disk cannot be made here; undefined when it can. */
export const noSmallDisk: string | undefined =
  process.platform !== 'linux'
    ? 'needs tmpfs of Linux'
    : process.getuid?.() === 0
      ? undefined
      : 'needs root to mount a tmpfs';

/** A title that says why, when the test is skipped. */
export function smallDiskTitle(title: string): string {
  return noSmallDisk === undefined ? title : `${title} (skipped: ${noSmallDisk})`;
}

/** Mounts a small disk at a new folder, does the work and unmounts it whatever happens. */
export async function onSmallDisk(
  path: string,
  work: () => Promise<void> | void,
  { kibibytes }: { readonly kibibytes: number } = { kibibytes: 64 },
): Promise<void> {
  mkdirSync(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'winrepro-test', path]);
  try {
    await work();
  } finally {
    execFileSync('umount', ['--lazy', path]);
    rmdirSync(path);
  }
}
