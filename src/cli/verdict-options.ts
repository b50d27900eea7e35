import type { Argv } from 'yargs';
import { LARGEST_SEED } from '../campaigns/seeds.ts';
import { DEFAULTS } from '../statistics/defaults.ts';
import { UserError } from '../system/errors.ts';
import { layoutOptions, outputOptions, span, wholeNumber, workspaceOption } from './options.ts';

/** What `probe` and `matrix` judge by. */
export function verdictOptions<T>(yargs: Argv<T>) {
  return outputOptions(workspaceOption(layoutOptions(yargs)))
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
    })
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
      describe: 'crashes of the control before the rows begin; 3 at least, 10 to be careful',
    })
    .option('budget', {
      type: 'string',
      requiresArg: true,
      default: '0',
      describe: 'time for trials, such as 30m (0: no limit); rows without a verdict stay unknown',
    })
    .option('jobs', { type: 'number', requiresArg: true, default: 1, describe: 'trials at a time' })
    .option('timeout', {
      type: 'string',
      requiresArg: true,
      default: '1h',
      describe: 'a trial that lasts longer is hung (0: no limit)',
    })
    .option('stall', {
      type: 'string',
      requiresArg: true,
      default: '60s',
      describe: 'a trial without any progress for so long is hung (0: no limit)',
    })
    .option('seed', {
      type: 'number',
      requiresArg: true,
      describe: 'seed of the first trial, the next ones count on [default: random]',
    });
}

interface VerdictArguments {
  readonly workspace: string;
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly keepOutput: boolean;
  readonly control: string | undefined;
  readonly beta: number;
  readonly rho: number;
  readonly controlCrashes: number;
  readonly budget: string;
  readonly jobs: number;
  readonly timeout: string;
  readonly stall: string;
  readonly seed: number | undefined;
}

/** What the options above ask for. Throws UserError. */
export function verdictRequest(argv: VerdictArguments) {
  const { workspace, quiet, wait, keepOutput, control, seed } = argv;
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
      jobs: wholeNumber('jobs', argv.jobs, 1, 1024),
      budgetSeconds: span('budget', argv.budget),
      timeoutSeconds: span('timeout', argv.timeout),
      stallSeconds: span('stall', argv.stall),
      seed: seed === undefined ? undefined : wholeNumber('seed', seed, 0, LARGEST_SEED),
    },
  };
}

function share(name: string, value: number, most: number): number {
  if (value > 0 && value <= most) return value;
  const given = Number.isNaN(value) ? 'a word' : `${value}`;
  throw new UserError(`--${name} takes a number above 0 and up to ${most}, not ${given}`);
}
