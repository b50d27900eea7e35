import { basename, join } from 'node:path';
import type { JournalEntry } from '../../records/journal-entry.ts';
import { openJournal, scanJournal } from '../../records/journal.ts';
import { makeRunId, trialOutputPath, trialPath } from '../../records/run-folder.ts';
import {
  provenanceName,
  stresses,
  stressFolder,
  type StressFolder,
} from '../../records/stress-folder.ts';
import { STRESS_SCHEMA, type StressRecord } from '../../records/stress-record.ts';
import type { StressResult } from '../../records/stress-result.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { nowIso } from '../../system/clock.ts';
import { EnvironmentError } from '../../system/errors.ts';
import {
  copyFile,
  listDirectories,
  listFiles,
  makeDirectory,
  makeNewDirectory,
  remove,
  writeJson,
} from '../../system/files.ts';
import { stressResultOf } from './result.ts';
import { missingShards, requireShards, type FoundShard, type FoundStress } from './shards.ts';
import { readTally, type StressTally } from './tally.ts';
import { variantOf } from './trial-ids.ts';

export interface MergeTools {
  readonly version: string;
  readonly argv: readonly string[];
  /** Random: tells apart two merges of the same second. */
  readonly suffix: string;
}

/**
 * Puts the shards of a campaign together into one stress run of this workspace, whose trials are
 * theirs. It is listed only when it is complete: its record is written last.
 *
 * @throws UserError when they are not shards of one campaign, EnvironmentError for their files.
 */
export async function mergeShards(
  found: readonly FoundStress[],
  workspace: string,
  tools: MergeTools,
): Promise<StressResult> {
  const shards = requireShards(found);
  const record = mergedRecord(shards, tools);
  const folder = stressFolder(workspace, record.id);
  await makeDirectory(join(workspace, stresses.place));
  if (!(await makeNewDirectory(folder.path))) {
    throw new EnvironmentError(`the folder ${folder.path} exists already: merge again`);
  }
  try {
    await makeDirectory(folder.provenance);
    await writeMergedJournal(record, folder, shards, tools.version);
    for (const shard of shards) await copyProvenance(shard, folder);
    const result = await stressResultOf(record, folder, tools.version);
    await writeJson(folder.result, result);
    await writeJson(folder.record, record);
    return result;
  } catch (error) {
    // Nobody would find it again: it is not listed, and the next merge has a folder of its own.
    await remove(folder.path);
    throw error;
  }
}

function mergedRecord(shards: readonly FoundShard[], tools: MergeTools): StressRecord {
  const [first] = shards;
  if (first === undefined) throw new EnvironmentError('there are no shards: name their folders');
  const createdAt = shards.map(({ record }) => record.createdAt).sort()[0] ?? nowIso();
  const machines = [...new Set(shards.map(({ record }) => record.machine))].sort();
  return {
    ...first.record,
    schema: STRESS_SCHEMA,
    id: makeRunId({
      createdAt,
      recipe: first.record.recipe.name,
      variant: 'merged',
      suffix: tools.suffix,
    }),
    createdAt,
    winrepro: tools.version,
    machine: machines.join('+'),
    by: 'merge',
    options: {
      ...first.record.options,
      jobs: shards.reduce((sum, { record }) => sum + record.options.jobs, 0),
      shard: null,
    },
    merged: shards.map(({ record, shard }) => ({ id: record.id, machine: record.machine, shard })),
    argv: tools.argv,
  };
}

async function writeMergedJournal(
  record: StressRecord,
  folder: StressFolder,
  shards: readonly FoundShard[],
  version: string,
): Promise<void> {
  const journal = openJournal(folder.journal);
  try {
    journal.write({ type: 'run-started', at: record.createdAt, winrepro: version });
    const tallies: StressTally[] = [];
    for (const shard of shards) {
      const { tally } = readTally(shard.record, shard.folder.journal);
      tallies.push(tally);
      for (const entry of wordsOf(shard, tally)) journal.write(entry);
      const kept: TrialRecord[] = [];
      scanTrials(shard, (trial) => {
        journal.write(trial);
        if (trial.output.file !== null) kept.push(trial);
      });
      const places = await ownTrialFolders(shard.folder);
      for (const { id } of kept) {
        if (places.has(basename(trialPath(id)))) await copyOutput(shard.folder, id, folder);
      }
    }
    for (const { name } of record.variants) {
      const reasons = tallies.map(({ failed }) => failed.get(name));
      const [reason] = reasons;
      if (reason === undefined || reasons.includes(undefined)) continue;
      journal.write({ type: 'row-failed', at: nowIso(), row: name, reason });
    }
    const seconds = Math.max(...tallies.map((tally) => tally.seconds()));
    const at =
      tallies
        .flatMap((tally) => tally.end().at ?? [])
        .sort()
        .at(-1) ?? nowIso();
    journal.write({ type: 'progress', at, seconds });
    journal.append({ at, ...endOf(shards, tallies) });
  } finally {
    journal.close();
  }
}

/** What a shard tells beside its trials. */
function wordsOf({ worker }: FoundShard, tally: StressTally): readonly JournalEntry[] {
  const builds = Object.fromEntries([...tally.builds.values()].flatMap((own) => [...own]));
  const at = nowIso();
  const failed = [...tally.failed].map(([variant, reason]): JournalEntry => ({
    type: 'note',
    at,
    text: `${worker} could not try ${variant}: ${reason}`,
  }));
  const notes = tally.notes.map((note): JournalEntry => ({
    type: 'note',
    at: note.at,
    text: `${worker}: ${note.text}`,
  }));
  return [{ type: 'worker-joined', at, worker, builds, refused: null }, ...failed, ...notes];
}

/** The trials of a shard that count, each once, as those of its machine. */
function scanTrials(
  { record, folder, shard, worker }: FoundShard,
  visit: (trial: TrialRecord) => void,
): void {
  const names = record.variants.map(({ name }) => name);
  const seen = new Set<number>();
  scanJournal(folder.journal, (entry, line) => {
    if (entry.type !== 'trial' || seen.has(entry.id)) return;
    const { id, variant } = entry;
    const round = Math.floor((id - 1) / names.length);
    const isOurs =
      round % shard.count === shard.index - 1 &&
      id <= (record.options.trials ?? Infinity) &&
      variant === variantOf(id, names);
    if (!isOurs) {
      throw new EnvironmentError(
        `${folder.journal}:${line}: trial ${id} of ${variant} is not one of shard ${shard.index}/${shard.count}: take the folder as the machine wrote it`,
      );
    }
    seen.add(id);
    // The place of an output follows from the number: no other file is ever copied.
    const file = entry.output.file === null ? null : trialOutputPath(id);
    visit({ ...entry, worker: entry.worker ?? worker, output: { ...entry.output, file } });
  });
}

/** The folders of trials. What a link in an archive points to is not the shard's, and not among them. */
async function ownTrialFolders({ path }: StressFolder): Promise<ReadonlySet<string>> {
  const isOwn = (await listDirectories(path)).includes('trials');
  return new Set(isOwn ? await listDirectories(join(path, 'trials')) : []);
}

async function copyOutput(from: StressFolder, id: number, to: StressFolder): Promise<void> {
  const output = trialOutputPath(id);
  // An archive of a shard may have been made without its outputs.
  if (!(await listFiles(join(from.path, trialPath(id)))).includes(basename(output))) return;
  await makeDirectory(join(to.path, trialPath(id)));
  await copyFile(join(from.path, output), join(to.path, output));
}

async function copyProvenance(
  { record, folder, worker }: FoundShard,
  to: StressFolder,
): Promise<void> {
  const names = await listFiles(folder.provenance);
  for (const { name } of record.variants) {
    const own = provenanceName(name, null);
    if (!names.includes(own)) continue;
    await copyFile(join(folder.provenance, own), join(to.provenance, provenanceName(name, worker)));
  }
}

function endOf(
  shards: readonly FoundShard[],
  tallies: readonly StressTally[],
):
  | { readonly type: 'run-ended'; readonly state: 'finished'; readonly reason: string }
  | { readonly type: 'run-interrupted'; readonly reason: string } {
  const missing = missingShards(shards);
  if (missing.length > 0) {
    const which = missing.length === 1 ? 'shard' : 'shards';
    const verb = missing.length === 1 ? 'is' : 'are';
    return {
      type: 'run-interrupted',
      reason: `${which} ${missing.join(', ')} of ${shards[0]?.shard.count ?? 0} ${verb} missing`,
    };
  }
  const open = shards.filter((_, place) => tallies[place]?.end().state !== 'finished');
  if (open.length > 0) {
    const ids = open.map(({ shard }) => shard.index).join(', ');
    return { type: 'run-interrupted', reason: `not all trials of shard ${ids} were run` };
  }
  return {
    type: 'run-ended',
    state: 'finished',
    reason: `all ${shards.length} shards are here, ${tallies.reduce((sum, tally) => sum + tally.trials(), 0)} trials`,
  };
}
