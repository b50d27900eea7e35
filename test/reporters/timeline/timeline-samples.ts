import { analyse, courseOf } from '../../../src/campaigns/timeline/analyse.ts';
import { timelinePicture } from '../../../src/campaigns/timeline/picture.ts';
import {
  TIMELINE_SCHEMA,
  type Timeline,
  type TimelinePicture,
} from '../../../src/records/timeline.ts';
import { countCodes } from '../../../src/statistics/events/event-sequence.ts';
import { sequenceOf, stream, type StreamPlan } from '../../statistics/events/sequences.ts';

export interface Sample {
  readonly timeline: Timeline;
  readonly picture: TimelinePicture;
}

/** The timeline of trials that are given as their marks. */
export function sample(trials: readonly string[], changes: Partial<Timeline> = {}): Sample {
  const sequence = sequenceOf(...trials);
  const counts = countCodes(sequence);
  const settings = { lags: { before: 20, after: 20 }, confidence: 0.95, rounds: 99, seed: 1 };
  const marks = ['M', 'C', '.', 'X'];
  const timeline: Timeline = {
    schema: TIMELINE_SCHEMA,
    winrepro: '0.1.0',
    source: { run: '20261124-020239-control-marks-6eee', recipe: 'control', variant: 'marks' },
    kinds: sequence.kinds.map(({ name, role }, index) => ({
      name,
      role,
      mark: marks[index] ?? null,
      count: counts[index + 1] ?? 0,
    })),
    events: trials.join('').length,
    ...analyse(sequence, settings),
    trials: trials.map((text, index) => ({
      trial: index + 1,
      events: text.length,
      failures: text.split('X').length - 1,
      crashed: false,
      iteration: null,
      firstFailure: null,
    })),
    course: courseOf(sequence, 1, { iteration: null, threshold: null }),
    notes: [],
    ...changes,
  };
  return { timeline, picture: timelinePicture(sequence, null) };
}

const usual = { collections: 0.02, failing: 0, failingAfterCollection: 0.12, seed: 3 };

/** Failures that directly follow collections, as many as the calls give. */
export function usualSample(calls: number, changes: Partial<StreamPlan> = {}): Sample {
  return sample([stream({ ...usual, calls, ...changes })]);
}
