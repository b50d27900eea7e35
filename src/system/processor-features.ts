import { readFile } from 'node:fs/promises';
import { printedBy } from './printed-by.ts';

/**
 * The processor's features, lower case and sorted; null where the system does not tell. Node knows
 * nothing of them, and generated code picks its instructions by them (AVX-512 above all).
 */
export async function readProcessorFeatures(): Promise<readonly string[] | null> {
  switch (process.platform) {
    case 'linux':
      return parseCpuInfo(await readFile('/proc/cpuinfo', 'utf8').catch(() => ''));
    case 'darwin':
      return parseSysctl((await printedBy('sysctl', ['hw.optional'])) ?? '');
    case 'win32':
      return parseFeatureNumbers(
        (await printedBy('powershell.exe', [
          '-NoProfile',
          '-NonInteractive',
          '-Command',
          windowsQuestion(),
        ])) ?? '',
      );
    default:
      return null;
  }
}

/** Linux: `flags : fpu vme ...` (x86) or `Features : fp asimd ...` (ARM) of the first processor. */
export function parseCpuInfo(text: string): readonly string[] | null {
  const list = /^(?:flags|Features)[ \t]*:[ \t]*(.+)$/m.exec(text)?.[1];
  return list === undefined ? null : sorted(list.trim().split(/\s+/));
}

/** macOS: lines like `hw.optional.avx512f: 1` and `hw.optional.arm.FEAT_SME: 0`. */
export function parseSysctl(text: string): readonly string[] | null {
  const present = [...text.matchAll(/^hw\.optional\.(?:arm\.)?(?:FEAT_)?(\S+): 1\s*$/gm)];
  return present.length === 0 ? null : sorted(present.flatMap((match) => match[1] ?? []));
}

/** Windows: the numbers of the features that are there, `6,10,13`. */
export function parseFeatureNumbers(text: string): readonly string[] | null {
  const numbers = text.trim();
  if (!/^\d+(,\d+)*$/.test(numbers)) return null;
  const names = numbers.split(',').map((number) => windowsFeatures.get(Number(number)));
  return sorted(names.filter((name) => name !== undefined));
}

/**
 * What IsProcessorFeaturePresent can be asked, by its number in winnt.h (PF_XMMI to PF_AVX512F).
 * The registry's FeatureSet, which other tools read, has no bits for AVX.
 */
const windowsFeatures: ReadonlyMap<number, string> = new Map([
  [6, 'sse'],
  [10, 'sse2'],
  [13, 'sse3'],
  [36, 'ssse3'],
  [37, 'sse4_1'],
  [38, 'sse4_2'],
  [39, 'avx'],
  [40, 'avx2'],
  [41, 'avx512f'],
]);

/** Without a double quote, which the quoting of a Windows command line would have to survive. */
function windowsQuestion(): string {
  const declaration =
    "('[DllImport(' + [char]34 + 'kernel32.dll' + [char]34 + ')] public static extern bool IsProcessorFeaturePresent(uint feature);')";
  return [
    `Add-Type -Namespace Winrepro -Name Kernel -MemberDefinition ${declaration}`,
    `(${[...windowsFeatures.keys()].join(',')} | Where-Object { [Winrepro.Kernel]::IsProcessorFeaturePresent($_) }) -join ','`,
  ].join('; ');
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.toLowerCase()))].sort();
}
