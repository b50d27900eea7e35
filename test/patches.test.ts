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
const fileOfPatch = (name: string): string => basename(recipe.patches[name]?.file ?? '');

/** Applies diffs one after the other with git, as the pipeline does; the lines that come of it. */
async function applied(
  lines: readonly string[],
  diffs: readonly string[],
): Promise<readonly string[]> {
  return withDir(
    async ({ path }) => {
      await mkdir(join(path, dirname(source)), { recursive: true });
      await writeFile(join(path, source), `${lines.join('\n')}\n`);
      for (const [index, diff] of diffs.entries()) {
        const patch = join(path, `ein Flicken ${index} ä.diff`);
        await writeFile(patch, diff);
        await execute('git', ['apply', '--check', '--whitespace=error-all', patch], { cwd: path });
        await execute('git', ['apply', patch], { cwd: path });
      }
      return (await readFile(join(path, source), 'utf8')).trimEnd().split('\n');
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
    expect(path).toBe(source);
    const named = recipe.source.provider === 'git' ? recipe.source.blobs[source] : undefined;
    expect(named?.startsWith(blob)).toBe(true);
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
    const lines = await applied(fileFor([diff]), [textOf(file)]);
    for (const hunk of diff.hunks) {
      const start = hunk.newStart - 1;
      expect(lines.slice(start, start + hunk.newLength)).toEqual(sideOf(hunk, '+'));
    }
  });

  it('does not apply to a file that differs in one line of its context', async () => {
    const diff = diffOf(file);
    const lines = [...fileFor([diff])];
    lines[(diff.hunks[0]?.oldStart ?? 0) - 1] = 'another';
    await expect(applied(lines, [textOf(file)])).rejects.toThrow('patch does not apply');
  });
});

describe('the patches of numpy-pypy', () => {
  it('are the files that there are', () => {
    expect(Object.keys(recipe.patches).map(fileOfPatch).sort()).toEqual(files);
  });

  const together = Object.entries(recipe.variants).filter(
    ([, { patches = [] }]) => patches.length > 1,
  );
  it.each(together)('apply together in the variant %s', async (_name, { patches = [] }) => {
    const names = patches.map(fileOfPatch);
    const lines = await applied(fileFor(names.map(diffOf)), names.map(textOf));
    const added = names.flatMap((name) =>
      diffOf(name).hunks.flatMap(({ lines: all }) => all.filter((line) => line.startsWith('+'))),
    );
    expect(lines).toEqual(expect.arrayContaining(added.map((line) => line.slice(1))));
  });

  it.each([[['print-ufunc-args']], [['print-ufunc-args', 'seeded-fault']]])(
    'print the line numbers 2631, 4884 and 4898: %s',
    async (patches) => {
      const names = patches.map(fileOfPatch);
      const lines = await applied(fileFor(names.map(diffOf)), names.map(textOf));
      expect(lineValues(lines)).toEqual([2631, 4884, 4898]);
    },
  );
});
