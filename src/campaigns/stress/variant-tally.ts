import type { OutcomeKind, TrialRecord } from '../../records/trial-record.ts';
import type { Lifetime } from '../../statistics/exposure.ts';

/** The first crash of a signature, and what is kept of all of them. */
export interface SignatureTally {
  count: number;
  readonly iterations: number[];
  readonly first: { readonly trial: number; readonly seed: number | null; readonly at: string };
  readonly evidence: string[];
}

interface WorkerTally {
  trials: number;
  crashes: number;
  exposure: number;
}

/** What the trials of one variant have come to; grows with their number by a few words each. */
export interface VariantTally {
  readonly outcomes: Record<OutcomeKind, number>;
  /** Iterations of all trials; of those that are evidence; seconds of all. */
  iterations: number;
  exposure: number;
  seconds: number;
  /** The smallest and the largest seed; null as long as none was given. */
  seeds: { readonly first: number; readonly last: number } | null;
  readonly lifetimes: Lifetime[];
  readonly signatures: Map<string, SignatureTally>;
  /** Hung and failed trials: how often, and the words of the first. */
  readonly faults: Map<string, { count: number; readonly reason: string }>;
  readonly workers: Map<string, WorkerTally>;
}

/** More outputs of one signature are kept on the disk, but not named. */
const MOST_EVIDENCE = 20;
/** More kinds of faults are lumped together. */
const MOST_FAULTS = 50;

export function createVariantTally(): VariantTally {
  return {
    outcomes: { crashed: 0, clean: 0, hung: 0, failed: 0, interrupted: 0 },
    iterations: 0,
    exposure: 0,
    seconds: 0,
    seeds: null,
    lifetimes: [],
    signatures: new Map(),
    faults: new Map(),
    workers: new Map(),
  };
}

/**
 * Counts one more trial. A hung or failed one may be the crash in another coat, so it is no evidence;
 * an interrupted one was clean for as long as it lived.
 */
export function addTrial(tally: VariantTally, trial: TrialRecord, ownMachine: string): void {
  const { outcome, exposure, seconds, seed } = trial;
  if (seed !== null) {
    const { first, last } = tally.seeds ?? { first: seed, last: seed };
    tally.seeds = { first: Math.min(first, seed), last: Math.max(last, seed) };
  }
  tally.outcomes[outcome] += 1;
  tally.iterations += exposure.iterations;
  tally.seconds += seconds;
  const worker = workerOf(tally, trial.worker ?? ownMachine);
  worker.trials += 1;
  if (outcome === 'hung' || outcome === 'failed') {
    addFault(tally, trial);
    return;
  }
  tally.exposure += exposure.iterations;
  worker.exposure += exposure.iterations;
  tally.lifetimes.push({ time: exposure.iterations, crashed: outcome === 'crashed' });
  if (outcome !== 'crashed') return;
  worker.crashes += 1;
  addCrash(tally, trial);
}

function addCrash(tally: VariantTally, trial: TrialRecord): void {
  const name = trial.signature ?? 'unknown';
  const known = tally.signatures.get(name);
  const signature = known ?? {
    count: 0,
    iterations: [],
    first: { trial: trial.id, seed: trial.seed, at: trial.startedAt },
    evidence: [],
  };
  if (known === undefined) tally.signatures.set(name, signature);
  signature.count += 1;
  if (trial.iteration !== null) signature.iterations.push(trial.iteration);
  const { file } = trial.output;
  if (file !== null && signature.evidence.length < MOST_EVIDENCE) signature.evidence.push(file);
}

function addFault(tally: VariantTally, { outcome, status, reason }: TrialRecord): void {
  const wanted = `${outcome}, ${status}`;
  const full = tally.faults.size >= MOST_FAULTS && !tally.faults.has(wanted);
  const key = full ? 'others' : wanted;
  const fault = tally.faults.get(key) ?? { count: 0, reason };
  tally.faults.set(key, fault);
  fault.count += 1;
}

function workerOf(tally: VariantTally, name: string): WorkerTally {
  const known = tally.workers.get(name);
  if (known !== undefined) return known;
  const worker = { trials: 0, crashes: 0, exposure: 0 };
  tally.workers.set(name, worker);
  return worker;
}
