import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withDir } from 'tmp-promise';
import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../src/recipe/parse.ts';
import { fileFor, parseDiff, sideOf, type Diff } from './diff.ts';

const execute = promisify(execFile);
const folder = fileURLToPath(new URL('../patches/numpy', import.meta.url));
const source = 'numpy/core/src/umath/ufunc_object.c';
const files = readdirSync(folder).sort();
const recipe = parseRecipe(
  readFileSync(new URL('../recipes/numpy-pypy.yaml', import.meta.url), 'utf8'),
  'recipes/numpy-pypy.yaml',
);

const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
const diffOf = (file: string): Diff => parseDiff(textOf(file));

/** Null for an edit, which has no file. */
function fileOfPatch(name: string): string | null {
  const patch = recipe.patches[name];
  return patch !== undefined && 'file' in patch ? basename(patch.file) : null;
}

const filesOf = (names: readonly string[]): readonly string[] =>
  names.map(fileOfPatch).filter((file) => file !== null);

/** The other file of v1.21.0 that a patch changes; the recipe need not tell it apart. */
const blobOfSetup = 'b03e9f99005ebff02f65c69be30d96ffa28a0cb1';

/** Applies diffs one after the other with git, as the pipeline does; the lines that come of it. */
async function applied(
  lines: readonly string[],
  diffs: readonly string[],
  file = source,
): Promise<readonly string[]> {
  return withDir(
    async ({ path }) => {
      await mkdir(join(path, dirname(file)), { recursive: true });
      await writeFile(join(path, file), `${lines.join('\n')}\n`);
      for (const [index, diff] of diffs.entries()) {
        const patch = join(path, `ein Flicken ${index} ä.diff`);
        await writeFile(patch, diff);
        await execute('git', ['apply', '--check', '--whitespace=error-all', patch], { cwd: path });
        await execute('git', ['apply', patch], { cwd: path });
      }
      return (await readFile(join(path, file), 'utf8')).trimEnd().split('\n');
    },
    { prefix: 'winrepro patches ü ', unsafeCleanup: true },
  );
}

/** What `__LINE__` is in each line that has it, as a compiler counts. */
function lineValues(lines: readonly string[]): readonly number[] {
  let number = 0;
  return lines.flatMap((line) => {
    const set = /^#line (\d+)$/u.exec(line)?.[1];
    number = set === undefined ? number + 1 : Number(set) - 1;
    return line.includes('__LINE__') ? [number] : [];
  });
}

describe.each(files)('patches/numpy/%s', (file) => {
  it('is plain text that says in 2 to 4 lines what it does', () => {
    expect(textOf(file)).toMatch(/^[\n -~]+$/u);
    const { head } = diffOf(file);
    expect(head.length).toBeGreaterThanOrEqual(2);
    expect(head.length).toBeLessThanOrEqual(4);
    expect(head.filter((line) => !/^# \S/u.test(line))).toEqual([]);
  });

  it('is made from the blob that the recipe names', () => {
    const { blob, file: path } = diffOf(file);
    const blobs = recipe.source.provider === 'git' ? recipe.source.blobs : {};
    const named: Readonly<Record<string, string>> = {
      ...blobs,
      'numpy/core/setup.py': blobOfSetup,
    };
    expect(named[path]?.slice(0, blob.length)).toBe(blob);
    expect(blob.length).toBeGreaterThanOrEqual(7);
  });

  it('has at most two lines of NumPy around a change, and none behind a hunk head', () => {
    for (const { header, lines } of diffOf(file).hunks) {
      expect(header).toMatch(/ @@$/u);
      const runs = lines.map((line) => (line.startsWith(' ') ? ' ' : '*')).join('');
      expect(runs).toMatch(/^ {1,2}\*+(?: {1,4}\*+)* {1,2}$/u);
    }
  });

  it('counts its lines right', () => {
    let shift = 0;
    for (const hunk of diffOf(file).hunks) {
      expect(sideOf(hunk, '-')).toHaveLength(hunk.oldLength);
      expect(sideOf(hunk, '+')).toHaveLength(hunk.newLength);
      expect(hunk.newStart).toBe(hunk.oldStart + shift);
      shift += hunk.newLength - hunk.oldLength;
    }
  });

  it('applies where it says, and makes what it says', async () => {
    const diff = diffOf(file);
    const lines = await applied(fileFor([diff]), [textOf(file)], diff.file);
    for (const hunk of diff.hunks) {
      const start = hunk.newStart - 1;
      expect(lines.slice(start, start + hunk.newLength)).toEqual(sideOf(hunk, '+'));
    }
  });

  it('does not apply to a file that differs in one line of its context', async () => {
    const diff = diffOf(file);
    const lines = [...fileFor([diff])];
    lines[(diff.hunks[0]?.oldStart ?? 0) - 1] = 'another';
    await expect(applied(lines, [textOf(file)], diff.file)).rejects.toThrow('patch does not apply');
  });
});

describe('the patches of numpy-pypy', () => {
  it('are the files that there are', () => {
    expect([...filesOf(Object.keys(recipe.patches))].sort()).toEqual(files);
  });

  const together = Object.entries(recipe.variants).filter(
    ([, { patches = [] }]) => filesOf(patches).length > 1,
  );
  it.each(together)('apply together in the variant %s', async (_name, { patches = [] }) => {
    const names = filesOf(patches);
    const lines = await applied(fileFor(names.map(diffOf)), names.map(textOf));
    const added = names.flatMap((name) =>
      diffOf(name).hunks.flatMap(({ lines: all }) => all.filter((line) => line.startsWith('+'))),
    );
    expect(lines).toEqual(expect.arrayContaining(added.map((line) => line.slice(1))));
  });

  it.each([
    [['print-ufunc-args']],
    [['print-ufunc-args', 'seeded-fault']],
    [['print-ufunc-args', 'volatile', 'seeded-fault']],
    [['print-ufunc-args', 'placebo']],
  ])('print the line numbers 2631, 4884 and 4898: %s', async (patches) => {
    const names = filesOf(patches);
    const lines = await applied(fileFor(names.map(diffOf)), names.map(textOf));
    expect(lineValues(lines)).toEqual([2631, 4884, 4898]);
  });

  it('compile the file that own-file makes', () => {
    const edit = recipe.patches['own-file'];
    if (edit === undefined || 'file' in edit) throw new Error('own-file is an edit');
    const { hunks } = diffOf('own-file-sources.diff');
    const added = hunks.flatMap(({ lines }) => lines.filter((line) => line.startsWith('+')));
    const listed = added.map((line) => line.match(/'([^']+)'/gu)?.map((part) => part.slice(1, -1)));
    expect(listed.map((parts) => ['numpy/core', ...(parts ?? [])].join('/'))).toEqual([edit.to]);
    expect(edit.from).toBe(source);
  });
});
