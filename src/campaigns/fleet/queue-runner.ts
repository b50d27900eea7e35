import { join } from 'node:path';
import { trialOutputPath, trialPath } from '../../records/run-folder.ts';
import {
  checkFleetAnswer,
  checkFleetJob,
  type FleetCampaign,
  type FleetJob,
} from '../../records/fleet.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { monotonicSeconds, sleep } from '../../system/clock.ts';
import { InternalError, UserError } from '../../system/errors.ts';
import { makeDirectory, writeFileAtomically } from '../../system/files.ts';
import type { FleetConnection } from '../../system/fleet-connection.ts';
import { openQueue, type FleetQueue, type SettledJob } from '../../system/fleet-queue.ts';
import { gunzipText } from '../../system/gzip.ts';
import type { MakeRunner } from '../stress/run-stress.ts';
import { openBoard } from './board.ts';
import { lostTrial } from './lost-trial.ts';
import { watchWorkers } from './watch-workers.ts';

/** A kept output has at most so many bytes when it is unpacked. */
const MOST_OUTPUT = 1024 * 1024;
/** How often the queue is looked at when nothing is heard of it, seconds. */
const LOOK_SECONDS = 1;
/** How often it is held against what was asked for, seconds. */
const CHECK_SECONDS = 5;

interface Outstanding {
  readonly variant: string;
  readonly resolve: (trial: TrialRecord | null) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Gives the trials of a stress run to the workers of a fleet. An answer stays in the queue until its
 * trial is journaled, and a trial that is journaled is never asked for again: each counts once,
 * whoever dies in between.
 */
export function submitTo(fleet: FleetConnection, campaign: FleetCampaign): MakeRunner {
  return async ({ folder, journal, tally, tools }) => {
    const board = openBoard(fleet);
    const outstanding = new Map<number, Outstanding>();
    const done = new AbortController();
    let heard = (): void => undefined;
    const queue = await openQueue(fleet, campaign.id, () => {
      heard();
    });
    const keyOf = (id: number): string => `trial-${id}`;
    await board.open(campaign);
    const workers = watchWorkers({ board, campaign, folder, journal, tools, fleet });

    const answer = async (job: SettledJob): Promise<void> => {
      const found = jobOf(job);
      if (found === null || tally.has(found.id)) {
        await queue.remove(job.key);
        return;
      }
      const { id, variant } = found;
      const asked = outstanding.get(id);
      // Asked for by an earlier session: its turn comes.
      if (asked?.variant !== variant) return;
      outstanding.delete(id);
      asked.resolve(await trialOf(job, found, folder.path));
    };
    const check = async (): Promise<void> => {
      if ((await board.campaign(campaign.id)) === null) await board.open(campaign);
      for (const [id, { variant }] of outstanding) {
        // A Redis that lost its data does not know what it was asked for.
        if (!(await queue.has(keyOf(id)))) await add(queue, keyOf(id), campaign.id, id, variant);
      }
    };
    const follow = async (): Promise<void> => {
      let checked = monotonicSeconds();
      while (!done.signal.aborted) {
        for (const job of await queue.settled()) await answer(job);
        await workers.look();
        if (monotonicSeconds() - checked >= CHECK_SECONDS) {
          await check();
          checked = monotonicSeconds();
        }
        const waiting = new AbortController();
        heard = (): void => {
          waiting.abort();
        };
        await sleep(LOOK_SECONDS * 1000, AbortSignal.any([done.signal, waiting.signal])).catch(
          () => undefined,
        );
      }
    };
    let broken: Error | null = null;
    const following = follow().catch((error: unknown) => {
      const thrown = error instanceof Error ? error : new InternalError(String(error));
      broken = thrown;
      for (const { reject } of outstanding.values()) reject(thrown);
      outstanding.clear();
    });

    return {
      capacity: () => workers.capacity(),
      async run(id, variant, signal) {
        if (signal.aborted) return null;
        if (broken !== null) throw broken;
        const ended = new Promise<TrialRecord | null>((resolve, reject) => {
          outstanding.set(id, { variant, resolve, reject });
        });
        const stop = (): void => {
          const own = outstanding.get(id);
          outstanding.delete(id);
          // One that no worker has begun is taken back; what a worker is at stays its affair.
          queue.remove(keyOf(id)).catch(() => undefined);
          own?.resolve(null);
        };
        signal.addEventListener('abort', stop, { once: true });
        await add(queue, keyOf(id), campaign.id, id, variant);
        heard();
        return ended.finally(() => {
          signal.removeEventListener('abort', stop);
        });
      },
      taken(id) {
        // What fails here is removed when the queue is looked at again.
        queue.remove(keyOf(id)).catch(() => undefined);
      },
      async close() {
        done.abort();
        heard();
        await following;
        await board.close(campaign.id);
        // Answers that are still on their way are taken by `resume`.
        if (!tools.signal.aborted) await queue.clear();
        await queue.close();
      },
    };
  };
}

/** Null for what is no trial of ours. */
function jobOf({ data }: SettledJob): FleetJob | null {
  try {
    return checkFleetJob(data);
  } catch {
    return null;
  }
}

/** How the trial of a job ended. What cannot be read is a trial that nobody brought to an end. */
async function trialOf(job: SettledJob, asked: FleetJob, folder: string): Promise<TrialRecord> {
  const { id, variant } = asked;
  if (job.failure !== null) {
    return lostTrial(id, variant, `its workers were lost or failed: ${job.failure}`);
  }
  try {
    const { trial, output } = checkFleetAnswer(job.value, asked);
    await keepOutput(folder, trial, output);
    return { ...trial, output: { ...trial.output, file: output && trialOutputPath(id) } };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return lostTrial(id, variant, error.message);
  }
}

async function add(
  queue: FleetQueue,
  key: string,
  campaign: string,
  id: number,
  variant: string,
): Promise<void> {
  await queue.add(key, { campaign, id, variant });
}

async function keepOutput(
  folder: string,
  { id }: TrialRecord,
  output: string | null,
): Promise<void> {
  if (output === null) return;
  await makeDirectory(join(folder, trialPath(id)));
  await writeFileAtomically(join(folder, trialOutputPath(id)), gunzipText(output, MOST_OUTPUT));
}
