import type { Argv } from 'yargs';
import { DEFAULTS } from '../statistics/defaults.ts';
import {
  layoutOptions,
  outputOptions,
  share,
  span,
  trialLimits,
  trialOptions,
  wholeNumber,
  workspaceOption,
  type TrialArguments,
} from './options.ts';

/** What `probe` and `matrix` judge by. */
export function verdictOptions<T>(yargs: Argv<T>) {
  return controlOptions(trialOptions(outputOptions(workspaceOption(layoutOptions(yargs)))))
    .option('control', {
      type: 'string',
      requiresArg: true,
      describe: 'the variant that must crash [default: the first positive control]',
    })
    .option('beta', {
      type: 'number',
      requiresArg: true,
      default: DEFAULTS.delta,
      describe: 'the chance that a row which crashes is called cleared',
    });
}

/** How the control is measured, and how long it may take, for all that judge against one. */
export function controlOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('rho', {
      type: 'number',
      requiresArg: true,
      default: DEFAULTS.rho,
      describe:
        "a row with this share of the control's hazard counts as crashing; .33 when rates move",
    })
    .option('control-crashes', {
      type: 'number',
      requiresArg: true,
      default: DEFAULTS.controlCrashes,
      describe: 'crashes of the control before the rest begins; 3 at least, 10 to be careful',
    })
    .option('budget', {
      type: 'string',
      requiresArg: true,
      default: '0',
      describe: 'time for trials, such as 30m (0: no limit); what is open then stays unknown',
    });
}

interface VerdictArguments extends TrialArguments {
  readonly workspace: string;
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly keepOutput: boolean;
  readonly control: string | undefined;
  readonly beta: number;
  readonly rho: number;
  readonly controlCrashes: number;
  readonly budget: string;
}

/** What the options above ask for. Throws UserError. */
export function verdictRequest(argv: VerdictArguments) {
  const { workspace, quiet, wait, keepOutput, control } = argv;
  return {
    workspace,
    quiet,
    wait,
    keepOutput,
    control,
    options: {
      beta: share('beta', argv.beta, 0.5),
      rho: share('rho', argv.rho, 1),
      controlCrashes: wholeNumber(
        'control-crashes',
        argv.controlCrashes,
        DEFAULTS.fewestControlCrashes,
        1000,
      ),
      budgetSeconds: span('budget', argv.budget),
      ...trialLimits(argv),
    },
  };
}
