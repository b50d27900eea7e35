import type { Plan } from '../../pipeline/plan.ts';
import { runSteps } from '../../pipeline/run-steps.ts';
import { printedBy } from '../../system/printed-by.ts';
import type { BuiltCandidate, DiscoveryTools } from './axis.ts';
import { buildPlan } from './build-plan.ts';

/** Prints what a built extension module is named after: equal suffixes can load the same one. */
const ASK = 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))';

/**
 * The build of one interpreter for another one of the same ABI, so that only the environment of the
 * other is made; null where their ABIs differ, or are not told.
 */
export async function borrowBuild(
  plan: Plan,
  lender: Plan,
  tools: DiscoveryTools,
): Promise<BuiltCandidate | null> {
  const environment = plan.steps.filter(({ name }) => name === 'environment');
  const outcomes = await runSteps(environment, tools);
  const lent = await buildPlan(lender, tools);
  const [own, theirs] = [await abiOf(plan), await abiOf(lender)];
  if (own === null || own !== theirs) return null;
  return {
    ...lent,
    plan: {
      ...lent.plan,
      toolbox: { ...lent.plan.toolbox, interpreter: plan.toolbox.interpreter },
      place: plan.place,
    },
    seconds: outcomes.reduce((sum, { seconds, stamp }) => sum + (stamp?.seconds ?? seconds), 0),
  };
}

async function abiOf({ toolbox }: Plan): Promise<string | null> {
  const { interpreter } = toolbox;
  if (interpreter === null) return null;
  const printed = await printedBy(interpreter.path, ['-c', ASK], 60_000);
  const suffix = printed?.trim() ?? '';
  return suffix === '' || suffix === 'None' ? null : suffix;
}
