import type { Probe } from '../search.ts';
import type { CleanModel } from './clean-model.ts';
import type { Evidence } from './evidence.ts';
import type { Dependencies } from './implications.ts';
import { keptSets, type Belief } from './kept-sets.ts';
import { runCost, runsOf } from './screening-runs.ts';
import { EMPTY_SET, formatSet } from './set-name.ts';

export interface ChoiceContext {
  readonly dependencies: Dependencies;
  readonly model: CleanModel;
  readonly evidence: Evidence;
  readonly openEmpty: boolean;
}

/** A run with a smaller chance to crash is not worth its time: certification decides. */
const LEAST_GAIN = 1e-3;

/**
 * The screening run with the most elements removed per cost: s q (1 - f) over the expected cost of
 * the run (facts search-under-noise 5.3); null when no run is worth it.
 */
export function chooseRemoval(context: ChoiceContext, belief: Belief): Probe | null {
  const { model, evidence } = context;
  let best: { score: number; probe: Probe } | null = null;
  for (const kept of keptSets(context.dependencies, belief)) {
    const candidate = formatSet(kept.set);
    if (candidate === EMPTY_SET && !context.openEmpty) continue;
    if (evidence.isBlocked(candidate)) continue;
    if (evidence.crashes(candidate) > 0) continue;
    for (const run of runsOf(context, candidate)) {
      const crash = kept.spare * (1 - run.miss);
      if (crash < LEAST_GAIN) continue;
      const score = (kept.removed * crash) / runCost(model, run, crash);
      if (best && score <= best.score) continue;
      const { layout, exposure } = run;
      best = { score, probe: { candidate, layout, exposure, purpose: 'screen' } };
    }
  }
  return best?.probe ?? null;
}
