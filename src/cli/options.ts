import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import type { VariantRequest } from '../campaigns/prepare.ts';
import { LARGEST_SEED } from '../campaigns/seeds.ts';
import { programPath } from '../recipe/program-path.ts';
import type { WatchMode } from '../recipe/schema.ts';
import { UserError } from '../system/errors.ts';

/** Where builds and runs are kept unless `--workspace` says otherwise. */
const DEFAULT_WORKSPACE = '.winrepro';

/** The recipe argument, as all commands that take one have it. */
export function recipeArgument<T>(yargs: Argv<T>) {
  return yargs.positional('recipe', {
    type: 'string',
    describe:
      'an embedded recipe, or the path of a YAML file [default: numpy-pypy on 64-bit Windows, else control]',
  });
}

export function workspaceOption<T>(yargs: Argv<T>) {
  return yargs.option('workspace', {
    type: 'string',
    requiresArg: true,
    default: process.env['WINREPRO_WORKSPACE'] ?? DEFAULT_WORKSPACE,
    defaultDescription: `$WINREPRO_WORKSPACE or ${DEFAULT_WORKSPACE}`,
    describe: 'folder for builds, runs and logs',
  });
}

/** What says which variant to lay out, for `run` and `plan` alike. */
export function variantOptions<T>(yargs: Argv<T>) {
  return layoutOptions(yargs).option('variant', {
    type: 'string',
    requiresArg: true,
    describe: 'the variant to run [default: the first positive control]',
  });
}

/** What holds for whatever variant is laid out. */
export function layoutOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('iterations', {
      type: 'number',
      requiresArg: true,
      describe: "turns of the loop in each trial [default: the recipe's]",
    })
    .option('compiler', {
      type: 'string',
      requiresArg: true,
      describe: "a compiler, by name or path, in place of the recipe's list",
    })
    .option('interpreter', {
      type: 'string',
      requiresArg: true,
      describe: "an interpreter that is there already, in place of the recipe's environment",
    })
    .option('lock', {
      type: 'string',
      requiresArg: true,
      describe: 'make the conda environment from this explicit lock',
    })
    .option('source', {
      type: 'string',
      requiresArg: true,
      describe: 'another repository (URL or folder), or a release archive, as the source',
    })
    .option('watch', {
      choices: ['file', 'pipe', 'heartbeat'] as const,
      describe: "how a trial is watched [default: the recipe's, mostly file]",
    });
}

/** How trials are run, for every command that runs some. */
export function trialOptions<T>(yargs: Argv<T>) {
  return limitOptions(yargs).option('jobs', {
    type: 'number',
    requiresArg: true,
    default: 1,
    describe: 'trials at a time',
  });
}

/** When a trial is given up, and its seed. */
export function limitOptions<T>(yargs: Argv<T>) {
  return yargs
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

export interface TrialArguments {
  readonly jobs: number;
  readonly timeout: string;
  readonly stall: string;
  readonly seed: number | undefined;
}

/** What the options above ask for. Throws UserError. */
export function trialLimits({ jobs, timeout, stall, seed }: TrialArguments) {
  return {
    jobs: wholeNumber('jobs', jobs, 1, 1024),
    timeoutSeconds: span('timeout', timeout),
    stallSeconds: span('stall', stall),
    seed: seed === undefined ? undefined : wholeNumber('seed', seed, 0, LARGEST_SEED),
  };
}

/** How the machine's and the user's part of a run is said, for `run` and `resume` alike. */
export function outputOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('json', {
      type: 'string',
      describe: 'print the result as one JSON document; with a FILE.json, write it there',
    })
    .option('quiet', { type: 'boolean', default: false, describe: 'no progress on stderr' })
    .option('wait', {
      type: 'boolean',
      default: true,
      describe: 'wait for another winrepro in the same workspace; --no-wait leaves at once',
    })
    .option('keep-output', {
      type: 'boolean',
      default: false,
      describe: 'keep the whole output of every trial',
    });
}

/** Where `--json` sends the result. */
export type JsonTarget =
  { readonly to: 'nowhere' | 'stdout' } | { readonly to: 'file'; readonly file: string };

/** `--json` takes the next word as its FILE; one that is no JSON file was meant as something else. */
export function jsonTarget(value: string | undefined): JsonTarget {
  if (value === undefined) return { to: 'nowhere' };
  if (value === '' || value === '-') return { to: 'stdout' };
  if (!value.toLowerCase().endsWith('.json')) {
    throw new UserError(
      `--json takes a file whose name ends in .json, not ${value}: put --json last, or write --json=FILE.json`,
    );
  }
  return { to: 'file', file: value };
}

/** A whole number of at least `least`, or UserError. */
export function wholeNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const given = Number.isNaN(value) ? 'a word' : `${value}`;
  throw new UserError(`--${name} takes a whole number from ${least} to ${most}, not ${given}`);
}

/** A number above 0 and up to `most`, or UserError. */
export function share(name: string, value: number, most: number): number {
  if (value > 0 && value <= most) return value;
  const given = Number.isNaN(value) ? 'a word' : `${value}`;
  throw new UserError(`--${name} takes a number above 0 and up to ${most}, not ${given}`);
}

/** A span in seconds; 0 stands for no limit. Given as `90`, `90s`, `15m` or `2h`. */
export function span(name: string, text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(s|m|h)?$/.exec(text.trim());
  if (match === null) {
    throw new UserError(
      `--${name} takes a span such as 90s, 15m or 2h (0 for no limit), not ${text}`,
    );
  }
  const seconds = Number(match[1]) * { s: 1, m: 60, h: 3600 }[(match[2] ?? 's') as 's' | 'm' | 'h'];
  return seconds === 0 ? null : seconds;
}

/** A size such as `500MB`, in powers of ten, as disks are sold. Throws UserError. */
export function byteCount(name: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(B|kB|MB|GB|TB)?$/i.exec(text.trim());
  if (match === null) {
    throw new UserError(`--${name} takes a size such as 500MB or 2GB, not ${text}`);
  }
  const power = ['b', 'kb', 'mb', 'gb', 'tb'].indexOf((match[2] ?? 'B').toLowerCase());
  const size = Math.round(Number(match[1]) * 1000 ** power);
  if (Number.isSafeInteger(size)) return size;
  throw new UserError(`--${name} takes at most 9000TB, not ${text}`);
}

interface VariantArguments {
  readonly variant?: string | undefined;
  readonly iterations: number | undefined;
  readonly compiler: string | undefined;
  readonly interpreter: string | undefined;
  readonly lock: string | undefined;
  readonly source: string | undefined;
  readonly watch: WatchMode | undefined;
}

/** What the options above ask for. */
export async function variantRequest(argv: VariantArguments): Promise<VariantRequest> {
  const { variant, iterations, compiler, interpreter, lock, source, watch } = argv;
  return {
    variant,
    iterations:
      iterations === undefined
        ? undefined
        : wholeNumber('iterations', iterations, 1, Number.MAX_SAFE_INTEGER),
    compiler,
    interpreter: interpreter === undefined ? undefined : programPath(interpreter, process.cwd()),
    lock: lock === undefined ? undefined : resolve(lock),
    source: source === undefined ? undefined : await sourceFrom(source),
    watch,
  };
}

/** The file system is loaded only for who gives the option: `--help` has no use for it. */
async function sourceFrom(source: string): Promise<VariantRequest['source']> {
  const { sourceOverride } = await import('./source-option.ts');
  return sourceOverride(source);
}
