import { join } from 'node:path';
import { campaignFolder, createCampaign, type CampaignFolder } from './campaign-folder.ts';
import type { WatchedFunctions } from './register-watch.ts';
import type { SessionRecord } from './session-record.ts';
import type { CampaignTrialOptions } from './trial-options.ts';

/** `watch.json`, written once: what was asked for. */
export interface WatchRecord extends SessionRecord {
  readonly schema: 'winrepro/watch/1';
  readonly watch: WatchedFunctions;
  readonly options: WatchOptions;
}

export interface WatchOptions extends CampaignTrialOptions {
  /** At most so many trials, until the first that crashes or changes a register. */
  readonly trials: number;
  /** How many of the last rows are kept. */
  readonly last: number;
  /** The module of functions that name none, for cdb; null for the program's own. */
  readonly module: string | null;
}

/** Where watches are: `<workspace>/watches/<id>/`. Apart from runs, whose rates they are no part of. */
const watches = { place: 'watches', record: 'watch.json' } as const;

export interface WatchFolder extends CampaignFolder {
  readonly provenance: string;
}

/** The paths of a watch; nothing is read or made. Its result is the report of its last trial. */
export function watchFolder(workspace: string, id: string): WatchFolder {
  return withNames(campaignFolder(watches, workspace, id));
}

/** Throws EnvironmentError when there is one already. */
export async function createWatch(workspace: string, record: WatchRecord): Promise<WatchFolder> {
  return withNames(await createCampaign(watches, workspace, record));
}

function withNames(folder: CampaignFolder): WatchFolder {
  return {
    ...folder,
    result: join(folder.path, 'watch-report.json'),
    provenance: join(folder.path, 'provenance.json'),
  };
}
