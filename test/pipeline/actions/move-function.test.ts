import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { MoveFunctionAction } from '../../../src/pipeline/action.ts';
import {
  performMoveFunction,
  renderMoveFunction,
} from '../../../src/pipeline/actions/move-function.ts';
import { describePatches } from '../../../src/pipeline/kept-builds.ts';
import { failure, git, onBench, put } from './git-bench.ts';

const move = {
  edit: 'move-function',
  function: 'callee',
  from: 'src/ä.c',
  to: 'src/own file.c',
  head: '#include <stdio.h>',
  linkage: 'extern',
} as const;

const source = '#include <stdio.h>\nstatic int callee(void)\n{\n    return 1;\n}\nint caller;\n';
const left = '#include <stdio.h>\nextern int callee(void);\n\n\n\nint caller;\n';
const made = '#include <stdio.h>\n\nextern int callee(void)\n{\n    return 1;\n}\n';

function actionIn(folder: string): MoveFunctionAction {
  const builds = join(folder, 'builds ü');
  const [tree, record] = [join(builds, 'tree ü'), join(builds, 'patches.json')];
  return { kind: 'move-function', name: 'own-file', move, tree, record };
}

const blob = (folder: string, content: string): string => {
  put(folder, { hashed: content });
  return git(folder, 'hash-object', '--no-filters', 'hashed');
};

test('a function is moved, and both files recorded by their blobs', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    put(action.tree, { 'src/ä.c': source });
    await performMoveFunction(action, tools);
    expect(await readFile(join(action.tree, move.from), 'utf8')).toBe(left);
    expect(await readFile(join(action.tree, move.to), 'utf8')).toBe(made);
    expect(JSON.parse(await readFile(action.record, 'utf8'))).toEqual({
      schema: 'winrepro/patches/1',
      patches: [
        {
          name: 'own-file',
          files: [
            { path: move.to, before: null, after: blob(folder, made) },
            { path: move.from, before: blob(folder, source), after: blob(folder, left) },
          ],
        },
      ],
    });
  });
});

type Files = Readonly<Record<string, string | Buffer>>;

test.each<[string, Files, string, string]>([
  [
    'text that is not understood',
    { 'src/ä.c': source.replace('static', '#if A\nstatic') },
    'patch own-file cannot move callee: src/ä.c has a condition around callee that would not come along; correct the patch in the recipe, or make it a unified diff',
    '2: #if A',
  ],
  [
    'a file that is not there',
    { 'src/b.c': source },
    'patch own-file moves a function out of src/ä.c, which is not in TREE: correct its `from`',
    '',
  ],
  [
    'a file that would be written over',
    { 'src/ä.c': source, 'src/own file.c': '' },
    'patch own-file makes src/own file.c, which is in TREE already: name another file in its `to`',
    '',
  ],
  [
    'bytes that are not UTF-8',
    { 'src/ä.c': Buffer.from(`${source}// \xe4\n`, 'latin1') },
    'patch own-file cannot edit src/ä.c, which is not UTF-8: make it a unified diff',
    '',
  ],
])('%s: refused, and nothing is written', async (_what, files, sentence, evidence) => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    for (const [path, content] of Object.entries(files)) {
      put(action.tree, { [path]: '' });
      await writeFile(join(action.tree, path), content);
    }
    const error = await failure(performMoveFunction(action, tools));
    expect(error.message).toBe(sentence.replace('TREE', action.tree));
    expect(error.evidence).toBe(evidence);
    expect(existsSync(action.record)).toBe(false);
    expect(existsSync(join(action.tree, move.to))).toBe('src/own file.c' in files);
  });
});

test('a plan says what a person would do by hand', () => {
  const lines = renderMoveFunction({ ...actionIn('/w'), tree: 'T' }, 'win32');
  expect(lines).toEqual([
    'rem in an editor, in T:',
    'rem cut callee out of src/ä.c, and leave a declaration of it there;',
    'rem make src/own file.c: the lines of src/ä.c up to `#include <stdio.h>`, the macros and declarations of functions that it needs of the rest, and the function;',
    'rem in both, write extern in place of static, of the function and of those that it calls',
  ]);
});

test('a kept build knows an edit by its settings, and both of its files', async () => {
  const [one, same, other] = await describePatches([
    move,
    { ...move },
    { ...move, linkage: 'HIDDEN' },
  ]);
  expect(one?.files).toEqual(['src/own file.c', 'src/ä.c']);
  expect(same?.sha256).toBe(one?.sha256);
  expect(other?.sha256).not.toBe(one?.sha256);
});
