import { join } from 'node:path';
import {
  checkFleetAnswer,
  checkFleetJob,
  type FleetCampaign,
  type FleetJob,
} from '../../records/fleet.ts';
import { trialOutputPath, trialPath } from '../../records/run-folder.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { UserError } from '../../system/errors.ts';
import { makeDirectory, writeFileAtomically } from '../../system/files.ts';
import type { SettledJob } from '../../system/fleet-queue.ts';
import { gunzipText } from '../../system/gzip.ts';
import { lostTrial } from './lost-trial.ts';

/** A kept output has at most so many bytes when it is unpacked. */
export const MOST_OUTPUT = 1024 * 1024;

/** Null for what is no trial of this campaign. */
export function jobOf({ data }: SettledJob, { id }: Pick<FleetCampaign, 'id'>): FleetJob | null {
  try {
    const job = checkFleetJob(data);
    return job.campaign === id ? job : null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/**
 * How the trial of a job ended. What cannot be read is a trial that nobody brought to an end.
 *
 * @param folder of the stress run, where the kept output goes. Throws EnvironmentError when it cannot.
 */
export async function trialOf(
  job: SettledJob,
  asked: FleetJob,
  folder: string,
): Promise<TrialRecord> {
  const { id, variant } = asked;
  if (job.failure !== null) {
    return lostTrial(id, variant, `its workers were lost or failed: ${job.failure}`);
  }
  try {
    const { trial, output } = checkFleetAnswer(job.value, asked);
    await keepOutput(folder, id, output);
    return { ...trial, output: { ...trial.output, file: output && trialOutputPath(id) } };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return lostTrial(id, variant, error.message);
  }
}

async function keepOutput(folder: string, id: number, output: string | null): Promise<void> {
  if (output === null) return;
  const bytes = gunzipText(output, MOST_OUTPUT);
  await makeDirectory(join(folder, trialPath(id)));
  await writeFileAtomically(join(folder, trialOutputPath(id)), bytes);
}
