import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseUnifiedDiff } from '../../src/pipeline/unified-diff.ts';
import { testFolder } from '../system/folder.ts';

// Under Wine git is a shim in front of the same Linux git, 0.2 s a start, and one start in some thousand
// fails there: 120 of them prove nothing about diffs that they do not prove here.
describe('a unified diff', () => {
  it('written by git from any two files has git’s own line counts', async () => {
    const folder = await testFolder();
    const line = fc.constantFrom(
      '-- a/x',
      '++ b/x',
      '@@ -1 +1 @@',
      '',
      'a',
      'b',
      'diff --git a/q b/q',
    );
    const content = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));
    mkdirSync(join(folder, 'a'));
    mkdirSync(join(folder, 'b'));
    fc.assert(
      fc.property(content, content, fc.constantFrom('1', '0', '3'), (before, after, context) => {
        fc.pre(before !== after);
        for (const name of ['ü x.c', 'z']) {
          writeFileSync(join(folder, 'a', name), before);
          writeFileSync(join(folder, 'b', name), after);
        }
        const { text, counts } = diffOf(folder, context);
        const files = parseUnifiedDiff(text);
        // Here git names the two folders as the two sides' first ones.
        expect(files.map(({ after: path }) => path)).toEqual(['b/z', 'b/ü x.c']);
        for (const { hunks } of files) {
          const grown = hunks.reduce((sum, hunk) => sum + hunk.newLines - hunk.oldLines, 0);
          expect(grown).toBe(counts);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** What `git diff` prints for the folders a and b, and by how many lines it says each file grew. */
function diffOf(folder: string, context: string): { text: string; counts: number } {
  const run = (...args: readonly string[]): string => {
    try {
      return execFileSync('git', ['diff', '--no-index', ...args, 'a', 'b'], {
        cwd: folder,
        encoding: 'utf8',
      });
    } catch (error) {
      const { status, stdout } = error as { status: number | null; stdout: string };
      // Its status is 1 where there are differences.
      if (status !== 1) throw error;
      return stdout;
    }
  };
  const [added = '0', removed = '0'] = run('--numstat').split('\n')[0]?.split('\t') ?? [];
  return { text: run(`-U${context}`), counts: Number(added) - Number(removed) };
}
