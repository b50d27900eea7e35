import type { ExportManifest } from '../../records/export-manifest.ts';
import { readRun, runFolder } from '../../records/run-folder.ts';
import type { RunRecord } from '../../records/run-record.ts';
import { readStress, stressFolder } from '../../records/stress-folder.ts';
import type { StressRecord } from '../../records/stress-record.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import { journalFacts } from '../export/campaign-facts.ts';

/** What an archive can be run again from. */
export type Archived =
  | { readonly kind: 'run'; readonly record: RunRecord; readonly variants: readonly string[] }
  | {
      readonly kind: 'stress';
      readonly record: StressRecord;
      readonly variants: readonly string[];
      /** The largest number of a trial. */
      readonly lastTrial: number;
    };

/**
 * What was asked for in an unpacked archive.
 *
 * @throws UserError when it is damaged, and for what is neither a run nor a stress run, with what to do instead.
 */
export async function readArchived(into: string, manifest: ExportManifest): Promise<Archived> {
  const { kind, id, variants, recipe } = manifest;
  try {
    switch (kind) {
      case 'run': {
        const record = await readRun(runFolder(into, id));
        return { kind, record, variants: [record.variant] };
      }
      case 'stress': {
        const folder = stressFolder(into, id);
        const record = await readStress(folder);
        const { lastTrial } = await journalFacts(folder);
        return { kind, record, variants: record.variants.map(({ name }) => name), lastTrial };
      }
      case 'matrix':
      case 'bisection':
      case 'debug': {
        const file = recipe?.file ?? 'its recipe';
        const variant = variants[0] ?? 'NAME';
        throw new UserError(
          `${id} is a ${words[kind].what}, and replay runs runs and stress runs again: look at it with --look, and run its recipe ${file} with winrepro ${words[kind].command}, or one variant of it with winrepro run --variant ${variant}`,
        );
      }
    }
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    throw new UserError(`the archive of ${id} cannot be run again: ${error.message}`, {
      cause: error,
    });
  }
}

/** What cannot be run again, and the command that does its like. */
const words = {
  matrix: { what: 'matrix', command: 'matrix' },
  bisection: { what: 'bisection', command: 'bisect' },
  debug: { what: 'debug session', command: 'debug' },
} as const;
