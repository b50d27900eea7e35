import { execFileSync } from 'node:child_process';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ImportArchiveAction } from '../../../src/pipeline/action.ts';
import {
  performImportArchive,
  renderImportArchive,
} from '../../../src/pipeline/actions/import-archive.ts';
import { performWorktree } from '../../../src/pipeline/actions/worktree.ts';
import { failure, git, onBench, put } from './git-bench.ts';

function actionIn(folder: string, name = 'm ü.git'): ImportArchiveAction {
  const [from, mirror] = [join(folder, 'ein Paket-1.2.0'), join(folder, 'mirrors', name)];
  return { kind: 'import-archive', archive: null, from, mirror, ref: 'v1.2.0', version: '1.2.0' };
}

const release = {
  'PKG-INFO': 'Metadata-Version: 1.2\r\nName: x\r\nVersion: 1.2.0\r\n',
  '.gitignore': '*.c\nbuild/\n',
  '.gitattributes': '* text=auto eol=crlf\n*.h ident\n',
  'made.c': 'int a;\r\nint b;\n',
  'build/made.h': '/* $Id$ */\n',
  'ä ö.txt': 'x',
};

test('all files come in and go out as they are, ignored ones too', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    put(action.from, release);
    await performImportArchive(action, tools);
    expect((await readdir(action.from)).sort()).toEqual(
      ['.gitattributes', '.gitignore', 'PKG-INFO', 'build', 'made.c', 'ä ö.txt'].sort(),
    );
    const tree = join(folder, 'tree');
    await performWorktree({ mirror: action.mirror, tree, ref: action.ref, blobs: {} }, tools);
    for (const [path, content] of Object.entries(release)) {
      expect(await readFile(join(tree, path), 'utf8')).toBe(content);
    }
    expect(git(tree, 'describe', '--long', '--match', 'v*')).toMatch(/^v1\.2\.0-0-g/);
    expect(git(tree, 'status', '--porcelain')).toBe('');
  });
});

test('an archive is unpacked for the import only, over what a killed one left', async () => {
  await onBench(async ({ folder, tools }) => {
    const unpacked = actionIn(folder, 'one.git');
    put(unpacked.from, release);
    await performImportArchive(unpacked, tools);
    execFileSync('tar', ['-czf', 'x.tar.gz', 'ein Paket-1.2.0'], { cwd: folder });
    const from = join(folder, 'mirrors', 'x.unpacked');
    const packed = { ...actionIn(folder), archive: join(folder, 'x.tar.gz'), from };
    put(from, { 'left.c': 'over' });
    await performImportArchive(packed, tools);
    expect((await readdir(join(folder, 'mirrors'))).sort()).toEqual(['m ü.git', 'one.git']);
    const tree = (mirror: string): string => git(mirror, 'rev-parse', 'v1.2.0^{tree}');
    expect(tree(packed.mirror)).toBe(tree(unpacked.mirror));
  });
});

test('the same files give the same commit, and what is imported stays', async () => {
  await onBench(async ({ folder, tools }) => {
    const [one, two] = [actionIn(folder, 'one.git'), actionIn(folder, 'two.git')];
    put(one.from, release);
    await performImportArchive(one, tools);
    await performImportArchive(two, tools);
    const commit = git(one.mirror, 'rev-parse', 'v1.2.0');
    expect(git(two.mirror, 'rev-parse', 'v1.2.0')).toBe(commit);
    put(one.from, { 'made.c': 'changed after' });
    await performImportArchive(one, tools);
    expect(git(one.mirror, 'rev-parse', 'v1.2.0')).toBe(commit);
  });
});

test('an import that was killed before its tag is redone', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    put(action.from, release);
    await performImportArchive(action, tools);
    const commit = git(action.mirror, 'rev-parse', 'v1.2.0^{commit}');
    git(action.mirror, 'tag', '-d', 'v1.2.0');
    put(action.mirror, { 'winrepro-import.index.lock': '', 'HEAD.lock': '' });
    await performImportArchive(action, tools);
    expect(git(action.mirror, 'rev-parse', 'v1.2.0^{commit}')).toBe(commit);
  });
});

test('another version is refused, and so is a folder that is no release', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    put(action.from, { 'setup.py': '' });
    expect((await failure(performImportArchive(action, tools))).message).toContain(
      `${action.from} is not an unpacked release archive, it has no PKG-INFO`,
    );
    put(action.from, { 'PKG-INFO': 'Name: x\nVersion: 1.3.0\n' });
    expect((await failure(performImportArchive(action, tools))).message).toContain(
      'is version 1.3.0 by its PKG-INFO, not 1.2.0 as the recipe says',
    );
    expect(await readdir(folder)).not.toContain('mirrors');
  });
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a release on a read-only medium will do (not shown to root, whom nothing stops)',
  async () => {
    await onBench(async ({ folder, tools }) => {
      const action = actionIn(folder);
      put(action.from, { 'PKG-INFO': 'Version: 1.2.0\n' });
      await chmod(action.from, 0o500);
      await performImportArchive(action, tools);
      await chmod(action.from, 0o700);
    });
  },
);

test('the commands write nothing into the release', () => {
  const lines = renderImportArchive(actionIn('/w'), 'linux').join('\n');
  const { mirror, from } = actionIn('/w');
  expect(lines).toContain(`GIT_INDEX_FILE='${join(mirror, 'winrepro-import.index')}'`);
  expect(lines).toContain(`'--work-tree=${from}' add --all --force -- .`);
  expect(lines).toContain(`# write into ${join(mirror, 'info', 'attributes')}: * -text`);
});
