import { dirname, join } from 'node:path';
import type { TrialRecord } from '../../records/trial-record.ts';
import { folderBytes, remove } from '../../system/files.ts';
import type { StressTally } from './tally.ts';

/** Decides which trials' outputs stay on the disk. */
export interface KeptArtefacts {
  /** The record as it is to be journaled: without what is not kept. */
  trim(trial: TrialRecord): Promise<TrialRecord>;
}

/**
 * Keeps what trials left until the cap is reached, and the first of each signature (or of each kind
 * of failure) of each variant beyond it.
 *
 * @param folder of the stress run.
 * @param cap of all kept artefacts, bytes.
 * @param keepOutput keep all of it, whatever the cap.
 * @param seen kinds of ends that earlier sessions have kept one of.
 */
export async function keepArtefacts(
  folder: string,
  cap: number,
  keepOutput: boolean,
  seen: Iterable<string>,
): Promise<KeptArtefacts> {
  const kept = new Set(seen);
  let bytes = await folderBytes(join(folder, 'trials'));
  return {
    async trim(trial) {
      // The last lines of a clean trial say nothing and would be most of the journal.
      const record =
        trial.outcome === 'clean' ? { ...trial, output: { ...trial.output, tail: '' } } : trial;
      const { file } = record.output;
      if (file === null || keepOutput) return record;
      const own = dirname(join(folder, file));
      const size = await folderBytes(own);
      const kind = endKind(record);
      if (kept.has(kind) && bytes + size > cap) {
        await remove(own);
        return { ...record, output: { ...record.output, file: null } };
      }
      kept.add(kind);
      bytes += size;
      return record;
    },
  };
}

/** What makes two ends the same: the signature of a crash, the status of another. */
export function endKind({
  variant,
  outcome,
  signature,
  status,
}: Pick<TrialRecord, 'variant' | 'outcome' | 'signature' | 'status'>): string {
  return `${variant} ${outcome} ${signature ?? status}`;
}

/** The kinds of ends of which earlier sessions have kept one. */
export function keptKinds(tally: StressTally): ReadonlySet<string> {
  const kinds = [...tally.variants].flatMap(([variant, { signatures }]) =>
    [...signatures]
      .filter(([, { evidence }]) => evidence.length > 0)
      .map(([signature]) => endKind({ variant, outcome: 'crashed', signature, status: '' })),
  );
  return new Set(kinds);
}
