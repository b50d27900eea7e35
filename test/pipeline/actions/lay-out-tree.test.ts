import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LayOutTreeAction } from '../../../src/pipeline/action.ts';
import type { ActionTools } from '../../../src/pipeline/action-tools.ts';
import { performApplyPatch } from '../../../src/pipeline/actions/apply-patch.ts';
import { performKeepBuild } from '../../../src/pipeline/actions/keep-build.ts';
import {
  performLayOutTree,
  renderLayOutTree,
  secondsToWait,
} from '../../../src/pipeline/actions/lay-out-tree.ts';
import { performCommand } from '../../../src/pipeline/actions/perform-command.ts';
import { writeStamp } from '../../../src/pipeline/stamp.ts';
import { failure, git, onBench, repository } from './git-bench.ts';

/**
 * A build like numpy.distutils': it compiles what is newer than its object, writes absolute paths
 * into what it generates, and changes files of the source.
 */
const builder = `
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync, appendFileSync } from 'node:fs';
mkdirSync('build', { recursive: true });
const time = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
let changed = false;
for (const name of ['a', 'b', 'c', 'd']) {
  const list = 'build/' + name + '.files';
  if (!existsSync(list)) writeFileSync(list, process.cwd() + '/' + name + '.c\\n');
  const source = readFileSync(list, 'utf8').trim();
  const object = 'build/' + name + '.o';
  if (time(object) > 0 && time(source) <= time(object)) continue;
  writeFileSync(object, readFileSync(source));
  console.log('compiled ' + name);
  changed = true;
}
if (changed || !existsSync('product')) {
  writeFileSync('product', ['a', 'b', 'c', 'd'].map((name) => readFileSync('build/' + name + '.o', 'utf8')).join(''));
}
rmSync('scratch.txt', { force: true });
`;

const files = {
  'a.c': 'a\n',
  'b.c': 'b\n',
  'c.c': 'c\n',
  'd.c': 'd\n',
  'scratch.txt': 's\n',
  'build.mjs': builder,
  '.gitignore': '/build/\n/product\n',
};

const patchOf = (name: string): string =>
  `--- a/${name}.c\n+++ b/${name}.c\n@@ -1 +1 @@\n-${name}\n+${name} patched\n`;

/** A workspace: a mirror, patches a to d, and builds named by keys. */
class Workspace {
  readonly folder: string;
  readonly tools: ActionTools;
  readonly mirror: string;

  constructor(folder: string, tools: ActionTools) {
    this.folder = folder;
    this.tools = tools;
    this.mirror = join(folder, 'm ü.git');
    repository(join(folder, 'q'), files, ['v1']);
    git(folder, 'clone', '--quiet', '--bare', 'q', this.mirror);
  }

  tree(key: string): string {
    return join(this.folder, 'builds', key, 'tree');
  }

  async patchFiles(names: string): Promise<readonly string[]> {
    const made: string[] = [];
    for (const name of names) {
      const file = join(this.folder, `${name}.diff`);
      await writeFile(file, patchOf(name));
      made.push(file);
    }
    return made;
  }

  async layOut(key: string, names: string, baseKey = 'base'): Promise<string> {
    const log = join(this.folder, 'builds', key, 'logs', 'source.log');
    const action: LayOutTreeAction = {
      kind: 'lay-out-tree',
      worktree: { mirror: this.mirror, tree: this.tree(key), ref: 'v1', blobs: {} },
      builds: join(this.folder, 'builds'),
      baseKey,
      patches: await this.patchFiles(names),
    };
    await performLayOutTree(action, { ...this.tools, log });
    return await readFile(log, 'utf8');
  }

  /** All the steps; the names of the files that were compiled. */
  async build(key: string, names: string): Promise<string> {
    await this.layOut(key, names);
    const folder = join(this.folder, 'builds', key);
    const tree = this.tree(key);
    const patches = await this.patchFiles(names);
    for (const file of patches) {
      const record = join(folder, 'patches.json');
      await performApplyPatch({ kind: 'apply-patch', name: file, file, tree, record }, this.tools);
    }
    const log = join(folder, 'logs', 'build.log');
    const argv = [process.execPath, 'build.mjs'];
    await performCommand(
      { kind: 'command', argv, cwd: tree, variables: {}, doing: 'building' },
      { ...this.tools, log },
    );
    await performKeepBuild({ kind: 'keep-build', folder, baseKey: 'base', patches }, this.tools);
    const outputs = [join(tree, 'product')];
    await writeStamp({ name: 'build', key, directory: folder, actions: [], outputs }, 'now', 0);
    return [...(await readFile(log, 'utf8')).matchAll(/compiled (\w)/g)].map((m) => m[1]).join('');
  }
}

const [K1, K2, K3, K4] = ['1', '2', '3', '4'].map((digit) => digit + '123456789abcde') as [
  string,
  string,
  string,
  string,
];

test('a build from the nearest kept one compiles the patched files only, and its own', async () => {
  await onBench(async ({ folder, tools }) => {
    const workspace = new Workspace(folder, tools);
    expect(await workspace.build(K1, 'a')).toBe('abcd');
    expect(await workspace.build(K2, 'b')).toBe('ab');
    const tree = workspace.tree(K2);
    expect(await readFile(join(tree, 'product'), 'utf8')).toBe('a\nb patched\nc\nd\n');
    expect(await readFile(join(tree, 'build', 'a.files'), 'utf8')).toBe(`${tree}/a.c\n`);
    const time = async (key: string, file: string): Promise<number> =>
      (await stat(join(workspace.tree(key), file))).mtimeMs;
    for (const file of ['c.c', 'd.c', 'build/c.o']) {
      expect(Math.abs((await time(K1, file)) - (await time(K2, file)))).toBeLessThan(0.01);
    }
    expect(await time(K2, 'a.c')).toBeGreaterThan(await time(K1, 'product'));
    expect(git(tree, 'describe', '--tags', '--long')).toMatch(/^v1-0-g/);
    // The copy lives on its own.
    await rm(join(folder, 'builds', K1), { recursive: true });
    expect(await workspace.build(K3, 'bc')).toBe('bc');
    expect(await readFile(join(workspace.tree(K3), 'product'), 'utf8')).toBe(
      'a\nb patched\nc patched\nd\n',
    );
  });
});

test('the nearest is the one with the fewest differing files, of equals the newest', async () => {
  await onBench(async ({ folder, tools }) => {
    const workspace = new Workspace(folder, tools);
    await workspace.build(K1, 'ab');
    await workspace.build(K2, 'd');
    await workspace.build(K3, 'c');
    expect(await workspace.layOut(K4, 'abc')).toContain(
      `copied the build ${join(folder, 'builds', K1)}`,
    );
    await rm(join(folder, 'builds', K4), { recursive: true });
    expect(await workspace.layOut(K4, '')).toContain(
      `copied the build ${join(folder, 'builds', K3)}`,
    );
    await rm(join(folder, 'builds', K4), { recursive: true });
    expect(await workspace.layOut(K4, 'c', 'another base')).not.toContain('copied');
  });
});

test('a kept tree that was changed after its build is not copied, and that is said', async () => {
  await onBench(async ({ folder, tools }) => {
    const workspace = new Workspace(folder, tools);
    await workspace.build(K1, 'a');
    await writeFile(join(workspace.tree(K1), 'c.c'), 'by hand\n');
    const log = await workspace.layOut(K2, 'b');
    expect(log).toContain(`${workspace.tree(K1)} was changed after its build (c.c), so that`);
    expect(await readFile(join(workspace.tree(K2), 'c.c'), 'utf8')).toBe('c\n');
    await expect(stat(join(workspace.tree(K2), 'build'))).rejects.toThrow('ENOENT');
    expect(git(workspace.tree(K2), 'status', '--porcelain')).toBe('');
  });
});

test('an unfinished build, and one whose product was tampered with, are none', async () => {
  await onBench(async ({ folder, tools }) => {
    const workspace = new Workspace(folder, tools);
    await workspace.build(K1, 'a');
    await writeFile(join(workspace.tree(K1), 'product'), 'tampered');
    expect(await workspace.layOut(K2, 'b')).not.toContain('copied');
    await workspace.build(K3, 'a');
    await rm(join(folder, 'builds', K3, 'stamps', 'build.json'));
    expect(await workspace.layOut(K4, 'b')).not.toContain('copied');
  });
});

test('a file that only the kept build’s patch had made is not in the next tree', async () => {
  await onBench(async ({ folder, tools }) => {
    const workspace = new Workspace(folder, tools);
    const make = '--- /dev/null\n+++ b/made.c\n@@ -0,0 +1 @@\n+x\n';
    await workspace.build(K1, '');
    const kept = join(folder, 'builds', K1);
    await writeFile(join(folder, 'make.diff'), make);
    await writeFile(join(workspace.tree(K1), 'made.c'), 'x\n');
    const patches = [join(folder, 'make.diff')];
    await performKeepBuild({ kind: 'keep-build', folder: kept, baseKey: 'base', patches }, tools);
    expect(await workspace.layOut(K2, '')).toContain('copied the build');
    await expect(stat(join(workspace.tree(K2), 'made.c'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(workspace.tree(K1), 'made.c'), 'utf8')).toBe('x\n');
  });
});

test('a patch that names a file outside of the tree removes nothing there', async () => {
  await onBench(async ({ folder, tools }) => {
    const workspace = new Workspace(folder, tools);
    await workspace.build(K1, '');
    const victim = join(folder, 'builds', K2, 'victim');
    const worktree = { mirror: workspace.mirror, tree: workspace.tree(K2), ref: 'v1', blobs: {} };
    const patch = join(folder, 'evil.diff');
    await writeFile(patch, '--- a/../victim\n+++ b/../victim\n@@ -1 +1 @@\n-a\n+b\n');
    await workspace.layOut(K2, '');
    await rm(workspace.tree(K2), { recursive: true });
    await writeFile(victim, 'a\n');
    const builds = join(folder, 'builds');
    await performLayOutTree(
      { kind: 'lay-out-tree', worktree, builds, baseKey: 'base', patches: [patch] },
      tools,
    );
    expect(await readFile(victim, 'utf8')).toBe('a\n');
  });
});

test('another source than the recipe names is refused with a kept build too', async () => {
  await onBench(async ({ folder, tools }) => {
    const workspace = new Workspace(folder, tools);
    await workspace.build(K1, '');
    const blobs = { 'a.c': '1234567' };
    const worktree = { mirror: workspace.mirror, tree: workspace.tree(K2), ref: 'v1', blobs };
    const builds = join(folder, 'builds');
    const error = await failure(
      performLayOutTree(
        { kind: 'lay-out-tree', worktree, builds, baseKey: 'base', patches: [] },
        tools,
      ),
    );
    expect(error.message).toContain('where the recipe says 1234567');
  });
});

test('the commands are those of a plain worktree, with a word on the copy', () => {
  const worktree = { mirror: '/m.git', tree: '/w/builds/k/tree', ref: 'v1', blobs: {} };
  const lines = renderLayOutTree(
    { kind: 'lay-out-tree', worktree, builds: '/w/builds', baseKey: 'b', patches: [] },
    'win32',
  );
  expect(lines.at(-1)).toMatch(/^rem where \/w\/builds has a finished build of the same base, the/);
  expect(lines.at(-2)).toMatch(/worktree add .*-- \/w\/builds\/k\/tree refs\/tags\/v1$/);
});

test('a build that has just ended is copied only when a second lies between', () => {
  const ended = '2026-11-25T10:00:00.000Z';
  expect(secondsToWait(ended, '2026-11-25T10:00:00.500Z')).toBeCloseTo(1.5, 9);
  expect(secondsToWait(ended, '2026-11-25T10:00:02.000Z')).toBe(0);
  // A clock that was set back tells nothing.
  expect(secondsToWait(ended, '2026-11-25T09:59:59.000Z')).toBe(0);
});
