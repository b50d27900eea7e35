import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrialRecord } from '../../src/records/trial-record.ts';
import { sleep } from '../../src/system/clock.ts';
import { startWinrepro, winrepro } from '../cli/winrepro.ts';
import { randomSource, type RandomSource } from './random-source.ts';
import { sessionFolder } from './session-folder.ts';
import { noProc, processesOf, secondsUntil } from './session-processes.ts';

/** The parts of a bisection's result that the tests look at. */
interface BisectionDocument {
  readonly state: string;
  readonly conclusion: string | null;
  readonly answer: {
    readonly type: string;
    readonly kind: string;
    readonly sets: readonly { readonly elements: readonly string[]; readonly certified: boolean }[];
    readonly chances: readonly unknown[];
  } | null;
  readonly totals: { readonly trials: number };
  readonly journal: {
    readonly corrupt: readonly unknown[];
    readonly duplicates: readonly unknown[];
  };
}

/** What it costs is given: else it is measured, and no two sessions measure the same. */
const GIVEN = ['--build-cost', '1', '--startup-cost', '0', '--layouts', '1', '--no-expand'];
const FLAGS = ['bisect', 'flags', 'control', ...GIVEN];
const SHORT = [...FLAGS, '--compiler', 'gcc', '--max-sets', '1', '--delta', '0.2', '--seed', '41'];

function documentIn(text: string): BisectionDocument {
  return JSON.parse(text) as BisectionDocument;
}

async function bisected(args: readonly string[], cwd: string): Promise<BisectionDocument> {
  const { exitCode, stdout, stderr } = await winrepro([...args, '--json'], { cwd });
  expect(exitCode, stderr).toBe(0);
  return documentIn(stdout);
}

function setsOf({ answer }: BisectionDocument): readonly (readonly string[])[] {
  return (answer?.sets ?? []).map(({ elements }) => elements);
}

/** The bisections that began: a folder without its record was killed before. */
function bisectionsIn(cwd: string): readonly string[] {
  const folder = join(cwd, '.winrepro', 'bisections');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'bisection.json')));
}

/** Each trial of the only bisection by its number, what it tried, and how it ended. */
function tableOf(cwd: string): readonly string[] {
  const [id = '', ...others] = bisectionsIn(cwd);
  expect(others).toEqual([]);
  const journal = join(cwd, '.winrepro', 'bisections', id, 'journal.jsonl');
  return (existsSync(journal) ? readFileSync(journal, 'utf8') : '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TrialRecord | { readonly type: 'other' })
    .filter((entry) => entry.type === 'trial')
    .toSorted((a, b) => a.id - b.id)
    .map(
      ({ id: number, variant, outcome, exposure }) =>
        `${number} ${variant} ${outcome} ${exposure.iterations}`,
    );
}

describe('A bisection of the control recipe', { timeout: 120_000 }, () => {
  it.each(['gcc', 'clang'])('finds the flags that the crash needs, with %s', async (compiler) => {
    const cwd = sessionFolder();
    const asked = ['bisect', 'flags', 'control', '--no-expand', '--layouts', '1'];
    const result = await bisected([...asked, '--compiler', compiler, '--seed', '3'], cwd);
    expect(result).toMatchObject({ state: 'finished', conclusion: 'conclusive' });
    expect(setsOf(result)).toEqual([['-O2', '-flto']]);
    expect(result.answer?.sets[0]?.certified).toBe(true);
  });

  it('finds the object files that must have them', async () => {
    const result = await bisected(['bisect', 'objects', 'control', '--seed', '3'], sessionFolder());
    expect(setsOf(result)).toEqual([['ufunc.o', 'internal.o']]);
  });

  it('finds the function that must be optimized', async () => {
    const asked = ['bisect', 'functions', 'control', '--seed', '3'];
    const result = await bisected(asked, sessionFolder());
    expect(setsOf(result)).toEqual([['ufunc_generic_fastcall']]);
  });

  it('whose budget is spent ends with 3 and what is known so far', async () => {
    const cwd = sessionFolder();
    const { exitCode, stdout } = await winrepro(
      [...FLAGS, '--budget', '0.1s', '--seed', '3', '--json'],
      { cwd },
    );
    expect(exitCode).toBe(3);
    const result = documentIn(stdout);
    expect(result.conclusion).toBe('undecided');
    // Either it was spent on the controls, or the search says what may still be needed.
    expect(result.answer?.kind ?? 'undecided').toBe('undecided');
  });

  it('whose budget is spent in the search says what may still be needed', async () => {
    const cwd = sessionFolder();
    const { exitCode, stdout } = await winrepro(
      [...FLAGS, '--max-builds', '3', '--seed', '3', '--json'],
      { cwd },
    );
    expect(exitCode).toBe(3);
    const { answer } = documentIn(stdout);
    expect(answer?.kind).toBe('undecided');
    expect(answer?.chances.length).toBeGreaterThan(0);
  });
});

describe('What is asked for wrongly', { timeout: 60_000 }, () => {
  it('ends with 129 and what there is', async () => {
    const cwd = sessionFolder();
    const axis = await winrepro(['bisect', 'flavours', 'control'], { cwd });
    expect(axis.exitCode).toBe(129);
    expect(axis.stderr).toMatch(/has no axis flavours: there are flags, objects, functions/);
    const none = await winrepro(['bisect', 'skip', '0-3'], { cwd });
    expect(none.exitCode).toBe(129);
    expect(none.stderr).toMatch(/there is no bisection in/);

    const prepared = await winrepro([...FLAGS, '--prepare', '--seed', '3'], { cwd });
    expect(prepared.exitCode, prepared.stderr).toBe(0);
    expect(prepared.stdout.trim()).toBe(bisectionsIn(cwd)[0]);
    for (const args of [
      ['skip', '0-5'],
      ['tell', '0,1', 'clean', '100'],
      ['tell', '0-1', 'clean'],
      ['tell', '0-1', 'crashed', '1.5'],
      ['tell', '0-1', 'gone', '7'],
      ['undo'],
    ]) {
      const { exitCode, stderr } = await winrepro(['bisect', ...args], { cwd });
      expect(exitCode, `${args.join(' ')}: ${stderr}`).toBe(129);
    }
    expect(tableOf(cwd)).toEqual([]);
  });
});

describe('The log of a bisection', { timeout: 120_000 }, () => {
  it('run in another workspace leads to the same answer, without trying it all again', async () => {
    const before = sessionFolder();
    const found = await bisected(SHORT, before);
    const log = await winrepro(['bisect', 'log'], { cwd: before });
    expect(log.exitCode, log.stderr).toBe(0);
    const commands = log.stdout
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .map((line) =>
        [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
      );
    expect(commands.at(-1)).toEqual(['winrepro', 'resume']);

    const cwd = sessionFolder();
    for (const [, ...words] of commands.slice(0, -1)) {
      const { exitCode, stderr } = await winrepro(words, { cwd });
      expect(exitCode, `${words.join(' ')}: ${stderr}`).toBe(0);
    }
    expect(tableOf(cwd)).toEqual(tableOf(before));
    const again = await bisected(['resume'], cwd);
    expect(again).toMatchObject({ state: 'finished', conclusion: 'conclusive' });
    expect(setsOf(again)).toEqual(setsOf(found));
    const added = again.totals.trials - found.totals.trials;
    expect(added).toBeLessThan(found.totals.trials / 3);
  });
});

describe.skipIf(noProc !== undefined)(
  noProc === undefined ? 'kill -9 of a bisection' : `kill -9 of a bisection (skipped: ${noProc})`,
  { timeout: 180_000 },
  () => {
    const SESSIONS = 5;
    const KILLS = 10;

    it(`${KILLS} times in each of ${SESSIONS} sessions changes neither trials nor answer`, async () => {
      const whole = sessionFolder();
      const expected = await bisected(SHORT, whole);
      const table = tableOf(whole);
      expect(setsOf(expected)).toEqual([['-O2', '-flto']]);
      expect(table.map((line) => Number(line.split(' ')[0]))).toEqual(table.map((_, at) => at + 1));

      const session = async (number: number): Promise<number> => {
        const cwd = sessionFolder();
        const kills = await killAgainAndAgain(cwd, randomSource(20_211_125 + number), KILLS);
        const [id] = bisectionsIn(cwd);
        const result = await bisected(id === undefined ? SHORT : ['resume', id], cwd);
        expect(tableOf(cwd), `session ${number}`).toEqual(table);
        expect(result).toMatchObject({
          state: 'finished',
          conclusion: expected.conclusion,
          answer: expected.answer,
          journal: { corrupt: [], duplicates: [] },
        });
        return kills;
      };
      // Two side by side: most of the time is the start of processes.
      let kills = 0;
      for (let first = 0; first < SESSIONS; first += 2) {
        const pair = [first, first + 1].filter((number) => number < SESSIONS);
        for (const one of await Promise.all(pair.map(session))) kills += one;
      }
      // Else they proved little.
      expect(kills).toBeGreaterThan((SESSIONS * KILLS) / 2);
    });
  },
);

/** Kills a bisection so often, each time some moments after it began; returns how often it could. */
async function killAgainAndAgain(
  cwd: string,
  random: RandomSource,
  times: number,
): Promise<number> {
  for (let kill = 0; kill < times; kill += 1) {
    const [id] = bisectionsIn(cwd);
    const args = id === undefined ? SHORT : ['resume', id];
    const started = startWinrepro([...args, '--json'], { cwd });
    const isOver = started.ended.then(() => true);
    await Promise.race([started.told(/axis flags/).catch(() => undefined), isOver]);
    const moment = sleep(random.below(400)).then(() => false);
    if (await Promise.race([isOver, moment])) return kill;
    started.kill('SIGKILL');
    await started.ended;
    expect(await secondsUntil(() => processesOf(cwd).length === 0, 5)).not.toBeNull();
  }
  return times;
}
