import { join, win32 } from 'node:path';
import { InternalError } from '../system/errors.ts';
import type { CommandAction } from './action.ts';
import { buildCommand, inTree, outputOf, type LinkCommand } from './mixture-link.ts';
import type { Plan } from './plan.ts';

/** Two finished builds of one source, with the suspected flags and without them. */
export interface MixedBuilds {
  readonly on: Plan;
  readonly off: Plan;
}

/**
 * Links a mixture of two builds: the command that linked the first one, in its tree, with some of its
 * objects taken from the other. Libraries (NumPy's libnpymath.a) and all other words stay. Objects of
 * link-time optimization and native ones mix well: gcc and clang were tried; MSVC's linker restarts
 * with /LTCG when it meets the first /GL object, by its documentation.
 *
 * @param link of the first build; its `objects` are those that can be exchanged (`sharedObjects`).
 * @param kept the objects that stay, as in `link.objects`; all others come from the other build.
 * @param folder an existing one, absolute; the mixture goes into it under its product's name.
 * @param order a layout: the indices of `link.objects` in the order in which they are linked.
 */
export function mixtureCommand(
  link: LinkCommand,
  { on, off }: MixedBuilds,
  kept: ReadonlySet<string>,
  folder: string,
  order?: readonly number[],
): CommandAction {
  const chosen = (object: string): string =>
    kept.has(object) ? object : join(off.tree, inTree(object, link.cwd));
  const permuted = inOrder(link.objects, order);
  const placed = new Map(link.objects.map((object, index) => [object, permuted[index] ?? object]));
  const output = outputOf(link.argv);
  const argv = link.argv.map((word, index) => {
    const object = placed.get(word);
    if (object !== undefined) return chosen(object);
    return word === output && link.argv[index - 1] === '-o'
      ? mixturePath(link, folder)
      : redirected(word, folder);
  });
  const { folders, prepared, variables } = buildCommand(on);
  return {
    kind: 'command',
    argv,
    cwd: on.tree,
    variables,
    ...(folders === undefined ? {} : { folders }),
    ...(prepared === undefined ? {} : { prepared }),
    doing: `linking ${win32.basename(link.product)} of ${kept.size} and ${link.objects.length - kept.size} object files`,
  };
}

/** Where `mixtureCommand` puts what it links. */
export function mixturePath({ product }: LinkCommand, folder: string): string {
  return join(folder, win32.basename(product));
}

function inOrder(
  objects: readonly string[],
  order: readonly number[] | undefined,
): readonly string[] {
  if (order === undefined) return objects;
  if (new Set(order).size !== objects.length || order.length !== objects.length) {
    throw new InternalError(`an order of ${order.length} was given for ${objects.length} objects`);
  }
  return order.map((index) => objects[index] ?? '');
}

/** Files that MSVC's linker writes go beside the mixture: in the tree they belong to its own product. */
function redirected(word: string, folder: string): string {
  const [, option, path] = /^([/-](?:OUT|IMPLIB|PDB|MANIFESTFILE|MAP|ILK):)(.+)$/i.exec(word) ?? [];
  return option === undefined || path === undefined
    ? word
    : option + join(folder, win32.basename(path));
}
