import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import { startWinrepro, winrepro } from '../cli/winrepro.ts';
import { randomSource } from './random-source.ts';
import { sessionFolder } from './session-folder.ts';
import { noProc, processesOf, secondsUntil } from './session-processes.ts';

/** The parts of a matrix's result that the tests look at. */
interface MatrixDocument {
  readonly state: string;
  readonly conclusion: string | null;
  readonly control: { readonly crashes: number; readonly trials: number };
  readonly rows: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly agrees: boolean | null;
    readonly crashes: number;
    readonly exposure: number;
    readonly sameAs: string | null;
  }[];
  readonly totals: { readonly trials: number };
  readonly journal: {
    readonly corrupt: readonly unknown[];
    readonly duplicates: readonly unknown[];
  };
}

const ROWS = ['O0', 'O2', 'volatile', 'unity-O2', 'jit-off', 'trace', 'heartbeat', 'placebo-1'];
const MATRIX = [
  ...['matrix', 'control', '--variants', ROWS.join(','), '--jobs', '2', '--seed', '11'],
  ...['--compiler', 'gcc', '--json'],
];

function documentIn(text: string): MatrixDocument {
  return JSON.parse(text) as MatrixDocument;
}

function verdictsOf({ rows }: MatrixDocument): readonly (readonly [string, string])[] {
  return rows.map(({ name, verdict }) => [name, verdict]);
}

const EXPECTED = [
  ['O0', 'cleared'],
  ['O2', 'cleared'],
  ['volatile', 'cleared'],
  ['unity-O2', 'crashes'],
  ['jit-off', 'cleared'],
  ['trace', 'crashes'],
  ['heartbeat', 'crashes'],
  ['placebo-1', 'crashes'],
];

describe('The matrix of the control recipe', { timeout: 180_000 }, () => {
  it('has for every row the verdict that was measured, with gcc', async () => {
    const cwd = sessionFolder();
    const { exitCode, stdout, stderr } = await winrepro(MATRIX, { cwd });
    expect(exitCode, stderr).toBe(0);
    const result = documentIn(stdout);
    expect(verdictsOf(result)).toEqual(EXPECTED);
    expect(result).toMatchObject({ state: 'finished', conclusion: 'conclusive' });
    expect(result.rows.map(({ agrees }) => agrees)).not.toContain(false);
    // The control once more before the answer, beside the five that it takes.
    expect(result.control.crashes).toBeGreaterThanOrEqual(6);
    // A row that differs in the way of running only is the very binary.
    expect(result.rows.find(({ name }) => name === 'jit-off')?.sameAs).toBe('optimized');
  });

  it.skipIf(noProc !== undefined)(
    `killed with kill -9 and resumed has the same table, and counts no trial twice${noProc === undefined ? '' : ` (skipped: ${noProc})`}`,
    async () => {
      const cwd = sessionFolder();
      const random = randomSource(20_211_125);
      const folder = join(cwd, '.winrepro', 'matrices');
      for (let kills = 0; kills < 6; kills += 1) {
        const [id] = existsSync(folder) ? readdirSync(folder) : [];
        const started = startWinrepro(id === undefined ? MATRIX : ['resume', '--json'], { cwd });
        await Promise.race([started.told(/ trial/), started.ended]);
        await sleep(random.below(700));
        started.kill('SIGKILL');
        await started.ended;
        expect(await secondsUntil(() => processesOf(cwd).length === 0, 2)).not.toBeNull();
      }
      const { exitCode, stdout, stderr } = await winrepro(['resume', '--json'], { cwd });
      expect(exitCode, stderr).toBe(0);
      const result = documentIn(stdout);
      expect(verdictsOf(result)).toEqual(EXPECTED);
      expect(result.journal).toMatchObject({ corrupt: [], duplicates: [] });
      const [id = ''] = readdirSync(folder);
      const ids = readFileSync(join(folder, id, 'journal.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly type: string; readonly id: number })
        .filter(({ type }) => type === 'trial')
        .map((trial) => trial.id);
      expect(ids.sort((a, b) => a - b)).toEqual(ids.map((_, index) => index + 1));
      expect(result.totals.trials).toBe(ids.length);
    },
  );

  it('leaves rows unknown when the budget is spent, and says how far they are', async () => {
    const cwd = sessionFolder();
    const args = ['matrix', 'control', '--variants', 'O0,volatile', '--budget', '0.1s'];
    const { exitCode, stdout } = await winrepro([...args, '--beta', '0.0001', '--seed', '5'], {
      cwd,
    });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/undecided: the budget (is|was) spent/);
    expect(stdout).toMatch(/^[?-] {2}(O0|volatile) .* clears expected$/m);
  });

  it('is void where the control does not crash', async () => {
    const cwd = sessionFolder();
    const args = ['matrix', 'control', '--control', 'O0', '--variants', 'volatile'];
    const { exitCode, stdout } = await winrepro([...args, '--iterations', '100'], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('void: the positive control O0 did not crash in 59 trials');
  });
});

describe('A matrix whose control cannot start', { timeout: 60_000 }, () => {
  it('ends with 125 and the reason', async () => {
    const cwd = sessionFolder();
    writeFileSync(join(cwd, 'loop.c'), loopC('never'));
    const broken = recipe.replace("['{program}', '{seed}']", "['{program}-not-there', '{seed}']");
    writeFileSync(join(cwd, 'loop.yaml'), broken);
    const { exitCode, stderr } = await winrepro(['matrix', './loop.yaml'], { cwd });
    expect(exitCode).toBe(125);
    expect(stderr).toMatch(/^winrepro: .*loop-not-there/m);
  });
});

describe('A probe', { timeout: 180_000 }, () => {
  it('ends with 0 for cleared, 1 for a crash, 125 for what it cannot tell', async () => {
    const cwd = sessionFolder();
    const probe = async (variant: string, ...args: readonly string[]) =>
      (await winrepro(['probe', variant, 'control', '--seed', '3', ...args], { cwd })).exitCode;
    expect(await probe('O0')).toBe(0);
    expect(await probe('unity-O2')).toBe(1);
    expect(await probe('O0', '--beta', '0.0001', '--budget', '0.1s')).toBe(125);
    expect(await probe('no-such-variant')).toBe(129);
  });

  it('is what git bisect run needs', async () => {
    const cwd = sessionFolder();
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd,
        encoding: 'utf8',
      });
    git('init', '-q');
    // In the fourth commit of six, the loop begins to lose its pointer now and then.
    for (const commit of [1, 2, 3, 4, 5, 6]) {
      writeFileSync(join(cwd, 'notes.txt'), `${commit}\n`);
      writeFileSync(join(cwd, 'loop.c'), loopC(commit >= 4 ? 'turn' : 'never'));
      writeFileSync(join(cwd, 'loop.yaml'), recipe);
      git('add', 'notes.txt', 'loop.c', 'loop.yaml');
      git('commit', '-q', '-m', `commit ${commit}`);
    }
    git('bisect', 'start', 'HEAD', 'HEAD~5');
    const cli = new URL('../../dist/cli/main.js', import.meta.url);
    const said = git(
      ...['bisect', 'run', process.execPath, fileURLToPath(cli), 'probe', 'plain', './loop.yaml'],
      '--quiet',
    );
    expect(said).toMatch(/^[0-9a-f]{40} is the first bad commit$/m);
    expect(said).toMatch(/^ +commit 4$/m);
  });
});

/** A loop that reads a NULL pointer once in 500 turns, if at all. */
function loopC(fatal: 'turn' | 'never'): string {
  return `#include <stdio.h>
#include <stdlib.h>

int main(int count, char **words)
{
    unsigned turn, state = (unsigned)atoi(words[1]) * 2654435761u + 1, turns = 3000;
    int value = 7, *fine = &value, always = count > 2;
    for (turn = 0; turn < turns; turn++) {
        printf("turn %u\\n", turn);
        fflush(stdout);
        state = state * 1664525u + 1013904223u;
        int *volatile pointer = (state >> 8) % 500 == 0 && (always || ${fatal === 'turn' ? 1 : 0}) ? NULL : fine;
        value = *pointer;
    }
    puts("done");
    return 0;
}
`;
}

const recipe = `schema: winrepro/recipe/1
name: loop
title: A loop that reads a NULL pointer now and then
source: { provider: files, directory: ., files: [loop.c] }
toolchain: { compilers: { linux: [gcc], darwin: [clang] } }
build: { provider: c-program, sources: [loop.c], program: loop }
reproducer: { command: ['{program}', '{seed}'], iterations: 3000 }
protocol: { iteration: '^turn (\\d+)$', success: '^done$' }
variants:
  always:
    role: positive-control
    expect: crashes
    why: loses its pointer in every commit
    reproducer: { arguments: [always] }
  plain:
    expect: unknown
    why: the question
`;
