import { createEventRecorder, type RecordedEvents } from '../../evidence/event-recorder.ts';
import type { Protocol } from '../../recipe/protocol.ts';
import {
  TIMELINE_SCHEMA,
  type Timeline,
  type TimelinePicture,
  type TimelineTrial,
} from '../../records/timeline.ts';
import { countCodes, PADDING } from '../../statistics/events/event-sequence.ts';
import { readChunks } from '../../system/read-chunks.ts';
import { analyse, courseOf, type AnalysisSettings } from './analyse.ts';
import { timelinePicture } from './picture.ts';

/** A byte each: the memory that a timeline takes at most, besides its parts of fixed size. */
const MOST_EVENTS = 64 * 1024 * 1024;

/** An output to read. */
export interface TimelineOutput {
  /** Absolute path. */
  readonly path: string;
  /** The trial of a run that wrote it; null for a file. */
  readonly trial: number | null;
  readonly crashed: boolean;
}

export interface TimelineInput {
  readonly source: Timeline['source'];
  readonly protocol: Protocol;
  readonly outputs: readonly TimelineOutput[];
  readonly settings: AnalysisSettings;
  /** Events before and after each failure in the picture; null for what suits the events. */
  readonly reach: number | null;
  readonly winrepro: string;
  readonly notes: readonly string[];
}

export interface MadeTimeline {
  readonly timeline: Timeline;
  readonly picture: TimelinePicture;
}

/** Reads outputs and says what their events tell. Throws EnvironmentError when one cannot be read. */
export function makeTimeline(input: TimelineInput): MadeTimeline {
  const { protocol, settings } = input;
  const recorded = recordOutputs(input);
  const iterations = recorded.trials.flatMap(({ firstFailure }) => firstFailure ?? []);
  const counts = countCodes(recorded);
  const { calls, failures, association, distances } = analyse(recorded, settings);
  const timeline: Timeline = {
    schema: TIMELINE_SCHEMA,
    winrepro: input.winrepro,
    source: input.source,
    kinds: recorded.kinds.map(({ name, role }, index) => ({
      name,
      role,
      mark: markOf(name, protocol),
      count: counts[index + 1] ?? 0,
    })),
    events: counts.reduce((sum, one) => sum + one, 0),
    calls,
    failures,
    trials: recorded.trials.map((_, index) => trialOf(recorded, index, input.outputs[index])),
    association,
    distances,
    course: courseOf(recorded, settings.seed, {
      iteration: iterations.length === 0 ? null : Math.min(...iterations),
      threshold: protocol.earliest ?? null,
    }),
    notes: [...input.notes, ...notesOn(recorded)],
  };
  return { timeline, picture: timelinePicture(recorded, input.reach) };
}

/** With turns of the loop as calls where the output has no mark for how a call ended. */
function recordOutputs({ protocol, outputs }: TimelineInput): RecordedEvents {
  const record = (turns: boolean): RecordedEvents => {
    const recorder = createEventRecorder(protocol, { padding: PADDING, turns, most: MOST_EVENTS });
    for (const { path, crashed } of outputs) recorder.trial(readChunks(path), crashed);
    return recorder.recorded();
  };
  const first = record(false);
  const isCall = first.kinds.map(({ role }) => role !== 'event');
  const crashes = first.trials.filter(({ crashAdded }) => crashAdded).length;
  const calls = countCodes(first).reduce(
    (sum, count, code) => sum + (isCall[code - 1] === true ? count : 0),
    0,
  );
  return calls > crashes || first.trials.every(({ turns }) => turns === 0) ? first : record(true);
}

function markOf(name: string, { events = {} }: Protocol): string | null {
  return Object.entries(events).find(([, own]) => own === name)?.[0] ?? null;
}

function trialOf(
  { codes, kinds, trials }: RecordedEvents,
  index: number,
  output: TimelineOutput | undefined,
): TimelineTrial {
  const { start = 0, end = 0, iteration = null, firstFailure = null } = trials[index] ?? {};
  let failures = 0;
  for (let at = start; at < end; at++) {
    if (kinds[(codes[at] ?? 0) - 1]?.role === 'failure') failures += 1;
  }
  return {
    trial: output?.trial ?? null,
    events: end - start,
    failures,
    crashed: output?.crashed ?? false,
    iteration,
    firstFailure,
  };
}

function notesOn({ left }: RecordedEvents): readonly string[] {
  if (left === 0) return [];
  return [
    `${left.toLocaleString('en-US')} events beyond the first ${MOST_EVENTS.toLocaleString('en-US')} are left out: take fewer trials, with --trial`,
  ];
}
