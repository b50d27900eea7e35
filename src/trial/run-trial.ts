import { join } from 'node:path';
import type { Protocol } from '../recipe/protocol.ts';
import type { WatchMode } from '../recipe/schema.ts';
import { trialOutputPath } from '../records/run-folder.ts';
import type { OutcomeKind, TrialRecord } from '../records/trial-record.ts';
import { createAwakeClock, letOthersGo, nowIso, repeatUntil } from '../system/clock.ts';
import { followNewFile } from '../system/follow-file.ts';
import { createHeartbeat } from '../system/heartbeat.ts';
import type { Keeper, ProcessEnd } from '../system/keeper.ts';
import { makeScratchFolder } from '../system/output-file.ts';
import { classifyTrial, type StopCause } from './classify.ts';
import { refuseFullDisk } from './full-disk.ts';
import { endSeen, prepareInstrument, readInstrument, type Instrument } from './instrument.ts';
import { createProtocolParser } from './protocol-parser.ts';
import type { ProtocolState } from './protocol-state.ts';
import type { ProtocolWords } from './protocol-words.ts';
import { decodeStatus } from './status.ts';
import { tidyFolder } from './tidy-folder.ts';

/** One trial, laid out: what to start, what to read, when to stop it. */
export interface TrialPlan {
  /** Counted from 1. */
  readonly id: number;
  readonly variant: string;
  readonly seed: number | null;
  readonly argv: readonly string[];
  /** The whole environment of the child. */
  readonly environment: Readonly<Record<string, string>>;
  /** The trial's own folder in the run folder; also its working directory's parent. */
  readonly folder: string;
  readonly heartbeatFile: string;
  readonly watch: WatchMode;
  readonly protocol: Protocol;
  /** The turns that the loop was asked for. */
  readonly iterations: number;
  /** Wall-clock limit, seconds. */
  readonly timeoutSeconds: number;
  /** Limit without any progress, seconds. */
  readonly stallSeconds: number;
  /** The log is emptied when it grows over this, bytes. */
  readonly outputCap: number;
  readonly keepOutput: boolean;
  /** Started in the command's stead, which it starts itself; its log tells how that ended. */
  readonly instrument?: Instrument | undefined;
}

/** What a trial that runs has come to. */
export interface TrialProgress {
  readonly id: number;
  readonly iteration: number | null;
  readonly seconds: number;
}

export interface TrialTools {
  readonly keeper: Keeper;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TrialProgress) => void;
  /** Hears the process id; null when it could not be started. */
  readonly onStarted?: ((pid: number | null) => void) | undefined;
  /** Hears that the process has ended. Its output is not read yet, and the record not made. */
  readonly onEnded?: (() => void) | undefined;
  /** Of the plan's protocol, when many of its trials are run. */
  readonly words?: ProtocolWords | undefined;
}

/** How often a running trial is looked at. */
const POLL_SECONDS = 0.1;

/**
 * Runs one fresh process through the reproducer loop and reads its output alongside.
 *
 * The child writes to a file that is read next to it: any pipe slows a child that flushes, 1.7 to
 * 3.9 times as measured (docs/development.md), and the log outlives a killed winrepro.
 *
 * @throws EnvironmentError when the trial's folder cannot be made, its disk is full or the keeper is
 *   gone; however the child ends is a value.
 */
export async function runTrial(plan: TrialPlan, tools: TrialTools): Promise<TrialRecord> {
  const output = join(plan.folder, 'output.txt');
  const scratch = join(plan.folder, 'scratch');
  await makeScratchFolder(scratch);
  const { instrument } = plan;
  if (instrument !== undefined) await prepareInstrument(instrument);
  const parser = createProtocolParser(plan.protocol, undefined, tools.words);
  const log = followNewFile(output, (chunk) => {
    parser.push(chunk);
  });
  const heartbeat = plan.watch === 'heartbeat' ? createHeartbeat(plan.heartbeatFile) : null;
  const startedAt = nowIso();
  // A laptop that sleeps through the night has not hung.
  const clock = createAwakeClock();
  const child = tools.keeper.start({
    argv: instrument?.argv ?? plan.argv,
    cwd: scratch,
    env: { ...plan.environment, ...instrument?.variables },
    output,
    wholeSession: instrument !== undefined,
    channel: plan.watch === 'pipe' ? 'pipe' : 'file',
  });

  let truncated = false;
  let stopped: StopCause = null;
  let lastProgress = 0;
  let lastBeat = 0;
  const stop = (cause: Exclude<StopCause, null>): void => {
    if (stopped !== null) return;
    stopped = cause;
    child.kill();
  };
  const look = (): void => {
    const now = clock.read();
    const bytes = log.read();
    const beat = heartbeat?.read() ?? 0;
    if (bytes > 0 || beat !== lastBeat) lastProgress = now;
    lastBeat = beat;
    if (log.emptyIfOver(plan.outputCap)) truncated = true;
    if (now > plan.timeoutSeconds) stop('timeout');
    else if (now - lastProgress > plan.stallSeconds) stop('stall');
    tools.onProgress({
      id: plan.id,
      iteration: heartbeat === null ? parser.progress() : beat > 0 ? beat - 1 : null,
      seconds: now,
    });
  };
  const interrupt = (): void => {
    stop('interrupt');
  };
  if (tools.onStarted !== undefined) void child.started.then(tools.onStarted);
  tools.signal.addEventListener('abort', interrupt, { once: true });
  if (tools.signal.aborted) interrupt();

  let end: ProcessEnd;
  try {
    const ended = child.ended.then((how) => {
      // Who hears of it may stop all that run, and this one does not.
      tools.signal.removeEventListener('abort', interrupt);
      tools.onEnded?.();
      return how;
    });
    end = await repeatUntil(ended, POLL_SECONDS, look);
    // The next trial is started before this one is read.
    await letOthersGo();
    while (log.read() > 0);
  } finally {
    tools.signal.removeEventListener('abort', interrupt);
    log.close();
  }
  await refuseFullDisk(plan.folder);
  parser.end();
  const beats = heartbeat?.read() ?? 0;
  heartbeat?.close();

  const parsed = parser.snapshot();
  const state =
    heartbeat === null
      ? parsed
      : {
          ...parsed,
          iteration: beats > 0 ? beats - 1 : null,
          iterationsBegun: beats,
          // The count is exact; how the output ends says nothing about it.
          endsTorn: false,
        };
  const reading = instrument === undefined ? null : await readInstrument(instrument);
  const seen = reading === null ? { end, problem: null } : endSeen(reading, end, stopped);
  const status = decodeStatus(seen.end, process.platform);
  clock.read();
  const seconds = Math.round(Math.max(0, end.seconds - clock.lost()) * 1e6) / 1e6;
  const verdict = classifyTrial({
    status,
    state,
    stopped,
    startError: end.startError,
    instrumentProblem: seen.problem,
    faultingFunction: reading === null ? null : reading.stack.join(' < '),
    leftovers: end.leftovers,
    protocol: plan.protocol,
    iterations: plan.iterations,
    seconds,
    stallSeconds: plan.stallSeconds,
    timeoutSeconds: plan.timeoutSeconds,
  });
  const kept = await tidyFolder(plan, output, verdict.outcome === 'clean');
  return {
    type: 'trial',
    id: plan.id,
    variant: plan.variant,
    seed: plan.seed,
    startedAt,
    outcome: verdict.outcome,
    reason: verdict.reason,
    status: status.label,
    statusName: status.name,
    exitCode: status.exitCode,
    signal: status.signal,
    iteration: state.iteration,
    stage: state.stage,
    signature: verdict.signature,
    ...(reading === null || verdict.outcome !== 'crashed' ? {} : { stack: reading.stack }),
    trace: state.trace,
    events: state.events,
    exposure: {
      iterations: iterationsLived(state, verdict.outcome, plan),
      seconds,
      minorCollections: marksSeen(state.events) ? state.minorCollections : null,
    },
    seconds,
    watch: plan.watch,
    output: {
      bytes: state.bytes,
      lines: state.lines,
      truncated,
      file: kept ? trialOutputPath(plan.id) : null,
      tail: parser.tail(),
    },
    warnings: [...verdict.warnings, ...sleepWarning(clock.lost())],
  };
}

/** A loop that marks no turn and prints its success line has done all of them. */
function iterationsLived(
  { iteration, iterationsBegun, success }: ProtocolState,
  outcome: OutcomeKind,
  { iterations }: TrialPlan,
): number {
  return outcome === 'clean' && iteration === null && success ? iterations : iterationsBegun;
}

function sleepWarning(lost: number): readonly string[] {
  if (lost === 0) return [];
  return [`the machine slept or winrepro was stopped for ${lost.toFixed(0)} s during this trial`];
}

/** A program that prints no marks at all has not been shown to collect nothing. */
function marksSeen(events: Readonly<Record<string, number>> | null): boolean {
  return events !== null && Object.values(events).some((times) => times > 0);
}
