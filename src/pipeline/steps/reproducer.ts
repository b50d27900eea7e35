import { basename, join } from 'node:path';
import type { Settings } from '../../recipe/settings.ts';
import { UserError } from '../../system/errors.ts';
import { readText } from '../../system/files.ts';
import { hashCanonical } from '../../system/hash.ts';
import type { Step } from '../step.ts';

export interface ReproducerStep {
  readonly step: Step;
  readonly script: string;
}

/**
 * Renders the recipe's reproducer template into the workspace, or null when it has none.
 *
 * @throws UserError for a template that cannot be read, or one with a parameter nobody gives.
 */
export async function reproducerStep(
  { recipe, reproducer }: Settings,
  buildKey: string,
  workspace: string,
): Promise<ReproducerStep | null> {
  const { template } = reproducer;
  if (template === undefined) return null;
  const text = await readText(template).catch((error: unknown) => {
    throw new UserError(`reproducer.template of recipe ${recipe} cannot be read: ${template}`, {
      cause: error,
    });
  });
  const content = renderTemplate(text, template, {
    ...reproducer.parameters,
    iterations: reproducer.iterations,
  });
  const key = hashCanonical({ build: buildKey, content });
  const directory = join(workspace, 'reproducers', key.slice(0, 16));
  const script = join(directory, basename(template).replace(/\.in$/, ''));
  return {
    script,
    step: {
      name: 'reproducer',
      key,
      directory,
      actions: [
        { kind: 'make-directory', path: directory },
        { kind: 'write', path: script, content },
      ],
      outputs: [script],
    },
  };
}

/** Fills `{{name}}` in a template; line ends and everything else stay as they are. */
export function renderTemplate(
  text: string,
  file: string,
  parameters: Readonly<Record<string, string | number | boolean>>,
): string {
  return text.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_whole, name: string, offset: number) => {
    const value = parameters[name];
    if (value === undefined) {
      const line = text.slice(0, offset).split('\n').length;
      const known = Object.keys(parameters).join(', ');
      throw new UserError(
        `${file}:${line}: no parameter ${name}: add it to reproducer.parameters (there are ${known})`,
      );
    }
    return String(value);
  });
}
