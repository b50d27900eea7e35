import { join } from 'node:path';
import type { Platform } from '../../recipe/schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { exists, readText, writeFileAtomically } from '../../system/files.ts';
import type { EditFunctionsAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { NotUnderstood } from '../c-function.ts';
import { renderNote } from '../git-commands.ts';
import { pragmasOf, unoptimised } from '../unoptimised-functions.ts';
import { recordPatch } from './patch-record.ts';

/**
 * Keeps the compiler from optimizing some functions of a C file, and adds the file to the record of
 * the patches.
 *
 * @throws EnvironmentError naming the file and the function that was not understood.
 */
export async function performEditFunctions(
  action: EditFunctionsAction,
  tools: ActionTools,
): Promise<void> {
  const { tree, unoptimise } = action;
  const path = join(tree, unoptimise.file);
  const edited = understood(action, await readSource(action, path));
  await recordPatch(action, [unoptimise.file], tools, () => writeFileAtomically(path, edited));
}

export function renderEditFunctions(
  { tree, family, unoptimise }: EditFunctionsAction,
  platform: Platform,
): readonly string[] {
  const { before, behind } = pragmasOf(family);
  return [
    `in an editor, in ${tree}:`,
    `in ${unoptimise.file}, in front of each of ${unoptimise.functions.join(', ')}: ${before.join(', ')}, and #line with the number of the next line;`,
    `behind each: ${behind.join(', ')}, and #line with the number of the brace's line`,
  ].map((line) => renderNote(line, platform));
}

async function readSource(
  { name, tree, unoptimise }: EditFunctionsAction,
  path: string,
): Promise<string> {
  if (!(await exists(path))) {
    throw new EnvironmentError(
      `patch ${name} edits functions of ${unoptimise.file}, which is not in ${tree}: correct its \`file\``,
    );
  }
  const source = await readText(path);
  // What is not UTF-8 was replaced as it was read, and would be written so.
  if (!source.includes('\uFFFD')) return source;
  throw new EnvironmentError(
    `patch ${name} cannot edit ${unoptimise.file}, which is not UTF-8: make it a unified diff`,
  );
}

function understood({ name, unoptimise, family }: EditFunctionsAction, source: string): string {
  try {
    return unoptimised(source, unoptimise.functions, family);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    throw new EnvironmentError(
      `patch ${name} cannot keep functions from being optimized: ${unoptimise.file} has ${error.message}; ` +
        'correct its `functions` in the recipe, or make it a unified diff',
      { evidence: error.lines, cause: error },
    );
  }
}
