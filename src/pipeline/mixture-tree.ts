import { join, relative } from 'node:path';
import { copyTree } from '../system/copy-tree.ts';
import { exists, readBytes, remove, writeFileAtomically } from '../system/files.ts';
import { productOf } from './mixture-link.ts';
import type { Plan } from './plan.ts';

/** Names in a tree that no trial needs. */
const LEFT_OUT = ['build', '.git'];

/**
 * A copy of a build's tree for the trials of mixtures, made once in `folder`: all that is imported,
 * but neither objects nor history. An interrupted copy is made anew.
 *
 * @returns the plan with the copy as its tree; its product is what `activate` last put there.
 * @throws EnvironmentError, InterruptedError.
 */
export async function prepareMixTree(
  on: Plan,
  folder: string,
  signal?: AbortSignal,
): Promise<Plan> {
  const tree = join(folder, 'tree');
  const finished = join(folder, 'tree-of.txt');
  if (!(await exists(finished))) {
    await remove(tree);
    await copyTree(on.tree, tree, {
      leaveOut: LEFT_OUT,
      ...(signal === undefined ? {} : { signal }),
    });
    await writeFileAtomically(finished, `${on.tree}\n`);
  }
  const program = on.program === null ? null : join(tree, relative(on.tree, on.program));
  return { ...on, tree, program };
}

/**
 * Puts a linked product into the tree that `prepareMixTree` made, in one step: a process that starts
 * meanwhile has the old one or the new one.
 *
 * @throws EnvironmentError, for example when a process on Windows still holds the old one.
 */
export async function activate(mixTree: Plan, productFile: string): Promise<void> {
  await writeFileAtomically(await productOf(mixTree), await readBytes(productFile));
}
