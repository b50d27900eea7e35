import type { Journal } from '../../records/journal.ts';
import type { StressFolder } from '../../records/stress-folder.ts';
import type { StressRecord } from '../../records/stress-record.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { InternalError, InterruptedError } from '../../system/errors.ts';
import type { WorkEnd } from '../journal-work.ts';
import { createDueQueue } from './due-queue.ts';
import type { KeptArtefacts } from './kept-artefacts.ts';
import { createFailures } from './row-failures.ts';
import { createSlots } from './slots.ts';
import { watchSession } from './session-watch.ts';
import { standingsOf } from './standing.ts';
import { stopReason } from './stop-reason.ts';
import type { StressTools, TrialRunner } from './stress-tools.ts';
import type { StressTally } from './tally.ts';
import type { DueTrial } from './trial-ids.ts';

/** What a session of a stress run works on. */
export interface StressWork {
  readonly record: StressRecord;
  readonly folder: StressFolder;
  /** Adds to the journal, and to the tally. */
  readonly append: Journal['append'];
  /** What the journal has come to; it grows with it. */
  readonly tally: StressTally;
  readonly runner: TrialRunner;
  readonly artefacts: KeptArtefacts;
  readonly resumeCommand: string;
}

/**
 * Runs trials, the variants in turn, until the time, the trials or the crashes that were asked for
 * are reached, or the machine has no more room. Every trial is journaled as it ends, and not held.
 *
 * @throws InterruptedError at the signal, EnvironmentError when no more trials can be run.
 */
export async function stressLoop(work: StressWork, tools: StressTools): Promise<WorkEnd> {
  const { record, folder, append, tally, runner } = work;
  const earlier = tally.seconds();
  const slots = createSlots();
  const thrown: Error[] = [];
  const enough = new AbortController();
  const stopping = AbortSignal.any([tools.signal, enough.signal]);
  const failures = createFailures(work, tools);
  const due = createDueQueue(record, tally);
  let wake = (): void => undefined;
  const changed = (): Promise<void> => new Promise((resolve) => (wake = resolve));
  const keep = (error: unknown): void => {
    thrown.push(error instanceof Error ? error : new InternalError(String(error)));
  };
  const watch = watchSession({
    folder: folder.path,
    pause: folder.pause,
    limits: record.options,
    active: () => slots.inHand(),
    append,
    onNote: (message) => {
      tools.emit({ type: 'note', message });
    },
    onTick: () => {
      tick();
    },
    onLook: (error) => {
      if (error !== null) keep(error);
      wake();
    },
  });
  const waiting = (): string | null => {
    if (watch.paused()) return `paused: \`${work.resumeCommand}\` goes on`;
    const { memory } = watch.guards();
    return memory === null ? null : `waits: ${memory}`;
  };
  const tick = (): void => {
    tools.emit({
      type: 'tick',
      seconds: earlier + watch.seconds(),
      trials: tally.trials(),
      crashes: tally.crashes(),
      active: slots.underWay(runner.capacity()),
      waiting: waiting(),
      variants: standingsOf(tally),
    });
  };

  const end = async (trial: TrialRecord): Promise<void> => {
    // What the user stopped is no evidence; `resume` runs it again under the same number.
    if (trial.outcome === 'interrupted' && tools.signal.aborted) return;
    const kept = await work.artefacts.trim(enough.signal.aborted ? asCensored(trial) : trial);
    const isNew = isNewSignature(tally, kept);
    append(kept);
    runner.taken?.(kept.id);
    tools.emit({ type: 'trial-ended', trial: kept, isNew });
    failures.look(kept);
  };
  const start = ({ id, variant }: DueTrial): void => {
    slots.take(id);
    const onEnded = (): void => {
      slots.ended(id);
      wake();
    };
    runner
      .run(id, variant, stopping, onEnded)
      .then((trial) => (trial === null ? undefined : end(trial)))
      .catch(keep)
      .finally(() => {
        slots.free(id);
        wake();
      });
  };
  const ended = (): WorkEnd | null =>
    stopReason(record.options, {
      crashes: tally.crashes(),
      seconds: earlier + watch.seconds(),
      guards: watch.guards(),
      starvedSeconds: watch.starvedSeconds(),
      open: record.variants.filter(({ name }) => !tally.failed.has(name)).length,
      lastFailure: failures.last(),
    });
  const hasRoom = (): boolean => {
    const { untilCrashes } = record.options;
    return slots.hasRoom({
      capacity: runner.capacity(),
      crashesLeft: untilCrashes === null ? null : untilCrashes - tally.crashes(),
      doubtful: failures.near(),
    });
  };
  /** Starts what may be started; how the run came to its end, or null while it goes on. */
  const goOn = (): WorkEnd | null => {
    const stop = ended();
    if (stop !== null) return stop;
    while (waiting() === null && hasRoom()) {
      const next = due.next();
      if (next === null) break;
      start(next);
    }
    return due.isEmpty() && slots.inHand() === 0
      ? { state: 'finished', reason: allEnded(tally.trials()) }
      : null;
  };

  tools.signal.addEventListener('abort', () => {
    wake();
  });
  let stop: WorkEnd | null = null;
  try {
    await watch.look();
    tick();
    while (stop === null && !tools.signal.aborted && thrown.length === 0) {
      stop = goOn();
      if (stop === null) await changed();
    }
    enough.abort();
    // Every trial that was started is evidence.
    while (slots.inHand() > 0) await changed();
  } finally {
    watch.end();
  }
  if (tools.signal.aborted) {
    throw new InterruptedError(
      `interrupted after ${tally.trials()} trials; all is saved: \`${work.resumeCommand}\` goes on`,
    );
  }
  const [error] = thrown;
  if (error !== undefined) throw error;
  return stop ?? { state: 'finished', reason: allEnded(tally.trials()) };
}

function isNewSignature(tally: StressTally, { variant, outcome, signature }: TrialRecord): boolean {
  const known = tally.variants.get(variant)?.signatures;
  return outcome === 'crashed' && known?.has(signature ?? 'unknown') !== true;
}

/** Stopped by us because the run was over: clean for as long as it lived, which counts. */
function asCensored(trial: TrialRecord): TrialRecord {
  if (trial.outcome !== 'interrupted') return trial;
  return { ...trial, reason: 'the run was over: clean for as long as the trial lived' };
}

function allEnded(trials: number): string {
  return trials === 1 ? 'the trial ended' : `all ${trials} trials ended`;
}
