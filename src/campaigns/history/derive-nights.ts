import { join } from 'node:path';
import type { CampaignKind } from '../../records/campaign-folder.ts';
import type { CampaignKey, DerivedCampaign, NightKind } from '../../records/history.ts';
import { runFolder } from '../../records/run-folder.ts';
import { stresses, stressFolder } from '../../records/stress-folder.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { fileStamp } from '../../system/file-stamp.ts';
import { listFiles } from '../../system/files.ts';
import { nightOfRun } from './derive-run.ts';
import { nightsOfStress } from './derive-stress.ts';

/** Where the campaigns are that have nights. */
export const nightKinds: Readonly<Record<NightKind, CampaignKind>> = {
  stress: stresses,
  run: { place: 'runs', record: 'run.json' },
};

/**
 * Changes whenever a file does that the nights of this campaign are derived from, and with the
 * version of winrepro, whose rules may have changed. Throws EnvironmentError.
 */
export async function fingerprintOf(
  workspace: string,
  { kind, id }: CampaignKey,
  version: string,
): Promise<string> {
  const paths = kind === 'run' ? runPaths(workspace, id) : await stressPaths(workspace, id);
  const stamps = await Promise.all(
    paths.map(async ([name, path]) => `${name} ${await fileStamp(path)}`),
  );
  return [`winrepro ${version}`, ...stamps].join('; ');
}

type NamedPath = readonly [name: string, path: string];

function runPaths(workspace: string, id: string): readonly NamedPath[] {
  const { run, journal, provenance } = runFolder(workspace, id);
  return [
    ['record', run],
    ['journal', journal],
    ['provenance', provenance],
  ];
}

async function stressPaths(workspace: string, id: string): Promise<readonly NamedPath[]> {
  const { record, journal, provenance } = stressFolder(workspace, id);
  const files = await listFiles(provenance);
  return [
    ['record', record],
    ['journal', journal],
    ...files.map((name): NamedPath => [name, join(provenance, name)]),
  ];
}

/**
 * Reads a campaign's files. One that is damaged has no nights and a sentence that says why; it does
 * not hide the campaigns that were merged into it either.
 */
export async function deriveCampaign(
  workspace: string,
  key: CampaignKey,
  fingerprint: string,
): Promise<DerivedCampaign> {
  const { kind, id } = key;
  try {
    const { nights, merged } =
      kind === 'stress'
        ? await nightsOfStress(stressFolder(workspace, id))
        : { nights: [await nightOfRun(runFolder(workspace, id))], merged: [] };
    return { kind, id, fingerprint, merged, problems: [], nights };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const problems = [`${nightKinds[kind].place}/${id} is left out: ${error.message}`];
    // Read again the next time: what was mended (a permission, a disk) may not show in its stamp.
    return { kind, id, fingerprint: '', merged: [], problems, nights: [] };
  }
}
