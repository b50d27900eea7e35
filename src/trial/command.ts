import type { Settings } from '../recipe/settings.ts';
import { InternalError } from '../system/errors.ts';

/** What the placeholders of a reproducer's command stand for. */
export interface TrialInputs {
  readonly program: string | null;
  readonly interpreter: {
    readonly path: string;
    readonly kind: 'python' | 'other';
    /** Folders in front of PATH. */
    readonly folders: readonly string[];
  } | null;
  readonly script: string | null;
  readonly tree: string;
  readonly scratch: string;
  readonly heartbeat: string;
  readonly seed: number;
}

/** True when the command gives the child a seed, so that a trial can be repeated. */
export function takesSeed({ reproducer }: Settings): boolean {
  const { command, arguments: more, variables } = reproducer;
  return [...command, ...more, ...Object.values(variables)].some((word) => word.includes('{seed}'));
}

/** The command line of one trial, every placeholder filled. */
export function trialCommand(settings: Settings, inputs: TrialInputs): readonly string[] {
  const { reproducer } = settings;
  const options = interpreterOptions(settings, inputs);
  const fill = filler(settings, inputs);
  const words = [...reproducer.command, ...reproducer.arguments].flatMap((word) => {
    if (word === '{interpreterOptions}') return options;
    if (word === '{interpreter}' && !reproducer.command.includes('{interpreterOptions}')) {
      return [fill(word), ...options];
    }
    return [fill(word)];
  });
  return words;
}

/** The variables that a trial's environment gets beside what it inherits. */
export function trialVariables(
  settings: Settings,
  inputs: TrialInputs,
): Readonly<Record<string, string>> {
  const fill = filler(settings, inputs);
  const variables = Object.entries(settings.reproducer.variables);
  return {
    ...(inputs.interpreter?.kind === 'python' ? { PYTHONUNBUFFERED: '1' } : {}),
    ...Object.fromEntries(variables.map(([name, value]) => [name, fill(value)])),
  };
}

/** Fills the placeholders of a word. */
function filler({ reproducer, recipe }: Settings, inputs: TrialInputs): (word: string) => string {
  const values: Readonly<Record<string, string | number | boolean | null>> = {
    ...reproducer.parameters,
    program: inputs.program,
    interpreter: inputs.interpreter?.path ?? null,
    script: inputs.script,
    tree: inputs.tree,
    scratch: inputs.scratch,
    heartbeat: inputs.heartbeat,
    seed: inputs.seed,
    iterations: reproducer.iterations,
  };
  return (word) =>
    word.replaceAll(/\{([\w.-]+)\}/g, (_whole, name: string) => {
      const value = values[name];
      if (value === undefined || value === null) {
        throw new InternalError(`recipe ${recipe}: nothing fills {${name}} in the reproducer`);
      }
      return String(value);
    });
}

function interpreterOptions(
  { reproducer }: Settings,
  { interpreter }: TrialInputs,
): readonly string[] {
  const { interpreterOptions: options } = reproducer;
  // A block buffer dies with the process: of a crash at 14618 CPython's last line said 14532,
  // PyPy's 14581 (measured). So a Python never runs without -u.
  return interpreter?.kind === 'python' && !options.includes('-u') ? ['-u', ...options] : options;
}
