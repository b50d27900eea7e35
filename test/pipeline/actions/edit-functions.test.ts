import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EditFunctionsAction } from '../../../src/pipeline/action.ts';
import {
  performEditFunctions,
  renderEditFunctions,
} from '../../../src/pipeline/actions/edit-functions.ts';
import { describePatches, nearestBuild } from '../../../src/pipeline/kept-builds.ts';
import { failure, git, onBench, put } from './git-bench.ts';

const unoptimise = { edit: 'unoptimise', file: 'src/ä.c', functions: ['f'] } as const;
const source = 'int x;\r\nstatic int f(void)\r\n{\r\n    return 1;\r\n}\r\n';
const edited =
  'int x;\r\n#pragma clang optimize off\r\n#line 2\r\nstatic int f(void)\r\n{\r\n    return 1;\r\n}\r\n#pragma clang optimize on\r\n#line 5\r\n\r\n';

function actionIn(folder: string): EditFunctionsAction {
  const builds = join(folder, 'builds ü');
  const [tree, record] = [join(builds, 'tree ü'), join(builds, 'patches.json')];
  return { kind: 'edit-functions', name: 'slow-f', unoptimise, family: 'clang', tree, record };
}

const blob = (folder: string, content: string): string => {
  put(folder, { hashed: content });
  return git(folder, 'hash-object', '--no-filters', 'hashed');
};

test('functions are put between pragmas, and the file recorded by its blobs', async () => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    put(action.tree, { 'src/ä.c': source });
    await performEditFunctions(action, tools);
    expect(await readFile(join(action.tree, 'src/ä.c'), 'utf8')).toBe(edited);
    expect(JSON.parse(await readFile(action.record, 'utf8'))).toEqual({
      schema: 'winrepro/patches/1',
      patches: [
        {
          name: 'slow-f',
          files: [{ path: 'src/ä.c', before: blob(folder, source), after: blob(folder, edited) }],
        },
      ],
    });
  });
});

test.each<[string, Readonly<Record<string, string | Buffer>>, string]>([
  [
    'a function that is not there',
    { 'src/ä.c': 'int g(void) { return 0; }\n' },
    'patch slow-f cannot keep functions from being optimized: src/ä.c has no definition of f that is understood; correct its `functions` in the recipe, or make it a unified diff',
  ],
  [
    'a file that is not there',
    { 'src/b.c': source },
    'patch slow-f edits functions of src/ä.c, which is not in TREE: correct its `file`',
  ],
  [
    'bytes that are not UTF-8',
    { 'src/ä.c': Buffer.from(`${source}// \xe4\n`, 'latin1') },
    'patch slow-f cannot edit src/ä.c, which is not UTF-8: make it a unified diff',
  ],
])('%s: refused, and nothing is written', async (_what, files, sentence) => {
  await onBench(async ({ folder, tools }) => {
    const action = actionIn(folder);
    for (const [path, content] of Object.entries(files)) {
      put(action.tree, { [path]: '' });
      await writeFile(join(action.tree, path), content);
    }
    const error = await failure(performEditFunctions(action, tools));
    expect(error.message).toBe(sentence.replace('TREE', action.tree));
    expect(existsSync(action.record)).toBe(false);
  });
});

test('a plan says what a person would do by hand', () => {
  expect(renderEditFunctions({ ...actionIn('/w'), tree: 'T', family: 'msvc' }, 'win32')).toEqual([
    'rem in an editor, in T:',
    'rem in src/ä.c, in front of each of f: #pragma optimize("", off), and #line with the number of the next line;',
    'rem behind each: #pragma optimize("", on), and #line with the number of the brace\'s line',
  ]);
});

test('a build with other functions off is a start: they differ in one compiled file', async () => {
  const wanted = await describePatches([{ ...unoptimise, functions: ['g'] }]);
  const patches = await describePatches([unoptimise]);
  expect(patches[0]?.files).toEqual(['src/ä.c']);
  expect(patches[0]?.sha256).not.toBe(wanted[0]?.sha256);
  const kept = { schema: 'winrepro/kept/1', baseKey: 'b', at: '', patches, rewritten: [] } as const;
  expect(nearestBuild([{ folder: 'x', kept }], wanted)?.folder).toBe('x');
});
