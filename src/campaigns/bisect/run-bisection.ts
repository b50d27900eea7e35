import { bisections } from '../../records/bisection-folder.ts';
import type { BisectionRecord } from '../../records/bisection-record.ts';
import type { BisectionResult } from '../../records/bisection-result.ts';
import {
  campaignFolder,
  createCampaign,
  type CampaignFolder,
} from '../../records/campaign-folder.ts';
import type { UndoLog } from '../../system/undo-log.ts';
import { journalWork, throwResumable, wholeJournal } from '../journal-work.ts';
import { inWorkspace } from '../workspace.ts';
import type { Axis, DiscoveryTools } from './axis.ts';
import type { BisectionTools } from './bisection-tools.ts';
import { bisectionResultOf } from './result.ts';
import { runSearch } from './run-search.ts';

/** What is to be searched, and how it is built here. */
export interface Bisection {
  readonly record: BisectionRecord;
  readonly axis: Axis;
}

/** Finds out what is to be searched, for which it may build. */
export type MakeBisection = (tools: DiscoveryTools) => Promise<Bisection>;

/**
 * Begins a bisection: finds its elements, makes its folder, tries the controls, searches.
 *
 * @throws EnvironmentError when a control cannot be built, InterruptedError when the user stops it;
 *   the journal holds every trial that ended.
 */
export async function startBisection(
  make: MakeBisection,
  workspace: string,
  tools: BisectionTools,
): Promise<BisectionResult> {
  return inWorkspace(workspace, tools, async (undo) => {
    const { record, axis } = await make(discoveryTools(tools, undo));
    const folder = await createCampaign(bisections, workspace, record);
    return work(record, { axis, workspace, folder, undo }, tools);
  });
}

/** Only writes down what is asked for: `resume` does it. Throws as `startBisection` does. */
export async function prepareBisection(
  make: MakeBisection,
  workspace: string,
  tools: BisectionTools,
): Promise<BisectionRecord> {
  return inWorkspace(workspace, tools, async (undo) => {
    const { record } = await make(discoveryTools(tools, undo));
    await createCampaign(bisections, workspace, record);
    return record;
  });
}

/** Goes on with a bisection where its journal ends. Throws as `startBisection` does. */
export async function resumeBisection(
  make: MakeBisection,
  workspace: string,
  tools: BisectionTools,
): Promise<BisectionResult> {
  return inWorkspace(workspace, tools, async (undo) => {
    const { record, axis } = await make(discoveryTools(tools, undo));
    const folder = campaignFolder(bisections, workspace, record.id);
    return work(record, { axis, workspace, folder, undo }, tools);
  });
}

function discoveryTools({ emit, ...tools }: BisectionTools, undo: UndoLog): DiscoveryTools {
  return {
    ...tools,
    undo,
    onStepStarted: ({ name }) => {
      emit({ type: 'building', label: 'the elements of the axis', step: name });
    },
  };
}

interface Place {
  readonly axis: Axis;
  readonly workspace: string;
  readonly folder: CampaignFolder;
  readonly undo: UndoLog;
}

async function work(
  record: BisectionRecord,
  place: Place,
  tools: BisectionTools,
): Promise<BisectionResult> {
  const { folder } = place;
  const result = await journalWork({
    what: `bisection ${record.id}`,
    folder,
    tools,
    read: wholeJournal,
    onBegun: ({ trials }) => {
      tools.emit({
        type: 'bisection-started',
        bisection: record.id,
        recipe: record.recipe.name,
        variant: record.variant,
        axis: record.axis.name,
        elements: record.elements.length,
        journaled: trials.length,
      });
    },
    task: async (journal, journaled) => {
      const { reason } = await runSearch({ ...place, record, journal, journaled }, tools).catch(
        (error: unknown) => throwResumable(error, record),
      );
      return { state: 'finished', reason };
    },
    resultOf: () => bisectionResultOf(record, folder, tools.version),
  });
  tools.emit({ type: 'bisection-ended', result });
  return result;
}
