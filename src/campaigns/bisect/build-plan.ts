import type { Plan } from '../../pipeline/plan.ts';
import { runSteps } from '../../pipeline/run-steps.ts';
import { hashCanonical } from '../../system/hash.ts';
import type { BuiltCandidate, DiscoveryTools } from './axis.ts';

/** Runs the steps of a plan, or finds them done. Throws EnvironmentError, InterruptedError. */
export async function buildPlan(plan: Plan, tools: DiscoveryTools): Promise<BuiltCandidate> {
  const outcomes = await runSteps(plan.steps, tools);
  const outputs = outcomes.find(({ name }) => name === 'build')?.stamp?.outputs ?? [];
  return {
    plan,
    buildKey: plan.steps.find(({ name }) => name === 'build')?.key ?? '',
    binary: outputs.length === 0 ? null : hashCanonical(outputs.map(({ sha256 }) => sha256)),
    // A kept build is not made again, but the next one will cost as much.
    seconds: outcomes.reduce((sum, { seconds, stamp }) => sum + (stamp?.seconds ?? seconds), 0),
  };
}
