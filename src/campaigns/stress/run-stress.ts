import { createCampaign } from '../../records/campaign-folder.ts';
import type { Journal } from '../../records/journal.ts';
import { stresses, stressFolder, type StressFolder } from '../../records/stress-folder.ts';
import type { StressRecord } from '../../records/stress-record.ts';
import type { StressResult } from '../../records/stress-result.ts';
import { remove } from '../../system/files.ts';
import type { UndoLog } from '../../system/undo-log.ts';
import { journalWork, throwResumable, type Journaled } from '../journal-work.ts';
import { resumeCommand } from '../shown-commands.ts';
import { inWorkspace } from '../workspace.ts';
import { keepArtefacts, keptKinds } from './kept-artefacts.ts';
import { stressResultOf } from './result.ts';
import { stressLoop } from './stress-loop.ts';
import type { StressTools, TrialRunner } from './stress-tools.ts';
import { readTally, type StressTally } from './tally.ts';
import { untilWords } from './until-words.ts';

/** What a session runs its trials with; closed at its end, whatever happened. */
export interface OpenRunner extends TrialRunner {
  close(): Promise<void>;
}

/** Makes a session ready for trials: builds variants here, or submits the campaign to a fleet. */
export type MakeRunner = (session: {
  readonly record: StressRecord;
  readonly folder: StressFolder;
  readonly journal: Pick<Journal, 'append'>;
  readonly tally: StressTally;
  readonly undo: UndoLog;
  readonly tools: StressTools;
}) => Promise<OpenRunner>;

/**
 * Begins a stress run: makes its folder, gets ready, tries.
 *
 * @throws EnvironmentError when nothing can be tried, InterruptedError when the user stops it; the
 *   journal holds every trial that ended.
 */
export async function startStress(
  record: StressRecord,
  makeRunner: MakeRunner,
  workspace: string,
  tools: StressTools,
): Promise<StressResult> {
  return inWorkspace(workspace, tools, async (undo) => {
    const { id } = await createCampaign(stresses, workspace, record);
    return work(record, stressFolder(workspace, id), makeRunner, tools, undo);
  });
}

/** Goes on with a stress run where its journal ends. Throws as `startStress` does. */
export async function resumeStress(
  record: StressRecord,
  makeRunner: MakeRunner,
  workspace: string,
  tools: StressTools,
): Promise<StressResult> {
  return inWorkspace(workspace, tools, async (undo) => {
    const folder = stressFolder(workspace, record.id);
    await remove(folder.pause);
    return work(record, folder, makeRunner, tools, undo);
  });
}

async function work(
  record: StressRecord,
  folder: StressFolder,
  makeRunner: MakeRunner,
  tools: StressTools,
  undo: UndoLog,
): Promise<StressResult> {
  const result = await journalWork({
    what: `stress run ${record.id}`,
    folder,
    tools,
    read: (journal) => journaled(record, journal),
    onBegun: (tally) => {
      announce(record, tally, tools);
    },
    task: async (journal, tally) => {
      const append = (entry: Parameters<Journal['append']>[0]): void => {
        journal.append(entry);
        tally.add(entry);
      };
      const session = { record, folder, journal: { append }, tally, undo, tools };
      const runner = await makeRunner(session).catch((error: unknown) =>
        throwResumable(error, record),
      );
      const artefacts = await keepArtefacts(
        folder.path,
        record.options.keepBytes,
        tools.keepOutput,
        keptKinds(tally),
      );
      return stressLoop(
        {
          record,
          folder,
          append,
          tally,
          runner,
          artefacts,
          resumeCommand: resumeCommand(record),
        },
        tools,
      ).finally(() => runner.close());
    },
    resultOf: () => stressResultOf(record, folder, tools.version),
  });
  tools.emit({ type: 'stress-ended', result });
  return result;
}

function journaled(record: StressRecord, journal: string): Journaled<StressTally> {
  const { tally, scan } = readTally(record, journal);
  const isNew = tally.isNew();
  // The session that begins here is counted by what it adds itself.
  tally.beginSession();
  return { reading: tally, isNew, corrupt: scan.corrupt };
}

function announce(record: StressRecord, tally: StressTally, tools: StressTools): void {
  tools.emit({
    type: 'stress-started',
    stress: record.id,
    recipe: record.recipe.name,
    title: record.title,
    variants: record.variants.map(({ name }) => name),
    jobs: record.by === 'fleet' ? null : record.options.jobs,
    journaled: tally.trials(),
    until: untilWords(record.options),
  });
}
