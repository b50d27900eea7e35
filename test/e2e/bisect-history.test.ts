import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { BisectionResult } from '../../src/records/bisection-result.ts';
import { winrepro } from '../cli/winrepro.ts';
import { git, put, repository } from '../pipeline/actions/git-bench.ts';
import { controlText } from '../recipe/texts.ts';
import { layOutMiniExt } from './mini-ext.ts';
import { sessionFolder } from './session-folder.ts';

const sources = fileURLToPath(new URL('../../templates/control/', import.meta.url));
const files = Object.fromEntries(
  readdirSync(sources).map((name) => [name, readFileSync(join(sources, name), 'utf8')]),
);
const caller = files['ufunc.c'] ?? '';
const tame = caller.replace('QUALIFIER ufunc_full_args', 'volatile ufunc_full_args');

const COMMITS = 64;
const PLANTED = 41;
const BROKEN = 40;

/** One line a commit: the file is another one, the program is the same. */
function commitFiles(index: number): Record<string, string> {
  const text = index >= PLANTED ? caller : tame;
  const broken = index === BROKEN ? '\n#error "does not build"\n' : '';
  return { 'ufunc.c': `${text}${broken}\n/* commit ${index} */\n` };
}

/** A history of the control target, and a recipe that takes it for its source. */
function history(cwd: string): void {
  const origin = join(cwd, 'Quelle ü');
  repository(origin, { ...files, ...commitFiles(0) }, ['v0']);
  for (let index = 1; index < COMMITS; index += 1) {
    put(origin, commitFiles(index));
    git(origin, 'commit', '--quiet', '-am', `commit ${index}`);
  }
  git(origin, 'tag', 'v1');
  const recipe = controlText
    .replace(/source:\n {2}provider: files[\s\S]*?\n\n/, () =>
      ['source:', '  provider: git', "  repository: 'Quelle ü'", '  ref: v1', '', ''].join('\n'),
    )
    .replace(
      /\naxes:\n/,
      '\naxes:\n  commits:\n    kind: commits\n    why: which commit brought the crash\n    range: v0..v1\n',
    );
  writeFileSync(join(cwd, 'history.yaml'), recipe);
}

async function found(
  args: readonly string[],
  cwd: string,
): Promise<BisectionResult & { readonly code: number | null }> {
  const { exitCode, stdout, stderr } = await winrepro(['bisect', ...args, '--json'], { cwd });
  expect(stdout, stderr).not.toBe('');
  return { ...(JSON.parse(stdout) as BisectionResult), code: exitCode };
}

describe('a history with a planted commit', { timeout: 240_000 }, () => {
  it('gives it away in 64 commits, though its neighbour cannot be built', async () => {
    const cwd = sessionFolder();
    history(cwd);
    const result = await found(
      ['commits', './history.yaml', '--compiler', 'gcc', '--seed', '3', '--layouts', '1'],
      cwd,
    );
    expect(result.elements).toHaveLength(COMMITS);
    expect(result.answer?.type).toBe('ordered');
    if (result.answer?.type !== 'ordered') return;
    const credible = result.answer.credible.map(({ element }) => element);
    expect(credible.some((element) => element.endsWith(`commit ${PLANTED}`))).toBe(true);
    // The neighbour's build fails: whether it or the planted one came first, nobody can tell.
    expect(credible.length).toBeLessThanOrEqual(2);
    expect(result.code).toBe(credible.length === 1 ? 0 : 3);
    expect(result.totals.builds).toBeLessThan(COMMITS / 3);
  });

  it('is searched backwards for the commit that mended it', async () => {
    const cwd = sessionFolder();
    const origin = join(cwd, 'Quelle ü');
    history(cwd);
    put(origin, { 'ufunc.c': `${tame}\n/* mended */\n` });
    git(origin, 'commit', '--quiet', '-am', 'mend it');
    for (let index = 0; index < 7; index += 1) {
      put(origin, { 'ufunc.c': `${tame}\n/* later ${index} */\n` });
      git(origin, 'commit', '--quiet', '-am', `later ${index}`);
    }
    git(origin, 'tag', 'v2');
    const result = await found(
      [
        ...['commits', './history.yaml', '--in', 'v1..v2', '--find', 'fix'],
        ...['--compiler', 'gcc', '--seed', '3', '--layouts', '1'],
      ],
      cwd,
    );
    expect(result).toMatchObject({ code: 0, conclusion: 'conclusive' });
    expect(result.answer).toMatchObject({ type: 'ordered', kind: 'found' });
    if (result.answer?.type !== 'ordered') return;
    expect(result.answer.first?.element).toMatch(/ mend it$/);
    expect(result.answer.first?.before).toMatch(/ commit 63$/);
  });
});

describe('an ordered list of variants', { timeout: 120_000 }, () => {
  it('has a first one that crashes', async () => {
    const cwd = sessionFolder();
    const recipe = controlText
      .replace(
        '../templates/control',
        fileURLToPath(new URL('../../templates/control', import.meta.url)),
      )
      .replace(
        /\naxes:\n/,
        '\naxes:\n  levels:\n    kind: versions\n    of: variant\n    why: w\n    values: [O0, O0-flto, O2, volatile, trace, optimized]\n',
      );
    writeFileSync(join(cwd, 'levels.yaml'), recipe);
    const result = await found(
      ['levels', './levels.yaml', '--compiler', 'gcc', '--seed', '3', '--layouts', '1'],
      cwd,
    );
    expect(result.code).toBe(0);
    expect(result.answer).toMatchObject({
      type: 'ordered',
      kind: 'found',
      first: { element: 'trace', before: 'volatile' },
    });
  });
});

describe.skipIf(process.platform === 'win32')(
  'interpreters of one ABI (skipped on Windows, where the test extension is not built)',
  { timeout: 120_000 },
  () => {
    it('share one build, and the first one that crashes is found', async () => {
      const cwd = sessionFolder();
      layOutMiniExt(cwd);
      const names = ['good 1', 'good 2', 'bad 3', 'bad 4'];
      for (const name of names) {
        execFileSync('python3', ['-m', 'venv', '--without-pip', join(cwd, name)]);
      }
      const loop = readFileSync(join(cwd, 'loop.py'), 'utf8');
      const tamed =
        "import os, sys\nif 'good' in sys.prefix:\n    os.environ.pop('MINI_FAULT', None)\n";
      writeFileSync(join(cwd, 'loop.py'), tamed + loop);
      const values = names.map((name) => JSON.stringify(join(cwd, name, 'bin', 'python')));
      const recipe = readFileSync(join(cwd, 'mini-ext.yaml'), 'utf8');
      writeFileSync(
        join(cwd, 'mini-ext.yaml'),
        `${recipe}\naxes:\n  versions: { kind: versions, of: interpreter, why: w, values: [${values.join(', ')}] }\n`,
      );
      const result = await found(['versions', './mini-ext.yaml', '--seed', '3'], cwd);
      expect(result.code, result.reason ?? '').toBe(0);
      expect(result.answer).toMatchObject({ type: 'ordered', kind: 'found' });
      if (result.answer?.type !== 'ordered') return;
      expect(result.answer.first?.element).toContain('bad 3');
      expect(result.answer.first?.before).toContain('good 2');
      expect(readdirSync(join(cwd, '.winrepro', 'builds'))).toHaveLength(1);
    });
  },
);

describe('patches', { timeout: 120_000 }, () => {
  /** A hunk with a line of context before and behind. */
  const change = (from: string, to: string): string[] => {
    const lines = caller.split('\n');
    const at = lines.findIndex((line) => line.includes(from));
    const [before, line = '', behind = ''] = [lines[at - 1], lines[at], lines[at + 1]];
    const context = before === undefined ? [] : [` ${before}`];
    const start = at + 1 - context.length;
    const count = context.length + 2;
    return [
      `@@ -${start},${count} +${start},${count} @@`,
      ...context,
      `-${line}`,
      `+${line.replace(from, to)}`,
      ` ${behind}`,
    ];
  };
  const diff = (...hunks: readonly string[][]): string =>
    ['diff --git a/ufunc.c b/ufunc.c', '--- a/ufunc.c', '+++ b/ufunc.c', ...hunks.flat(), ''].join(
      '\n',
    );
  const comment = change('/* The caller, in', '/* The calling one, in');
  const mend = change('QUALIFIER ufunc_full_args', 'volatile ufunc_full_args');

  function patched(cwd: string): void {
    writeFileSync(join(cwd, 'words.diff'), diff(comment));
    writeFileSync(join(cwd, 'mend.diff'), diff(mend));
    writeFileSync(join(cwd, 'both.diff'), diff(comment, mend));
    const patches = ['words', 'mend', 'both'].map(
      (name) => `  ${name}: { file: ${name}.diff, why: w }\n`,
    );
    const recipe = controlText
      .replace(
        '../templates/control',
        fileURLToPath(new URL('../../templates/control', import.meta.url)),
      )
      .replace(/\nbuild:\n/, `\npatches:\n${patches.join('')}\nbuild:\n`)
      .replace(
        /\naxes:\n/,
        '\naxes:\n  patches:\n    kind: patches\n    why: w\n    candidates: [words, mend, both]\n',
      );
    writeFileSync(join(cwd, 'patched.yaml'), recipe);
  }

  it('clear the crash one by one, or do not', async () => {
    const cwd = sessionFolder();
    patched(cwd);
    const result = await found(
      ['patches', './patched.yaml', '--compiler', 'gcc', '--seed', '3', '--layouts', '1'],
      cwd,
    );
    expect(result.code).toBe(0);
    expect(result.answer).toMatchObject({
      type: 'singles',
      singles: [
        { element: 'words', verdict: 'crashes' },
        { element: 'mend', verdict: 'clears' },
        { element: 'both', verdict: 'clears' },
      ],
    });
  });

  it('are taken apart into hunks, of which one clears it', async () => {
    const cwd = sessionFolder();
    patched(cwd);
    const result = await found(
      [
        'patches',
        './patched.yaml',
        '--in',
        'both',
        '--compiler',
        'gcc',
        '--seed',
        '3',
        '--layouts',
        '1',
      ],
      cwd,
    );
    expect(result.code).toBe(0);
    expect(result.elements).toHaveLength(2);
    expect(result.answer).toMatchObject({
      type: 'clearing',
      kind: 'found',
      applied: [result.elements[1]],
    });
  });
});
