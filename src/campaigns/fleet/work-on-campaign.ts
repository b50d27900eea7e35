import { dirname, join } from 'node:path';
import {
  FLEET_ANSWER_SCHEMA,
  checkFleetJob,
  type FleetAnswer,
  type FleetCampaign,
  type FleetJob,
} from '../../records/fleet.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import type { Plan } from '../../pipeline/plan.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import { readBytes, remove } from '../../system/files.ts';
import type { FleetConnection } from '../../system/fleet-connection.ts';
import { takeJobs, type JobEnd, type JobTaker, type LeasedJob } from '../../system/fleet-jobs.ts';
import { gzipText } from '../../system/gzip.ts';
import { runTrial } from '../../trial/run-trial.ts';
import { layOutTrial } from '../lay-out-trial.ts';
import { stopRule } from '../stop-rule.ts';
import { endKind } from '../stress/kept-artefacts.ts';
import { MOST_OUTPUT } from './read-answer.ts';
import type { WorkerOptions, WorkerTools } from './worker-tools.ts';

/** A campaign that a worker takes part in. */
export interface CampaignWork {
  /** Trials that it brought to an end. */
  trials(): number;
  /** Why it runs no more of them; null while it does. */
  fault(): string | null;
  /** Takes no more trials, stops those under way and gives them back. */
  leave(): Promise<void>;
}

/** So many workers may be lost over one trial; then it counts as the trial's own doing. */
const MOST_LOST = 5;
/** The trials that the stop rule looks at. */
const RECENT = 3;

/** Runs trials of a campaign that is built here, until it leaves or its set-up turns out to be at fault. */
export async function workOnCampaign(
  campaign: FleetCampaign,
  plans: ReadonlyMap<string, Plan>,
  connection: FleetConnection,
  options: WorkerOptions,
  tools: WorkerTools,
): Promise<CampaignWork> {
  const folder = { path: join(options.workspace, 'fleet', campaign.id) };
  const leaving = new AbortController();
  const kept = new Set<string>();
  let recent: readonly TrialRecord[] = [];
  let trials = 0;
  let fault: string | null = null;

  const leave = (reason: string): JobEnd => {
    fault = reason;
    // The taker is closed by whoever hears of the fault; here it only takes no more.
    taker?.stop();
    return { kind: 'back' };
  };
  const run = async ({ data, lost }: LeasedJob): Promise<JobEnd> => {
    const found = jobOf(data, campaign);
    if (typeof found === 'string') return { kind: 'bad', reason: found };
    const plan = plans.get(found.variant);
    if (plan === undefined) return { kind: 'bad', reason: `no variant ${found.variant}` };
    const signal = AbortSignal.any([tools.signal, leaving.signal, lost]);
    const settings = { ...campaign, variant: found.variant };
    const laidOut = layOutTrial(found.id, settings, folder, plan, tools);
    let trial: TrialRecord;
    try {
      trial = await runTrial(laidOut, {
        keeper: tools.keeper,
        signal,
        onProgress: () => undefined,
      });
    } catch (error) {
      // The disk, the keeper: this machine's affair, not the trial's.
      if (error instanceof EnvironmentError) return leave(error.message);
      throw error;
    }
    if (lost.aborted || (signal.aborted && trial.outcome === 'interrupted'))
      return { kind: 'back' };
    recent = [...recent, trial].slice(-RECENT);
    const decision = stopRule(recent, false);
    if (decision.kind === 'set-up-failed') return leave(decision.reason);
    const isFirst = !kept.has(endKind(trial));
    kept.add(endKind(trial));
    const answer = await answerOf(trial, options.name, folder.path, isFirst);
    trials += 1;
    tools.emit({ type: 'trial-ended', trial });
    return { kind: 'done', value: answer };
  };
  let taker: JobTaker | null = null;
  taker = await takeJobs(connection, {
    name: campaign.id,
    worker: options.name,
    slots: options.slots,
    lease: { milliseconds: options.leaseSeconds * 1000, mostLost: MOST_LOST },
    run: (job) =>
      run(job).catch((error: unknown) => ({
        kind: 'bad',
        reason: error instanceof Error ? error.message : String(error),
      })),
    onNote: (message) => {
      tools.emit({ type: 'note', message });
    },
  });
  const taking = taker;
  return {
    trials: () => trials,
    fault: () => fault,
    async leave() {
      taking.stop();
      leaving.abort();
      await taking.close();
      await remove(folder.path);
    },
  };
}

function jobOf(data: unknown, { id, variants }: FleetCampaign): FleetJob | string {
  try {
    const job = checkFleetJob(data);
    if (job.campaign !== id) return `it is of another campaign, ${job.campaign}`;
    return variants.includes(job.variant) ? job : `the campaign has no variant ${job.variant}`;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** So much of the end of an output is sent, bytes: of one that ended as none before, and of others. */
const LONG_OUTPUT = MOST_OUTPUT / 2;
const SHORT_OUTPUT = 16 * 1024;

/** The answer that goes home; what the trial left here is removed. */
async function answerOf(
  trial: TrialRecord,
  worker: string,
  folder: string,
  isFirst: boolean,
): Promise<FleetAnswer> {
  const { file } = trial.output;
  let output: string | null = null;
  if (file !== null) {
    const path = join(folder, file);
    const bytes = await readBytes(path);
    output = gzipText(bytes.subarray(isFirst ? -LONG_OUTPUT : -SHORT_OUTPUT));
    await remove(dirname(path));
  }
  const tail = trial.outcome === 'clean' ? '' : trial.output.tail;
  return {
    schema: FLEET_ANSWER_SCHEMA,
    trial: { ...trial, worker, output: { ...trial.output, file: null, tail } },
    output,
  };
}
