import { join } from 'node:path';
import type { ExportKind } from '../../records/export-manifest.ts';
import type { Provenance } from '../../records/provenance.ts';
import { exists, listFiles } from '../../system/files.ts';
import { readWholeProvenance } from '../history/derive-run.ts';

export interface FoundProvenance {
  /** Relative to the campaign's folder. */
  readonly path: string;
  readonly provenance: Provenance;
}

/**
 * What the variants of a campaign were made of: a run and a debug session have one file, a stress run a folder of them, a
 * matrix and a bisection none. Throws EnvironmentError for a damaged one.
 */
export async function provenancesOf(
  kind: ExportKind,
  folder: { readonly path: string },
): Promise<readonly FoundProvenance[]> {
  const names =
    kind === 'run' || kind === 'debug'
      ? ['provenance.json']
      : (await listFiles(join(folder.path, 'provenance')))
          .filter((name) => name.endsWith('.json'))
          .map((name) => `provenance/${name}`);
  const found: FoundProvenance[] = [];
  for (const path of names) {
    const file = join(folder.path, path);
    if (await exists(file)) found.push({ path, provenance: await readWholeProvenance(file) });
  }
  return found;
}
