import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Worktree } from '../../../src/pipeline/action.ts';
import {
  performWorktree,
  renderWorktree,
  tooLong,
} from '../../../src/pipeline/actions/worktree.ts';
import { failure, git, onBench, put, repository } from './git-bench.ts';

function worktreeIn(folder: string, blobs: Readonly<Record<string, string>> = {}): Worktree {
  repository(join(folder, 'q'), { 'src/ä.c': 'int a;\n' }, ['v1']);
  const mirror = join(folder, 'm ü.git');
  git(folder, 'clone', '--quiet', '--bare', join(folder, 'q'), mirror);
  return { mirror, tree: join(folder, 'builds', 'ein Baum', 'tree'), ref: 'v1', blobs };
}

const BLOB = '47798c69e2b02b6ef2d35d7a6b8e96d5aabd8e17';

test('the tag is laid out, and again after its folder was removed or its making was killed', async () => {
  await onBench(async ({ folder, tools }) => {
    const worktree = worktreeIn(folder);
    await performWorktree(worktree, tools);
    await rm(worktree.tree, { recursive: true });
    await performWorktree(worktree, tools);
    // `git worktree add` holds this lock while it works.
    put(worktree.mirror, { 'worktrees/tree/locked': 'initializing' });
    await rm(worktree.tree, { recursive: true });
    await performWorktree(worktree, tools);
    expect(await readFile(join(worktree.tree, 'src', 'ä.c'), 'utf8')).toBe('int a;\n');
    expect(git(worktree.tree, 'describe', '--tags', '--long')).toMatch(/^v1-0-g/);
  });
});

test('a user who has git convert line ends gets the bytes of the tag', async () => {
  await onBench(async ({ folder, tools }) => {
    put(folder, { '.gitconfig': '[core]\n\tautocrlf = true\n\teol = crlf\n' });
    const worktree = worktreeIn(folder);
    const environment = { ...tools.environment, HOME: folder, GIT_DIR: join(folder, 'elsewhere') };
    await performWorktree(worktree, { ...tools, environment });
    expect(await readFile(join(worktree.tree, 'src', 'ä.c'), 'utf8')).toBe('int a;\n');
  });
});

test('telling files are held to their blobs before anything is laid out', async () => {
  await onBench(async ({ folder, tools }) => {
    const worktree = worktreeIn(folder);
    const blob = git(worktree.mirror, 'rev-parse', 'v1:src/ä.c');
    await performWorktree({ ...worktree, blobs: { 'src/ä.c': blob.slice(0, 9) } }, tools);
    await rm(worktree.tree, { recursive: true });
    const other = await failure(
      performWorktree({ ...worktree, blobs: { 'src/ä.c': BLOB } }, tools),
    );
    expect(other.message).toContain(`src/ä.c is blob ${blob} in v1, where the recipe says ${BLOB}`);
    expect(other.message).toContain('not the source that the recipe');
    const none = await failure(performWorktree({ ...worktree, blobs: { 'no.c': BLOB } }, tools));
    expect(none.message).toContain('there is no no.c in v1');
    await expect(readFile(join(worktree.tree, '.git'))).rejects.toThrow('ENOENT');
  });
});

test('Windows opens paths of up to 259 characters', () => {
  const tree = `C:\\${'w'.repeat(200)}`;
  const fits = 'a'.repeat(259 - tree.length - 1);
  expect(tooLong(['b', fits], tree)).toBeNull();
  expect(tooLong(['b', `${fits}a`, `${fits}aaa`, `${fits}aa`], tree)).toEqual({
    path: `${fits}aaa`,
    length: 262,
  });
});

test('the commands show what is checked', () => {
  const worktree: Worktree = { mirror: '/m.git', tree: '/t', ref: 'v1', blobs: { 'a.c': 'abc' } };
  const lines = renderWorktree(worktree, 'linux');
  expect(lines[0]).toBe('# must print abc:');
  expect(lines[1]).toMatch(/--git-dir=\/m\.git rev-parse --verify --quiet refs\/tags\/v1:a\.c$/);
  expect(lines.at(-2)).toMatch(/worktree prune$/);
  expect(lines.at(-1)).toMatch(/worktree add --force --force --detach -- \/t refs\/tags\/v1$/);
});
