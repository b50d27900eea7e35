import { bisections } from '../records/bisection-folder.ts';
import {
  campaignFolder,
  findCampaign,
  listCampaigns,
  type CampaignFolder,
  type CampaignKind,
} from '../records/campaign-folder.ts';
import { listRuns } from '../records/find-run.ts';
import { debugSessions } from '../records/debug-folder.ts';
import type { JournalEntry } from '../records/journal-entry.ts';
import { scanJournal } from '../records/journal.ts';
import { matrices } from '../records/matrix-folder.ts';
import { stresses } from '../records/stress-folder.ts';

export interface FoundCampaign {
  readonly kind: 'matrix' | 'bisection' | 'stress' | 'debug';
  readonly folder: CampaignFolder;
}

const kinds = {
  matrix: matrices,
  bisection: bisections,
  stress: stresses,
  debug: debugSessions,
} as const;
const names = ['matrix', 'bisection', 'stress', 'debug'] as const;

/** The matrix, bisection, stress run or debug session that is named so; null when there is none. Throws UserError. */
export async function campaignNamed(
  workspace: string,
  text: string,
): Promise<FoundCampaign | null> {
  for (const kind of names) {
    const folder = await findCampaign(kinds[kind], workspace, text);
    if (folder !== null) return { kind, folder };
  }
  return null;
}

/** The newest matrix, bisection, stress run or debug session; null when a run is newer, or there is none. */
export async function newestCampaign(workspace: string): Promise<FoundCampaign | null> {
  const found: FoundCampaign[] = [];
  for (const kind of names) {
    const [newest] = await listCampaigns(kinds[kind], workspace);
    if (newest !== undefined) {
      found.push({ kind, folder: campaignFolder(kinds[kind], workspace, newest) });
    }
  }
  return newerThanRuns(found, await listRuns(workspace));
}

/**
 * The campaign that `resume` means: the one that is named, else the newest unfinished one
 * when it is newer than every unfinished run; null when a run is meant.
 */
export async function campaignToResume(
  workspace: string,
  text: string | undefined,
): Promise<FoundCampaign | null> {
  if (text !== undefined) return campaignNamed(workspace, text);
  const open: FoundCampaign[] = [];
  for (const kind of names) {
    const folder = await newestUnfinished(kinds[kind], workspace);
    if (folder !== null) open.push({ kind, folder });
  }
  const runs = await listRuns(workspace);
  return newerThanRuns(
    open,
    runs.filter(({ state }) => state !== 'finished'),
  );
}

/** The newest of them when it is newer than every run; ids begin with the second of their beginning. */
function newerThanRuns(
  campaigns: readonly FoundCampaign[],
  runs: readonly { readonly id: string }[],
): FoundCampaign | null {
  const [newest] = [...campaigns].sort((a, b) => (a.folder.id < b.folder.id ? 1 : -1));
  return newest !== undefined && runs.every(({ id }) => id < newest.folder.id) ? newest : null;
}

async function newestUnfinished(
  kind: CampaignKind,
  workspace: string,
): Promise<CampaignFolder | null> {
  for (const id of await listCampaigns(kind, workspace)) {
    const folder = campaignFolder(kind, workspace, id);
    if (!isFinished(folder)) return folder;
  }
  return null;
}

function isFinished(folder: CampaignFolder): boolean {
  const last: { entry?: JournalEntry } = {};
  scanJournal(folder.journal, (entry) => {
    if (entry.type.startsWith('run-')) last.entry = entry;
  });
  return last.entry?.type === 'run-ended' && last.entry.state === 'finished';
}
