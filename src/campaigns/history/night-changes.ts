import type { Night, ProvenanceChange, SignatureNews } from '../../records/night.ts';
import { compareSignatures, type OneSided } from '../../statistics/signature-change.ts';
import { pooled } from '../hazard-record.ts';

/** What is another in the later night, key by key in their order. */
export function changesBetween(before: Night, after: Night): readonly ProvenanceChange[] {
  const [old, now] = [before, after].map(wordsOf);
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].sort();
  return keys
    .map((key) => ({ key, before: old?.[key] ?? null, after: now?.[key] ?? null }))
    .filter((change) => change.before !== change.after);
}

/** The provenance with what else two nights may differ in. */
function wordsOf(night: Night): Readonly<Record<string, string>> {
  const { recipe, variant, platform, machine, watch, iterations } = night;
  const own = { 'recipe name': recipe, variant, platform, machine, watch, iterations };
  return {
    ...night.provenance,
    ...Object.fromEntries(
      Object.entries(own)
        .filter(([, value]) => value !== null && value !== '')
        .map(([key, value]) => [key, String(value)]),
    ),
  };
}

/** Of a rare signature it says nothing that it did not come. */
const WORTH_TELLING = 0.05;

/**
 * Signatures that no earlier night has, all of them, and those that are gone when luck alone would
 * hardly explain it. None without exposure on both sides.
 */
export function signatureNews(
  earlier: readonly Night[],
  night: Night,
): {
  readonly newSignatures: readonly SignatureNews[];
  readonly vanishedSignatures: readonly SignatureNews[];
} {
  const { exposure } = pooled(earlier);
  if (exposure === 0 || night.hazard.exposure === 0) {
    return { newSignatures: [], vanishedSignatures: [] };
  }
  const changes = compareSignatures(
    {
      before: { signatures: earlier.flatMap(({ signatures }) => signatures), exposure },
      after: { signatures: night.signatures, exposure: night.hazard.exposure },
    },
    0.95,
  );
  return {
    newSignatures: changes.new.map((one) => ({ ...newsOf(one), before: 0, after: one.count })),
    vanishedSignatures: changes.vanished
      .filter(({ luck }) => luck < WORTH_TELLING)
      .map((one) => ({ ...newsOf(one), before: one.count, after: 0 })),
  };
}

function newsOf({ signature, luck }: OneSided): Pick<SignatureNews, 'signature' | 'chance'> {
  return { signature, chance: luck };
}
