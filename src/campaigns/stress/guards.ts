import { freeBytes } from '../../system/files.ts';
import { availableMemory } from '../../system/machine.ts';

/** What the machine has left. */
export interface GuardLimits {
  readonly leastDiskBytes: number;
  readonly leastMemoryBytes: number;
}

/** Why the run stops (`disk`), or starts no trial for now (`memory`); null when all is well. */
export interface GuardFinding {
  readonly disk: string | null;
  readonly memory: string | null;
}

/** Looks at the disk of a folder and at the memory. Throws EnvironmentError when it cannot. */
export async function lookAtGuards(folder: string, limits: GuardLimits): Promise<GuardFinding> {
  const free = await freeBytes(folder);
  const memory = availableMemory();
  return {
    disk:
      free < limits.leastDiskBytes
        ? `only ${bytesText(free)} are left on the disk of ${folder}, less than --min-disk ${bytesText(limits.leastDiskBytes)}: free some, then go on`
        : null,
    memory:
      memory < limits.leastMemoryBytes
        ? `only ${bytesText(memory)} of memory are available, less than --min-memory ${bytesText(limits.leastMemoryBytes)}`
        : null,
  };
}

/** `1.5 GB`, in powers of ten, as disks are sold. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 || Number.isInteger(value) ? value : value.toFixed(1)} ${units[step] ?? 'B'}`;
}
