import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { dir } from 'tmp-promise';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/records/journal-entry.ts';
import type { StressResult } from '../../src/records/stress-result.ts';
import type { TrialRecord } from '../../src/records/trial-record.ts';
import { openAppendFile } from '../../src/system/append-file.ts';
import { stressFolder } from '../../src/records/stress-folder.ts';
import { stressRecord, trialOf, writeStress } from '../campaigns/stress/samples.ts';
import { packageRoot, winrepro, type Ended } from '../cli/winrepro.ts';
import { testFolder } from '../system/folder.ts';
import { resultOf, sorted, stressIn, told, trialsIn } from './stress-folder.ts';
import { sessionFolder } from './session-folder.ts';

const TRIALS = 18;
const SHARDS = [1, 2, 3, 4] as const;

/** The shards and the single run of the same seeds, made once for all tests. */
async function campaign(cwd: string): Promise<void> {
  const args = [
    ...['stress', 'control', '--compiler', 'gcc', '--jobs', '2', '--variants', 'optimized,O0'],
    ...['--trials', `${TRIALS}`, '--iterations', '40000'],
  ];
  const run = async (...more: readonly string[]): Promise<void> => {
    const seed = more.includes('--seed') ? [] : ['--seed', '7'];
    const { exitCode, stderr } = await winrepro([...args, ...seed, ...more], { cwd });
    if (exitCode !== 0 && exitCode !== 1) throw new Error(stderr);
  };
  await run('--workspace', 'single', '--machine', 'alone');
  for (const index of SHARDS) {
    const place = ['--workspace', join('shards', `shard ${index}`)];
    await run('--shard', `${index}/4`, '--machine', `lab-${index}`, ...place);
  }
  await run('--shard', '2/4', '--seed', '8', '--workspace', 'seed 8');
}

function copyOf(made: string): string {
  const cwd = sessionFolder();
  cpSync(made, cwd, { recursive: true });
  return cwd;
}

function shard(cwd: string, index: number): string {
  return stressIn(join(cwd, 'shards', `shard ${index}`));
}

/** Writes the trials of a shard's journal anew. */
function changeTrials(folder: string, change: (trial: TrialRecord) => TrialRecord): void {
  const file = join(folder, 'journal.jsonl');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const changed = lines.map((line) => {
    const entry = JSON.parse(line) as JournalEntry;
    return JSON.stringify(entry.type === 'trial' ? change(entry) : entry);
  });
  writeFileSync(file, `${changed.join('\n')}\n`);
}

/** Without times and machines. Sums of other orders differ in the last digits. */
function countsOf({ totals, verdict, variants, seed }: StressResult): unknown {
  return JSON.parse(
    JSON.stringify(
      [
        { ...totals, seconds: 0 },
        verdict,
        seed,
        variants.map(({ name, hazard, perTrial, model, signatures, builds }) => [
          ...[name, hazard, perTrial, model, builds],
          signatures.map(({ signature, count, iterations }) => [signature, count, iterations]),
        ]),
      ],
      (_key, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value),
    ),
  );
}

describe('winrepro merge', { timeout: 60_000 }, () => {
  const made = { at: '' };
  beforeAll(async () => {
    const folder = await dir({ unsafeCleanup: true });
    made.at = join(folder.path, 'äö made once');
    mkdirSync(made.at);
    await campaign(made.at);
    return folder.cleanup;
  }, 120_000);

  it('of all shards is the single run of the same seeds', async () => {
    const cwd = copyOf(made.at);
    const { exitCode, stdout, stderr } = await winrepro(['merge', 'shards', '--json'], { cwd });
    expect(exitCode, stderr).toBe(0);
    const merged = resultOf(stdout);
    expect(merged).toMatchObject({ state: 'finished', machine: 'lab-1+lab-2+lab-3+lab-4' });
    const trials = sorted(trialsIn(stressIn(join(cwd, '.winrepro'))));
    const single = stressIn(join(cwd, 'single'));
    expect(trials.map(told)).toEqual(sorted(trialsIn(single)).map(told));
    expect(trials.map(({ id }) => id)).toEqual(
      Array.from({ length: TRIALS }, (_, place) => place + 1),
    );
    const expected = resultOf(readFileSync(join(single, 'result.json'), 'utf8'));
    expect(countsOf(merged)).toEqual(countsOf(expected));
    expect(merged.totals.crashed).toBeGreaterThan(3);
    const folder = stressIn(join(cwd, '.winrepro'));
    for (const { signatures } of merged.variants) {
      const files = signatures.flatMap(({ evidence }) => evidence);
      expect(files.every((file) => existsSync(join(folder, file)))).toBe(true);
    }
    for (const file of merged.provenance) expect(existsSync(join(folder, file))).toBe(true);
    expect(merged.provenance).toHaveLength(8);
    expect((await winrepro(['list', 'stress'], { cwd })).stdout).toMatch(
      /-merged-\w{4} {2}finished/,
    );
  });

  it('without one says which is missing, and counts the others', async () => {
    const cwd = copyOf(made.at);
    rmSync(join(cwd, 'shards', 'shard 3'), { recursive: true });
    const { exitCode, stdout } = await winrepro(['merge', 'shards'], { cwd });
    expect(exitCode).toBe(3);
    expect(stdout).toContain('shard 3 of 4 is missing');
  });

  async function refused(cwd: string, ...words: readonly string[]): Promise<Ended> {
    const ended = await winrepro(['merge', ...words], { cwd });
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toMatch(/^winrepro: [^\n]+\n$/);
    expect((await winrepro(['list', 'stress'], { cwd })).stdout).toBe('no stress runs\n');
    return ended;
  }

  it.each<[string, readonly string[], RegExp]>([
    ['what is no shard', ['single'], /is no shard: its trials have the numbers of any other run/],
    ['a shard of another seed', ['shards', 'seed 8'], /its --seed is 8 and not 7/],
    ['the same shard twice', ['shards', join('shards', 'shard 2')], /are both shard 2\/4/],
    ['a folder that is not there', ['shards', 'elsewhere'], /no stress run elsewhere in /],
    ['a folder without one', [join('single', 'builds')], /there is no stress run in /],
  ])('refuses %s', async (_what, words, message) => {
    const ended = await refused(copyOf(made.at), ...words);
    expect(ended.exitCode).toBe(129);
    expect(ended.stderr).toMatch(message);
  });

  it('refuses a shard whose journal holds a trial of another', async () => {
    const cwd = copyOf(made.at);
    changeTrials(shard(cwd, 2), (trial) => (trial.id === 3 ? { ...trial, id: 5 } : trial));
    const ended = await refused(cwd, 'shards');
    expect(ended.exitCode).toBe(125);
    expect(ended.stderr).toMatch(
      /journal\.jsonl:\d+: trial 5 of optimized is not one of shard 2\/4/,
    );
  });

  it('never copies what a journal says to lie outside of its folder', async () => {
    const cwd = copyOf(made.at);
    writeFileSync(join(cwd, 'secret.txt'), 'a secret');
    const outside = '../../../../secret.txt';
    for (const index of SHARDS) {
      expect(existsSync(join(shard(cwd, index), outside)), 'the way is right').toBe(true);
      changeTrials(shard(cwd, index), (trial) => ({
        ...trial,
        output: { ...trial.output, file: outside },
      }));
    }
    const { exitCode, stderr } = await winrepro(['merge', 'shards'], { cwd });
    expect(exitCode, stderr).toBe(0);
    const merged = stressIn(join(cwd, '.winrepro'));
    expect(readFileSync(join(merged, 'journal.jsonl'), 'utf8')).not.toContain('secret');
    const { stdout } = await execa('grep', ['-rl', 'a secret', merged], { reject: false });
    expect(stdout).toBe('');
  });
});

describe('the result of 200,000 trials', { timeout: 180_000 }, () => {
  it('is computed within a minute and 400 MB', async () => {
    const record = stressRecord({ options: { trials: 200_000 } });
    const folder = stressFolder(await testFolder(), record.id);
    await writeStress(folder, record, [
      { type: 'run-started', at: record.createdAt, winrepro: '0.1.0' },
    ]);
    const names = record.variants.map(({ name }) => name);
    const file = openAppendFile(folder.journal);
    for (let first = 1; first <= 200_000; first += 1000) {
      const lines = Array.from({ length: 1000 }, (_, place) => {
        const id = first + place;
        return JSON.stringify(trialOf(record, id, names[(id - 1) % 2] ?? ''));
      });
      file.append(lines.join('\n'), { sync: false });
    }
    file.close();
    const reader = join(packageRoot, 'test', 'fixtures', 'stress', 'result-reader.mjs');
    const args = [reader, join(packageRoot, 'dist'), folder.path];
    const { stdout } = await execa(process.execPath, args);
    const read = JSON.parse(stdout) as {
      readonly totals: StressResult['totals'];
      readonly journal: StressResult['journal'];
      readonly seconds: number;
      readonly megabytes: number;
    };
    expect(read.totals.trials).toBe(200_000);
    expect(read.journal).toEqual({ torn: 0, corrupt: [], duplicates: [] });
    expect(read.seconds, stdout).toBeLessThan(60);
    expect(read.megabytes, stdout).toBeLessThan(400);
  });
});
