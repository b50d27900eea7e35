import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, hostname, release, totalmem, version } from 'node:os';
import { readProcessorFeatures } from './processor-features.ts';
import { printedBy } from './printed-by.ts';

/** What a crash may depend on: whoever reads a report wants to know it of both machines. */
export interface Machine {
  readonly os: {
    /** `linux`, `win32`, `darwin`. */
    readonly platform: string;
    /** `Debian GNU/Linux 12 (bookworm)`, `Windows 10 Pro`, `macOS 14.5`. */
    readonly name: string;
    /** `6.1.0-13-amd64`, `10.0.19045`, `23.5.0`. */
    readonly release: string;
    /** As the kernel words it: `#1 SMP PREEMPT_DYNAMIC ...`, `Windows 10 Pro`. */
    readonly version: string;
    /** Windows: `19045`, what Windows users name their system by; null elsewhere. */
    readonly build: string | null;
  };
  readonly processor: {
    readonly architecture: string;
    readonly model: string;
    /** Logical processors, as many as this process is told of. */
    readonly count: number;
    /** In the words of the system, lower case, sorted; null where it does not tell. */
    readonly features: readonly string[] | null;
    /** Whether AVX-512 Foundation is there and enabled; null where the system does not tell. */
    readonly avx512: boolean | null;
  };
  readonly memoryBytes: number;
  /** `v20.20.2` */
  readonly node: string;
}

/** Never throws: what the system does not tell is null. On Windows it may take some seconds. */
export async function describeMachine(): Promise<Machine> {
  const [name, features] = await Promise.all([systemName(), readProcessorFeatures()]);
  const processors = cpus();
  return {
    os: {
      platform: process.platform,
      name,
      release: release(),
      version: version(),
      build: process.platform === 'win32' ? (release().split('.')[2] ?? null) : null,
    },
    processor: {
      architecture: arch(),
      model: processors[0]?.model.trim() ?? 'unknown',
      count: processors.length,
      features,
      avx512: features?.includes('avx512f') ?? null,
    },
    memoryBytes: totalmem(),
    node: process.version,
  };
}

/** The distribution's own name out of os-release(5); null when the file does not give one. */
export function parseOsRelease(text: string): string | null {
  const value = /^PRETTY_NAME=(.*)$/m.exec(text)?.[1]?.trim();
  if (value === undefined) return null;
  const bare = /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
  return bare.replace(/\\(["'$`\\])/g, '$1') || null;
}

async function systemName(): Promise<string> {
  if (process.platform === 'linux') {
    const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
    return parseOsRelease(text) ?? 'Linux';
  }
  if (process.platform === 'darwin') {
    const product = await printedBy('sw_vers', ['-productVersion']);
    return product === null ? 'macOS' : `macOS ${product.trim()}`;
  }
  return version();
}

/** How many processes may work at a time without waiting for each other. */
export function processorCount(): number {
  return availableParallelism();
}

/** Bytes of memory that this process may still take, limits of its container included. */
export function availableMemory(): number {
  return process.availableMemory();
}

/** The name of this machine in its network. */
export function machineName(): string {
  return hostname();
}
