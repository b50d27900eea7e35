import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../cli/winrepro.ts';

const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];

/** Lays a recipe of NumPy's shape out in a folder, its source a repository with the tag v1.0. */
export function layOutMiniExt(folder: string): void {
  cpSync(join(packageRoot, 'test', 'fixtures', 'mini-ext'), folder, { recursive: true });
  const source = join(folder, 'source');
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', source, ...args], { encoding: 'utf8' }).trim();
  git('init', '-q');
  git('add', '.');
  git(...author, 'commit', '-q', '-m', 'one');
  git(...author, 'tag', '-a', '-m', 'one', 'v1.0');
  const recipe = join(folder, 'mini-ext.yaml');
  const text = readFileSync(recipe, 'utf8');
  writeFileSync(recipe, text.replace('TABLE_BLOB', git('rev-parse', 'v1.0:ext/src/table.c')));
}
