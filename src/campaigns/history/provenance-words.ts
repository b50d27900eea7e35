import type { Provenance } from '../../records/provenance.ts';
import { sha256Text } from '../../system/hash.ts';

/** Enough of a SHA-256 to tell two apart. */
const HASH_DIGITS = 12;

const GIB = 1024 ** 3;

/**
 * What a night was made of, key by key, in words that can be compared and read. What differs from
 * night to night without meaning anything, such as paths and times, is left out. Several provenances
 * of one variant, of machines that shared it, give their different words joined by ` | `.
 */
export function provenanceWords(
  provenances: readonly Provenance[],
): Readonly<Record<string, string>> {
  const found = new Map<string, Set<string>>();
  for (const [key, value] of provenances.flatMap((one) => wordsOf(one))) {
    if (value === null || value === '') continue;
    found.set(key, (found.get(key) ?? new Set()).add(value));
  }
  return Object.fromEntries(
    [...found].map(([key, values]) => [key, [...values].sort().join(' | ')]),
  );
}

type Word = readonly [key: string, value: string | null];

function wordsOf(one: Provenance): readonly Word[] {
  return [
    ['recipe', short(one.recipe.sha256)],
    ['winrepro', one.winrepro],
    ...buildWords(one),
    ...machineWords(one.machine),
    ...Object.entries(one.environment).map(([name, value]): Word => [`$${name}`, value]),
  ];
}

function buildWords(one: Provenance): readonly Word[] {
  const { compiler, interpreter, flags, flagsBy, patches, lock, release, sources, built } = one;
  return [
    ['compiler', compiler && `${compiler.family} ${compiler.version}`],
    ['toolset', compiler?.toolset ?? null],
    ['compile flags', flags && [...flags.common, ...flags.compile].join(' ')],
    ['link flags', flags && [...flags.common, ...flags.link].join(' ')],
    ['flags by', flagsBy],
    ['interpreter', interpreter?.version ?? null],
    ['patches', patches.map(({ name, sha256 }) => `${name} ${short(sha256)}`).join(', ')],
    ['packages', lock === null ? null : short(sha256Text(lock))],
    ['release', release?.ref ?? null],
    ['sources', sources === null ? null : short(sources)],
    ['build', built.map(({ file, sha256 }) => `${base(file)} ${short(sha256)}`).join(', ')],
  ];
}

function machineWords({
  os,
  processor,
  memoryBytes,
  node,
}: Provenance['machine']): readonly Word[] {
  return [
    ['os', [os.name, os.release].join(' ')],
    ['processor', `${processor.model}, ${processor.count} of ${processor.architecture}`],
    ['avx512', processor.avx512 === null ? null : processor.avx512 ? 'yes' : 'no'],
    ['memory', `${Math.round(memoryBytes / GIB)} GiB`],
    ['node', node],
  ];
}

function short(hash: string): string {
  return hash.slice(0, HASH_DIGITS);
}

function base(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
