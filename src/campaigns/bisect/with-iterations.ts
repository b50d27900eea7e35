import type { Plan } from '../../pipeline/plan.ts';
import { runSteps, type StepTools } from '../../pipeline/run-steps.ts';
import { reproducerStep } from '../../pipeline/steps/reproducer.ts';
import { takesIterations } from './trial-length.ts';

/** The plan with loops of another length; a script is rendered for it where the recipe has one. */
export async function withIterations(
  plan: Plan,
  iterations: number,
  buildKey: string,
  { workspace, ...tools }: StepTools & { readonly workspace: string },
): Promise<Plan> {
  const { reproducer } = plan.settings;
  if (iterations === reproducer.iterations || !takesIterations(plan)) return plan;
  const settings = { ...plan.settings, reproducer: { ...reproducer, iterations } };
  const rendered = await reproducerStep(settings, buildKey, workspace);
  if (rendered === null) return { ...plan, settings };
  await runSteps([rendered.step], tools);
  return { ...plan, settings, script: rendered.script };
}
