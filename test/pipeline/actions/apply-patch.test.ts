import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ApplyPatchAction } from '../../../src/pipeline/action.ts';
import { performApplyPatch, renderApplyPatch } from '../../../src/pipeline/actions/apply-patch.ts';
import type { PatchRecord } from '../../../src/pipeline/actions/patch-record.ts';
import { failure, git, onBench, put } from './git-bench.ts';

const source = Array.from({ length: 60 }, (_, index) => `line ${index + 1};\n`).join('');
const changed = source.replace('line 10;', 'line ten;').replace('line 50;', 'line 50;\nmore;');

/** The diff that git makes of two sets of files; LF throughout. */
function diffBetween(
  folder: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string {
  const work = join(folder, 'diff');
  put(work, { ...before, '.keep': '' });
  git(work, 'init', '--quiet');
  git(work, 'add', '--all');
  git(work, 'commit', '--quiet', '-m', 'before');
  for (const path of Object.keys(before)) git(work, 'rm', '--quiet', '--cached', '--', path);
  put(work, after);
  for (const path of Object.keys(after)) git(work, 'add', '--', path);
  return `${git(work, 'diff', '--cached')}\n`;
}

function actionIn(folder: string, name = 'print'): ApplyPatchAction {
  return {
    kind: 'apply-patch',
    name,
    file: join(folder, `${name} ü.diff`),
    tree: join(folder, 'builds', 'tree ü'),
    record: join(folder, 'builds', 'patches.json'),
  };
}

const blob = (folder: string, content: string): string => {
  put(folder, { hashed: content });
  return git(folder, 'hash-object', '--no-filters', 'hashed');
};

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

test.each([
  ['LF', 'LF', source, (diff: string) => diff],
  ['LF', 'CRLF', crlf(source), (diff: string) => diff],
  ['CRLF', 'LF', source, crlf],
  ['CRLF', 'CRLF', crlf(source), crlf],
])('a patch with %s fits a file with %s', async (_patch, _file, content, ends) => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    put(action.tree, { 'src/ä.c': content });
    await writeFile(
      action.file,
      ends(diffBetween(folder, { 'src/ä.c': source }, { 'src/ä.c': changed })),
    );
    await performApplyPatch(action, tools);
    const after = await readFile(join(action.tree, 'src', 'ä.c'), 'utf8');
    expect(after.replaceAll('\r\n', '\n')).toBe(changed);
    const record = JSON.parse(await readFile(action.record, 'utf8')) as PatchRecord;
    const files = [{ path: 'src/ä.c', before: blob(folder, content), after: blob(folder, after) }];
    expect(record).toEqual({
      schema: 'winrepro/patches/1',
      patches: [{ name: 'print', files }],
    });
  });
});

test('patches are recorded in their order, made and removed files too', async () => {
  await onBench(async ({ folder, tools }) => {
    const [first, second] = [actionIn(folder), actionIn(folder, 'second')];
    put(first.tree, { 'a.c': source });
    await writeFile(first.file, diffBetween(folder, { 'a.c': source }, { 'a.c': changed }));
    await writeFile(
      second.file,
      '--- a/a.c\n+++ /dev/null\n' +
        `@@ -1,61 +0,0 @@\n${changed.replaceAll(/^/gm, '-').replace(/-$/, '')}` +
        '--- /dev/null\n+++ b/made/b.c\n@@ -0,0 +1 @@\n+b\n',
    );
    await performApplyPatch(first, tools);
    await performApplyPatch(second, tools);
    const record = JSON.parse(await readFile(first.record, 'utf8')) as PatchRecord;
    expect(record.patches.map(({ name }) => name)).toEqual(['print', 'second']);
    expect(record.patches[1]?.files).toEqual([
      { path: 'a.c', before: blob(folder, changed), after: null },
      { path: 'made/b.c', before: null, after: blob(folder, 'b\n') },
    ]);
  });
});

test('a conflict names the patch, the file and the hunk, and changes nothing', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    const tree = { 'a.c': source, 'z.c': source.replace('line 50;', 'other;') };
    put(action.tree, tree);
    const after = { 'a.c': changed, 'z.c': changed };
    await writeFile(action.file, diffBetween(folder, { 'a.c': source, 'z.c': source }, after));
    const error = await failure(performApplyPatch(action, tools));
    expect(error.message).toBe(
      `patch print (${action.file}) does not fit z.c at hunk 2 of 2, @@ -48,6 +48,7 @@: ` +
        'make the patch anew for this source, or take it out of the variant',
    );
    expect(error.evidence).toBe('error: patch failed: z.c:48\nerror: z.c: patch does not apply');
    expect(await readFile(join(action.tree, 'a.c'), 'utf8')).toBe(source);
    await expect(readFile(action.record)).rejects.toThrow('ENOENT');
  });
});

test('a patch that is in the source already is said to be', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    put(action.tree, { 'a.c': source });
    await writeFile(action.file, diffBetween(folder, { 'a.c': source }, { 'a.c': changed }));
    await performApplyPatch(action, tools);
    const error = await failure(performApplyPatch(action, tools));
    expect(error.message).toContain(`patch print (${action.file}) is already in the source`);
  });
});

test('a file that is not there is named, and one that must not be there', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    put(action.tree, { 'b.c': 'mine\n' });
    await writeFile(action.file, diffBetween(folder, { 'a b.c': source }, { 'a b.c': changed }));
    expect((await failure(performApplyPatch(action, tools))).message).toContain(
      `changes a b.c, which is not in ${action.tree}`,
    );
    await writeFile(action.file, '--- /dev/null\n+++ b/b.c\n@@ -0,0 +1 @@\n+x\n');
    expect((await failure(performApplyPatch(action, tools))).message).toContain(
      `makes b.c, which is in ${action.tree} already`,
    );
    await writeFile(action.file, 'prose\n');
    expect((await failure(performApplyPatch(action, tools))).message).toContain(
      'changes no file: it is not a unified diff',
    );
  });
});

test('inside another repository, and told of a wrong one, the tree is still patched', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    const diff = diffBetween(folder, { 'a.c': source }, { 'a.c': changed });
    await writeFile(action.file, diff);
    put(action.tree, { 'a.c': source });
    git(folder, 'init', '--quiet');
    const environment = { ...tools.environment, GIT_DIR: join(folder, 'diff', '.git') };
    await performApplyPatch(action, { ...tools, environment });
    expect(await readFile(join(action.tree, 'a.c'), 'utf8')).toBe(changed);
  });
});

test('a record that is none is not written over', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    put(action.tree, { 'a.c': source });
    await writeFile(action.file, diffBetween(folder, { 'a.c': source }, { 'a.c': changed }));
    await writeFile(action.record, '{"schema": "something else"}');
    const error = await failure(performApplyPatch(action, tools));
    expect(error.message).toContain(`${action.record} is no list of patches`);
    expect(await readFile(action.record, 'utf8')).toBe('{"schema": "something else"}');
  });
});

test('the commands are a check and the patch', () => {
  const action: ApplyPatchAction = {
    kind: 'apply-patch',
    name: 'p',
    file: '/p/a.diff',
    tree: '/w/tree',
    record: '/w/patches.json',
  };
  expect(renderApplyPatch(action, 'linux')).toEqual([
    'cd /w/tree',
    'GIT_CEILING_DIRECTORIES=/w git apply --ignore-whitespace --whitespace=nowarn --check -- /p/a.diff',
    'GIT_CEILING_DIRECTORIES=/w git apply --ignore-whitespace --whitespace=nowarn -- /p/a.diff',
  ]);
  expect(renderApplyPatch(action, 'win32')).toEqual([
    'cd /d /w/tree',
    'set "GIT_CEILING_DIRECTORIES=/w"',
    'git apply --ignore-whitespace --whitespace=nowarn --check -- /p/a.diff',
    'git apply --ignore-whitespace --whitespace=nowarn -- /p/a.diff',
  ]);
});
