import { join } from 'node:path';
import type { Plan } from '../pipeline/plan.ts';
import { trialPath } from '../records/run-folder.ts';
import { withVariables } from '../system/environment-variables.ts';
import { takesSeed, trialCommand, trialVariables } from '../trial/command.ts';
import type { TrialPlan } from '../trial/run-trial.ts';
import { trialSeed } from './seeds.ts';

/** A log over this size is emptied while the child goes on writing: one wrote 5 GB in minutes. */
const OUTPUT_CAP = 64 * 1024 * 1024;

/** What all trials of a campaign have in common. */
export interface TrialOptions {
  /** As the journal names it. */
  readonly variant: string;
  /** Of the first trial. */
  readonly seed: number;
  /** Wall-clock limit of a trial; null for none. */
  readonly timeoutSeconds: number | null;
  /** Limit of a trial without any progress; null for none. */
  readonly stallSeconds: number | null;
}

/** A trial of a plan that is built, with every placeholder filled. */
export function layOutTrial(
  id: number,
  options: TrialOptions,
  folder: { readonly path: string },
  { settings, toolbox, program, script, tree }: Plan,
  { environment, keepOutput }: TrialSettings,
): TrialPlan {
  const seed = trialSeed(options.seed, id);
  const trialFolder = join(folder.path, trialPath(id));
  const heartbeatFile = join(trialFolder, 'heartbeat');
  const inputs = {
    program,
    interpreter: toolbox.interpreter,
    script,
    tree,
    scratch: join(trialFolder, 'scratch'),
    heartbeat: heartbeatFile,
    seed,
  };
  return {
    id,
    variant: options.variant,
    seed: takesSeed(settings) ? seed : null,
    argv: trialCommand(settings, inputs),
    environment: withVariables(
      environment,
      trialVariables(settings, inputs),
      toolbox.interpreter?.folders,
    ),
    folder: trialFolder,
    heartbeatFile,
    watch: settings.reproducer.watch,
    protocol: settings.protocol,
    iterations: settings.reproducer.iterations,
    timeoutSeconds: options.timeoutSeconds ?? Infinity,
    stallSeconds: options.stallSeconds ?? Infinity,
    outputCap: OUTPUT_CAP,
    keepOutput,
  };
}

interface TrialSettings {
  /** The environment that children start from. */
  readonly environment: Readonly<Record<string, string>>;
  /** Keep the whole output of every trial. */
  readonly keepOutput: boolean;
}
