import { join, posix, resolve, win32 } from 'node:path';
import { EnvironmentError, InternalError, UserError } from '../system/errors.ts';
import { exists, readText } from '../system/files.ts';
import { matchFiles } from '../system/match-files.ts';
import type { CommandAction } from './action.ts';
import { printedWords } from './mixture-words.ts';
import type { Plan } from './plan.ts';

/** The command that linked a product of a finished build. */
export interface LinkCommand {
  readonly argv: readonly string[];
  /** The build's tree, in which it is typed. */
  readonly cwd: string;
  /** Object files among its words, as they are written: relative to the tree or absolute. */
  readonly objects: readonly string[];
  /** Absolute path of what it makes. */
  readonly product: string;
}

/**
 * The command that linked the (first) product of a finished build: a c-program's own last command,
 * or the last one of it that setup.py printed.
 *
 * @throws UserError for a recipe that builds otherwise; EnvironmentError when the log of the build
 *   does not hold the command.
 */
export async function captureLink(plan: Plan): Promise<LinkCommand> {
  const { build, recipe } = plan.settings;
  switch (build.provider) {
    case 'c-program':
      return linkOfProgram(plan);
    case 'setup-py':
      return linkInLog(plan, await productOf(plan));
    default:
      throw new UserError(
        `object files cannot be mixed in recipe ${recipe}, whose build is of the provider ${build.provider}: only c-program and setup-py tell their link command`,
      );
  }
}

/**
 * The link command of one build with those of its objects that another build made too, matched by
 * their paths in the trees; only these can be exchanged.
 */
export function sharedObjects(link: LinkCommand, other: LinkCommand): LinkCommand {
  const theirs = new Set(other.objects.map((object) => inTree(object, other.cwd)));
  return { ...link, objects: link.objects.filter((one) => theirs.has(inTree(one, link.cwd))) };
}

/** An object's path below its tree, with slashes; an absolute one elsewhere stays as it is. */
export function inTree(object: string, tree: string): string {
  const slashed = object.replaceAll('\\', '/');
  const root = `${tree.replaceAll('\\', '/')}/`;
  return posix.normalize(slashed.startsWith(root) ? slashed.slice(root.length) : slashed);
}

/** The product of a setup.py that is exchanged, in a tree. Throws EnvironmentError when it is not there. */
export async function productOf({
  settings,
  tree,
}: Pick<Plan, 'settings' | 'tree'>): Promise<string> {
  const pattern = settings.build.provider === 'setup-py' ? settings.build.products[0] : undefined;
  if (pattern === undefined)
    throw new InternalError('a product was asked of another build than setup.py');
  const [product] = await matchFiles(join(tree, pattern));
  if (product !== undefined) return product;
  throw new EnvironmentError(`${join(tree, pattern)} is not there: build the variant anew`);
}

function linkOfProgram(plan: Plan): LinkCommand {
  const { argv } = buildCommand(plan);
  if (plan.program === null) throw new InternalError('a c-program was planned without its program');
  return { argv, cwd: plan.tree, objects: objectsOf(argv), product: plan.program };
}

/** The last command of a build's own: what links a c-program, or runs setup.py. */
export function buildCommand({ steps }: Pick<Plan, 'steps'>): CommandAction {
  const actions = steps.find(({ name }) => name === 'build')?.actions ?? [];
  const command = actions.findLast((action) => action.kind === 'command');
  if (command !== undefined) return command;
  throw new InternalError('a build without a command was asked for its link');
}

async function linkInLog(plan: Plan, product: string): Promise<LinkCommand> {
  const { tree, folder, settings } = plan;
  const log = join(folder, 'logs', 'build.log');
  const file = win32.basename(product);
  const windows = settings.platform === 'win32';
  const lines = (await readText(log)).split(/\r?\n/).reverse();
  for (const line of lines) {
    if (!line.includes(file)) continue;
    const printed = printedWords(line, windows);
    if (win32.basename(outputOf(printed) ?? '') !== file || printed.includes('-c')) continue;
    const argv = await expanded(printed, tree, windows);
    const objects = objectsOf(argv);
    if (objects.length > 0) return { argv, cwd: tree, objects, product };
  }
  throw new EnvironmentError(
    `${log} holds no command that links ${file}, so its object files cannot be mixed: remove ${folder}, and build the variant anew`,
  );
}

/** What a link command makes, as it is written; null when it does not say. */
export function outputOf(argv: readonly string[]): string | null {
  const option = argv.findLast((word) => OUT.test(word));
  if (option !== undefined) return option.replace(OUT, '');
  const at = argv.lastIndexOf('-o');
  return at < 0 ? null : (argv[at + 1] ?? null);
}

const OUT = /^[/-]OUT:/i;

function objectsOf(argv: readonly string[]): readonly string[] {
  const output = argv.lastIndexOf('-o') + 1;
  return [
    ...new Set(
      argv.filter(
        (word, index) =>
          index > 0 &&
          index !== output &&
          /^[^-@].*\.(?:o|obj)$/i.test(word) &&
          !/^\/\w+:/.test(word),
      ),
    ),
  ];
}

/** With the words of response files that hold objects; others, such as our own of flags, stay. */
async function expanded(
  argv: readonly string[],
  tree: string,
  windows: boolean,
): Promise<readonly string[]> {
  const words = await Promise.all(
    argv.map(async (word) => {
      if (!word.startsWith('@')) return [word];
      const file = resolve(tree, word.slice(1));
      if (!(await exists(file))) return [word];
      const held = printedWords((await readText(file)).replaceAll(/\s+/g, ' '), windows);
      return objectsOf(['', ...held]).length > 0 ? held : [word];
    }),
  );
  return words.flat();
}
