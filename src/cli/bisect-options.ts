import type { Argv } from 'yargs';
import { DEFAULTS } from '../statistics/defaults.ts';
import { UserError } from '../system/errors.ts';
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
import { controlOptions } from './verdict-options.ts';

/** What a search goes by. */
export function bisectOptions<T>(yargs: Argv<T>) {
  return controlOptions(trialOptions(outputOptions(workspaceOption(layoutOptions(yargs)))))
    .option('variant', {
      type: 'string',
      requiresArg: true,
      describe: 'the variant that crashes [default: the first positive control]',
    })
    .option('delta', {
      type: 'number',
      requiresArg: true,
      default: DEFAULTS.delta,
      describe: 'the chance that the answer is wrong',
    })
    .option('background', {
      type: 'number',
      requiresArg: true,
      default: DEFAULTS.background,
      describe:
        "the negative control is tried until its hazard is below this share of the control's",
    })
    .option('max-builds', {
      type: 'number',
      requiresArg: true,
      default: 0,
      describe: 'builds at most (0: no limit); then what is known so far is the answer',
    })
    .option('max-sets', {
      type: 'number',
      requiresArg: true,
      default: 2,
      describe: 'independent sets to look for, where an axis has sets',
    })
    .option('strategy', {
      choices: ['probdd', 'one'] as const,
      default: 'probdd' as const,
      describe: 'how a set is made smaller: likely removals first, or one element after the other',
    })
    .option('layouts', {
      type: 'number',
      requiresArg: true,
      describe:
        'layouts to build each candidate in, its own included (1: no placebos) [default: measured where a layout is cheap]',
    })
    .option('expand', {
      type: 'boolean',
      default: true,
      describe: 'take optimization levels apart into what they stand for; --no-expand does not',
    })
    .option('find', {
      choices: ['crash', 'fix'] as const,
      describe: "the first that crashes, or the first that is clean again [default: the axis's]",
    })
    .option('in', {
      type: 'string',
      requiresArg: true,
      describe:
        'functions: another C file; patches: the patch whose hunks to search; commits: A..B',
    })
    .option('build-cost', {
      type: 'number',
      requiresArg: true,
      describe: "what a build costs, in means of the control's time to crash [default: measured]",
    })
    .option('startup-cost', {
      type: 'number',
      requiresArg: true,
      describe: 'what the start of a process costs, in the same unit [default: measured]',
    })
    .option('prepare', {
      type: 'boolean',
      default: false,
      describe: 'only write down what is asked for; resume does it, and tell adds trials',
    });
}

interface BisectArguments extends TrialArguments {
  readonly workspace: string;
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly keepOutput: boolean;
  readonly variant: string | undefined;
  readonly delta: number;
  readonly rho: number;
  readonly background: number;
  readonly controlCrashes: number;
  readonly budget: string;
  readonly maxBuilds: number;
  readonly maxSets: number;
  readonly strategy: 'probdd' | 'one';
  readonly layouts: number | undefined;
  readonly expand: boolean;
  readonly find: 'crash' | 'fix' | undefined;
  readonly in: string | undefined;
  readonly buildCost: number | undefined;
  readonly startupCost: number | undefined;
  readonly prepare: boolean;
}

/** What the options above ask for. Throws UserError. */
export function bisectRequest(argv: BisectArguments) {
  const { workspace, quiet, wait, keepOutput, variant, expand, find, strategy, prepare } = argv;
  const maxBuilds = wholeNumber('max-builds', argv.maxBuilds, 0, 1_000_000);
  return {
    workspace,
    quiet,
    wait,
    keepOutput,
    variant,
    expand,
    find,
    strategy,
    prepareOnly: prepare,
    within: argv.in ?? null,
    maxSets: wholeNumber('max-sets', argv.maxSets, 1, 1000),
    options: {
      delta: share('delta', argv.delta, 0.5),
      rho: share('rho', argv.rho, 1),
      background: share('background', argv.background, 1),
      controlCrashes: wholeNumber(
        'control-crashes',
        argv.controlCrashes,
        DEFAULTS.fewestControlCrashes,
        1000,
      ),
      budgetSeconds: span('budget', argv.budget),
      maxBuilds: maxBuilds === 0 ? null : maxBuilds,
      layouts: argv.layouts === undefined ? null : wholeNumber('layouts', argv.layouts, 1, 100),
      buildCost: cost('build-cost', argv.buildCost),
      startupCost: cost('startup-cost', argv.startupCost),
      ...trialLimits(argv),
    },
  };
}

function cost(name: string, value: number | undefined): number | null {
  if (value === undefined) return null;
  if (value >= 0 && value < Infinity) return value;
  throw new UserError(`--${name} takes a number of at least 0, such as 2.5`);
}
