import type { Probe } from '../search.ts';
import { ACCEPTED } from './clearing-belief.ts';
import { runInformation } from './information.ts';
import { keptSets, singleRemovals, type KeptSet } from './kept-sets.ts';
import type { ChoiceContext } from './removal-choice.ts';
import { runCost, runsOf } from './screening-runs.ts';
import { formatSet } from './set-name.ts';

interface ClearingGuess {
  readonly current: readonly number[];
  readonly open: readonly number[];
  /** By element: the chance that it is needed. */
  readonly needed: readonly number[];
  /** The chance that the current set itself clears; 1 when it needs no run. */
  readonly clears: number;
}

/** A crashing candidate that is less likely than this to crash in a run shows nothing more in it. */
const LEAST_CRASH = 1e-3;

/**
 * The run that tells most, per cost, of which of the open elements are needed to clear: the sets
 * that are left without the likeliest to be unneeded, and without each alone, and the current set
 * itself while it is in doubt. Null when none tells anything.
 */
export function chooseClearingRun(context: ChoiceContext, guess: ClearingGuess): Probe | null {
  const { model, evidence } = context;
  let best: { score: number; probe: Probe } | null = null;
  for (const kept of removals(context, guess)) {
    const candidate = formatSet(kept.set);
    if (evidence.crashes(candidate) > 0 || evidence.isBlocked(candidate)) continue;
    for (const run of runsOf(context, candidate)) {
      if (1 - run.miss < LEAST_CRASH) continue;
      const crashes = 1 - kept.spare * guess.clears;
      const cost = runCost(model, run, crashes * (1 - run.miss));
      const score = runInformation(crashes, run.miss) / cost;
      if (best && score <= best.score) continue;
      const { layout, exposure } = run;
      best = { score, probe: { candidate, layout, exposure, purpose: 'screen' } };
    }
  }
  return best?.probe ?? null;
}

function* removals({ dependencies }: ChoiceContext, guess: ClearingGuess): Generator<KeptSet> {
  const belief = { ...guess, failures: [] };
  if (guess.clears < ACCEPTED) yield { set: guess.current, removed: 0, spare: 1 };
  yield* keptSets(dependencies, belief);
  yield* singleRemovals(dependencies, belief);
}
