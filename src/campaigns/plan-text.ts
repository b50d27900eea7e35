import { dirname, join } from 'node:path';
import type { Plan } from '../pipeline/plan.ts';
import { renderCommand } from '../pipeline/render-command.ts';
import { renderStep } from '../pipeline/render-commands.ts';
import { trialCommand, trialVariables } from '../trial/command.ts';
import { stepSummary } from './step-summary.ts';

/** Every command of a plan as a person would type it, a comment above each step. */
export function planText(plan: Plan, workspace: string, seed: number): string {
  const { platform } = plan.settings;
  const comment = platform === 'win32' ? 'rem' : '#';
  const blocks = plan.steps.map((step, index) => [
    `${comment} ${index + 1}. ${step.name}: ${stepSummary(step, plan)}`,
    ...renderStep(step, platform),
  ]);
  const head = `${comment} ${plan.settings.recipe}/${plan.settings.variant}: ${plan.settings.title}`;
  const text = [[head], ...blocks, loop(plan, workspace, seed, comment)]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return `${platform === 'win32' ? backslashed(text, plan, workspace) : text}\n`;
}

function loop(plan: Plan, workspace: string, seed: number, comment: string): readonly string[] {
  const { settings, toolbox, program, script, tree } = plan;
  const inputs = {
    program,
    interpreter: toolbox.interpreter,
    script,
    tree,
    scratch: join(workspace, 'scratch'),
    heartbeat: join(workspace, 'scratch', 'heartbeat'),
    seed,
  };
  const argv = trialCommand(settings, inputs);
  const variables = trialVariables(settings, inputs);
  return [
    `${comment} ${plan.steps.length + 1}. loop: one fresh process a trial, its output appended to a file`,
    ...renderCommand(argv, variables, settings.platform, toolbox.interpreter?.folders),
  ];
}

/** A plan for Windows that is made elsewhere has paths with slashes, which cmd takes for options. */
function backslashed(text: string, { settings }: Plan, workspace: string): string {
  const { source, patches } = settings;
  const roots = [
    workspace,
    ...(source.provider === 'files' ? [source.directory] : []),
    ...patches.flatMap((patch) => ('file' in patch ? [dirname(patch.file)] : [])),
  ];
  return text.replaceAll(/\S+/g, (word) =>
    roots.some((root) => word.includes(root)) ? word.replaceAll('/', '\\') : word,
  );
}
