import { bisections } from '../records/bisection-folder.ts';
import {
  campaignFolder,
  findCampaign,
  listCampaigns,
  type CampaignFolder,
  type CampaignKind,
} from '../records/campaign-folder.ts';
import { listRuns } from '../records/find-run.ts';
import type { JournalEntry } from '../records/journal-entry.ts';
import { scanJournal } from '../records/journal.ts';
import { matrices } from '../records/matrix-folder.ts';
import { stresses } from '../records/stress-folder.ts';

export interface FoundCampaign {
  readonly kind: 'matrix' | 'bisection' | 'stress';
  readonly folder: CampaignFolder;
}

const kinds = { matrix: matrices, bisection: bisections, stress: stresses } as const;
const names = ['matrix', 'bisection', 'stress'] as const;

/** The matrix, bisection or stress run that is named so; null when there is none. Throws UserError. */
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
  // Ids begin with the second in which they began.
  const [newest] = open.sort((a, b) => (a.folder.id < b.folder.id ? 1 : -1));
  const [run] = (await listRuns(workspace)).filter(({ state }) => state !== 'finished');
  return newest !== undefined && (run === undefined || run.id < newest.folder.id) ? newest : null;
}

async function newestUnfinished(
  kind: CampaignKind,
  workspace: string,
): Promise<CampaignFolder | null> {
  const [newest] = await listCampaigns(kind, workspace);
  if (newest === undefined) return null;
  const folder = campaignFolder(kind, workspace, newest);
  const last: { entry?: JournalEntry } = {};
  scanJournal(folder.journal, (entry) => {
    if (entry.type.startsWith('run-')) last.entry = entry;
  });
  return last.entry?.type === 'run-ended' && last.entry.state === 'finished' ? null : folder;
}
