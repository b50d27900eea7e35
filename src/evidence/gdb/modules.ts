import type { LoadedModule } from '../../records/crash-report.ts';
import { address } from './mi-values.ts';

/**
 * The modules among the mappings of `info proc mappings`, whose path is the rest of the line:
 * `0x55b4000 0x55b5000 0x1000 0x0 r-xp /usr/lib/libc.so.6`. A module is all mappings of one file.
 */
export function modulesOf(mappings: string): readonly LoadedModule[] {
  const found = new Map<string, { start: bigint; end: bigint; runs: boolean }>();
  for (const line of mappings.split('\n')) {
    const [, from = '', to = '', rights = 'x', path = ''] =
      /^\s*(0x[\da-f]+)\s+(0x[\da-f]+)\s+0x[\da-f]+\s+0x[\da-f]+\s+(?:([-rwxsp]{4})\s+)?(\/.*?)\s*$/.exec(
        line,
      ) ?? [];
    if (path === '') continue;
    const [start, end] = [BigInt(from), BigInt(to)];
    const known = found.get(path);
    found.set(path, {
      start: known !== undefined && known.start < start ? known.start : start,
      end: known !== undefined && known.end > end ? known.end : end,
      runs: rights.includes('x') || known?.runs === true,
    });
  }
  // Programs map locales and caches too.
  const code = [...found].filter(([, { runs }]) => runs);
  return code.map(([path, { start, end }]) => ({
    name: fileName(path),
    path,
    start: `0x${start.toString(16)}`,
    end: `0x${end.toString(16)}`,
    version: null,
  }));
}

/** The file name of the module that an address is in; null for none of them. */
export function moduleAt(modules: readonly LoadedModule[], at: string | null): string | null {
  if (at === null || address(at) === null) return null;
  const value = BigInt(at);
  return (
    modules.find(({ start, end }) => BigInt(start) <= value && value < BigInt(end))?.name ?? null
  );
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
