import { join, relative, sep } from 'node:path';
import type { Settings } from '../recipe/settings.ts';

/** A recipe with the files that it refers to, as they lie on this machine. */
export interface RecipeFiles {
  /** The folder that they all lie in; empty when there is none, as on two drives of Windows. */
  readonly root: string;
  /** Absolute paths, sorted; the recipe's own is not among them. */
  readonly paths: readonly string[];
}

/** The files that variants are made of, and where they are laid out together with the recipe. */
export function recipeFiles(file: string, settings: readonly Settings[]): RecipeFiles {
  const paths = [...new Set(settings.flatMap(filesOf))].sort();
  return { root: commonFolder([file, ...paths]), paths };
}

/** Where a file stands below the root, with forward slashes. */
export function placeIn(root: string, path: string): string {
  return relative(root, path).replaceAll(sep, '/');
}

/** The files on this machine that a variant is made of; a repository is fetched by whoever builds it. */
export function filesOf({ source, patches, reproducer, lock }: Settings): readonly string[] {
  return [
    ...(source.provider === 'files'
      ? source.files.map((name) => join(source.directory, ...name.split('/')))
      : []),
    ...patches.flatMap((patch) => ('file' in patch ? [patch.file] : [])),
    ...(reproducer.template === undefined ? [] : [reproducer.template]),
    ...(lock === null ? [] : [lock]),
  ];
}

function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  let parts = first.split(sep).slice(0, -1);
  for (const path of others) {
    const own = path.split(sep).slice(0, -1);
    const same = parts.findIndex((part, index) => part !== own[index]);
    if (same >= 0) parts = parts.slice(0, same);
    if (own.length < parts.length) parts = own;
  }
  return parts.length === 1 ? `${parts[0] ?? ''}${sep}` : parts.join(sep);
}
