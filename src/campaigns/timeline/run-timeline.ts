import { join } from 'node:path';
import type { Recipe } from '../../recipe/schema.ts';
import { readJournal } from '../../records/journal.ts';
import { readRun, type RunFolder } from '../../records/run-folder.ts';
import type { RunRecord } from '../../records/run-record.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { UserError } from '../../system/errors.ts';
import { exists, fileSize } from '../../system/files.ts';
import { recipeOf } from '../recorded-recipe.ts';
import { makeTimeline, type MadeTimeline, type TimelineInput } from './make-timeline.ts';

export type TimelineWishes = Pick<TimelineInput, 'settings' | 'reach' | 'winrepro'>;

/**
 * The timeline of a run's kept outputs, or of one trial's. Throws UserError, with the command that
 * makes a run fit for it, when there are no marks or no outputs.
 */
export async function runTimeline(
  folder: RunFolder,
  trial: number | null,
  wishes: TimelineWishes,
): Promise<MadeTimeline> {
  const record = await readRun(folder);
  const { recipe } = recipeOf(record.recipe);
  const next = nextMove(record, recipe);
  const trials = chosen(readJournal(folder.journal).trials, trial, folder.id);
  const marked = trials.filter(hasMarks);
  if (marked.length === 0) {
    throw new UserError(`${lacking(trial, folder.id, 'printed', 'event marks')}: ${next}`);
  }
  const kept: TrialRecord[] = [];
  for (const one of marked) if (await isKept(one, folder)) kept.push(one);
  if (kept.length === 0) {
    throw new UserError(`${lacking(trial, folder.id, 'kept', 'its output')}: ${next}`);
  }
  return makeTimeline({
    ...wishes,
    source: { run: folder.id, recipe: record.recipe.name, variant: record.variant },
    protocol: recipe.protocol,
    outputs: kept.map(({ id, outcome, output }) => ({
      path: join(folder.path, output.file ?? ''),
      trial: id,
      crashed: outcome === 'crashed',
    })),
    notes: await notesOn(kept, marked.length, folder),
  });
}

/** Whether a run has what a timeline is made of. */
export function hasTimeline(trials: readonly TrialRecord[]): boolean {
  return trials.some((trial) => hasMarks(trial) && trial.output.file !== null);
}

function hasMarks({ events }: TrialRecord): boolean {
  return Object.values(events ?? {}).some((count) => count > 0);
}

async function isKept({ output }: TrialRecord, folder: RunFolder): Promise<boolean> {
  return output.file !== null && (await exists(join(folder.path, output.file)));
}

function chosen(
  trials: readonly TrialRecord[],
  trial: number | null,
  run: string,
): readonly TrialRecord[] {
  if (trial === null) return trials.toSorted((a, b) => a.id - b.id);
  const found = trials.find(({ id }) => id === trial);
  if (found !== undefined) return [found];
  const ids = trials.map(({ id }) => id);
  const known =
    ids.length === 0 ? 'it has none yet' : `it has ${Math.min(...ids)} to ${Math.max(...ids)}`;
  throw new UserError(`there is no trial ${trial} in run ${run}: ${known}`);
}

/** `no trial of run 4f2a kept its output`, `trial 3 of run 4f2a printed no event marks`. */
function lacking(
  trial: number | null,
  run: string,
  verb: 'printed' | 'kept',
  what: string,
): string {
  if (trial === null) return `no trial of run ${run} ${verb} ${what}`;
  return `trial ${trial} of run ${run} ${verb} no ${what.replace('its ', '')}`;
}

/** The command that makes a run with marks and outputs. */
function nextMove({ recipe: { reference }, variant }: RunRecord, recipe: Recipe): string {
  if (recipe.protocol.events === undefined) {
    return 'its recipe names none (protocol.events); take a recipe that does, such as winrepro run control --variant marks --keep-output --trials 3';
  }
  const names = Object.keys(recipe.variants);
  const marks = /marks|events/.test(variant)
    ? variant
    : names.find((name) => name.includes('marks'));
  return `run winrepro run ${reference} --variant ${marks ?? variant} --keep-output --trials 3`;
}

async function notesOn(
  kept: readonly TrialRecord[],
  marked: number,
  folder: RunFolder,
): Promise<readonly string[]> {
  const cut: number[] = [];
  for (const { id, output } of kept) {
    const size = await fileSize(join(folder.path, output.file ?? ''));
    if (output.truncated || size < output.bytes) cut.push(id);
  }
  return [
    ...(kept.length < marked
      ? [`${kept.length} of ${marked} trials with marks kept their output: the others are left out`]
      : []),
    ...(cut.length === 0
      ? []
      : [
          `only the end of the output of trial ${cut.slice(0, 10).join(', ')}${cut.length > 10 ? ' and others' : ''} is there: run with --keep-output, or with fewer iterations`,
        ]),
  ];
}
