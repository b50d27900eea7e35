import type { Provenance } from '../../records/provenance.ts';
import type { ReplayedBuild } from '../../records/replay-result.ts';

/**
 * Whether what the replay built is what the archive tells of.
 *
 * @param exported all that the archive has of the variant: several machines may have built it.
 * @param replayed null when it could not be built here.
 */
export function compareBuilds(
  exported: readonly Provenance[],
  replayed: Provenance | null,
): ReplayedBuild {
  const there = exported.map((one) => ({ one, products: productsOf(one) }));
  const here = replayed === null ? null : productsOf(replayed);
  const same = there.find(({ products }) => products === here)?.one ?? exported[0];
  return {
    kind: kindOf(there, here),
    exported: [...new Set(exported.flatMap(({ built }) => built[0]?.sha256 ?? []))].sort(),
    replayed: replayed?.built[0]?.sha256 ?? null,
    steps: stepsOf(same, replayed),
  };
}

function kindOf(
  there: readonly { readonly one: Provenance; readonly products: string }[],
  here: string | null,
): ReplayedBuild['kind'] {
  if (here === null || there.length === 0) return 'unknown';
  if (here === '' && there.every(({ products }) => products === '')) return 'none';
  return there.some(({ products }) => products === here) ? 'same' : 'different';
}

/** The names and hashes of all products; their folders are the machine's. */
function productsOf({ built }: Provenance): string {
  return built
    .map(({ file, sha256 }) => `${file.split(/[\\/]/).at(-1) ?? file} ${sha256}`)
    .sort()
    .join('\n');
}

function stepsOf(
  exported: Provenance | undefined,
  replayed: Provenance | null,
): ReplayedBuild['steps'] {
  const there = new Map(exported?.steps.map(({ name, key }) => [name, key]));
  const here = new Map(replayed?.steps.map(({ name, key }) => [name, key]));
  return [...new Set([...there.keys(), ...here.keys()])].map((name) => {
    const keys = { exported: there.get(name) ?? null, replayed: here.get(name) ?? null };
    return { name, ...keys, same: keys.exported === keys.replayed };
  });
}
