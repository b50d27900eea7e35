import { basename, dirname, join } from 'node:path';
import { listFiles } from './files.ts';

/**
 * The files that a path stands for, sorted: in its last part, `*` stands for any part of a file's
 * name, `{so,pyd}` for one of these. A path without either is itself, whether it is there or not.
 *
 * @throws EnvironmentError when the folder cannot be listed.
 */
export async function matchFiles(path: string): Promise<readonly string[]> {
  const pattern = basename(path);
  if (!/\*|\{[^{}]*,[^{}]*\}/.test(pattern)) return [path];
  const expression = new RegExp(`^${expressionOf(pattern)}$`, 'u');
  const folder = dirname(path);
  return (await listFiles(folder))
    .filter((file) => expression.test(file))
    .map((file) => join(folder, file));
}

function expressionOf(pattern: string): string {
  return pattern.replaceAll(
    /\*|\{([^{}]*,[^{}]*)\}|[\\^$.+?()[\]{}|]/g,
    (found, choices: string | undefined) => {
      if (found === '*') return '.*';
      if (choices === undefined) return `\\${found}`;
      return `(?:${choices.split(',').map(expressionOf).join('|')})`;
    },
  );
}
