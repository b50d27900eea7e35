import { join } from 'node:path';
import type { Platform } from '../../recipe/schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { exists, readText, writeFileAtomically } from '../../system/files.ts';
import type { MoveFunctionAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { NotUnderstood } from '../c-function.ts';
import { renderNote } from '../git-commands.ts';
import { moveFunction, type MovedFunction } from '../moved-function.ts';
import { recordPatch } from './patch-record.ts';

/**
 * Moves a C function into a file of its own, and adds both files to the record of the patches.
 *
 * @throws EnvironmentError naming the file and showing the lines that were not understood.
 */
export async function performMoveFunction(
  action: MoveFunctionAction,
  tools: ActionTools,
): Promise<void> {
  const { name, tree, move } = action;
  const [from, to] = [join(tree, move.from), join(tree, move.to)];
  if (await exists(to)) {
    throw new EnvironmentError(
      `patch ${name} makes ${move.to}, which is in ${tree} already: name another file in its \`to\``,
    );
  }
  const source = await readSource(action, from);
  const moved = understood(action, source);
  await recordPatch(action, [move.from, move.to].sort(), tools, async () => {
    await writeFileAtomically(to, moved.to);
    await writeFileAtomically(from, moved.from);
  });
}

export function renderMoveFunction(
  { tree, move }: MoveFunctionAction,
  platform: Platform,
): readonly string[] {
  const { from, to, head, linkage } = move;
  return [
    `in an editor, in ${tree}:`,
    `cut ${move.function} out of ${from}, and leave a declaration of it there;`,
    `make ${to}: the lines of ${from} up to \`${head}\`, the macros and declarations of functions that it needs of the rest, and the function;`,
    `in both, write ${linkage} in place of static, of the function and of those that it calls`,
  ].map((line) => renderNote(line, platform));
}

async function readSource({ name, tree, move }: MoveFunctionAction, from: string): Promise<string> {
  if (!(await exists(from))) {
    throw new EnvironmentError(
      `patch ${name} moves a function out of ${move.from}, which is not in ${tree}: correct its \`from\``,
    );
  }
  const source = await readText(from);
  // What is not UTF-8 was replaced as it was read, and would be written so.
  if (!source.includes('\uFFFD')) return source;
  throw new EnvironmentError(
    `patch ${name} cannot edit ${move.from}, which is not UTF-8: make it a unified diff`,
  );
}

function understood({ name, move }: MoveFunctionAction, source: string): MovedFunction {
  try {
    return moveFunction(source, move);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    throw new EnvironmentError(
      `patch ${name} cannot move ${move.function}: ${move.from} has ${error.message}; ` +
        'correct the patch in the recipe, or make it a unified diff',
      { evidence: error.lines, cause: error },
    );
  }
}
