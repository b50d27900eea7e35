import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { sleep } from '../../src/system/clock.ts';
import { winrepro } from '../cli/winrepro.ts';
import { noRedis, redisServer } from '../fleet/redis-server.ts';
import { fleetFolder } from './fleet-folder.ts';
import { noProc, processesOf } from './session-processes.ts';
import { journalOf, sorted, stressIn, told, trialsIn, waitFor } from './stress-folder.ts';

const missing = noRedis ?? noProc;
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
// So many that some are left, on a fast machine too, when all has been done to the fleet.
const TRIALS = 200;

describe.skipIf(missing !== undefined)(`a fleet${skipped}`, { timeout: 180_000 }, () => {
  /** What each trial is told of when one machine runs them all. */
  let single: readonly unknown[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'winrepro single ')));
    const options = ['--variants', 'optimized,O0', '--seed', '7', '--trials', `${TRIALS}`];
    const ended = await winrepro(['stress', 'control', ...options, '--jobs', '2'], { cwd: folder });
    expect(ended.exitCode, ended.stderr).toBe(0);
    single = sorted(trialsIn(stressIn(join(folder, '.winrepro')))).map(told);
    expect(single).toHaveLength(TRIALS);
  }, 240_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('counts every trial once, and as one machine would, whatever dies or hangs meanwhile', async () => {
    const redis = await redisServer();
    const fleet = fleetFolder(redis.url);
    const [one, two, three] = [fleet.worker('one'), fleet.worker('two'), fleet.worker('three')];
    const submitter = fleet.submit('--trials', `${TRIALS}`);
    await waitFor('workers at work', () => new Set(fleet.trials().map((t) => t.worker)).size === 3);

    await waitFor('a trial of one', () => one.isRunningTrial());
    one.killAll('SIGSTOP');
    const stopped = performance.now();
    await waitFor('a trial of two', () => two.isRunningTrial());
    two.kill('SIGKILL');
    await two.ended;
    await waitFor('the end of its trial', () => processesOf(two.folder).length === 0);

    const before = fleet.trials().length;
    await waitFor('more trials', () => fleet.trials().length > before + 3);
    await redis.kill();
    await sleep(1000);
    await redis.start();
    await sleep(Math.max(0, 5000 - (performance.now() - stopped)));
    const continued = new Date().toISOString();
    one.killAll('SIGCONT');
    // A worker that was killed is missed after a while, which the trials must not outrun.
    const missed = submitter.told(/worker two is gone: its trials are given to others/);
    const paused = await winrepro(['pause'], { cwd: fleet.submitterFolder });
    expect(paused.exitCode, paused.stderr).toBe(0);
    await missed;
    expect((await fleet.resume().ended).stdout).toContain('goes on');

    const ended = await submitter.ended;
    expect(ended.exitCode, ended.stderr).toBe(0);
    const trials = fleet.trials();
    expect(sorted(trials).map(told)).toEqual(single);
    expect(
      trials.some(({ worker, startedAt }) => worker === 'one' && startedAt > continued),
      'the worker that was stopped works on',
    ).toBe(true);
    expect(ended.stderr).toMatch(/lost the queue at redis:\/\/127\.0\.0\.1:\d+/);
    expect(ended.stderr).toMatch(/the queue at redis:\/\/127\.0\.0\.1:\d+ is back/);
    for (const worker of [one, three]) worker.kill('SIGINT');
    const ends = await Promise.all([one.ended, three.ended]);
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([130, 130]);
    expect(processesOf(fleet.path)).toEqual([]);
  });

  it('goes on when the submitter was killed and resumed, with answers that came meanwhile', async () => {
    const redis = await redisServer();
    const fleet = fleetFolder(redis.url);
    fleet.worker('one');
    const killed = fleet.submit('--trials', '40');
    await waitFor('trials', () => fleet.trials().length > 5);
    killed.kill('SIGKILL');
    await killed.ended;
    const known = fleet.trials().length;
    const { redis: client } = await redis.connect();
    const { id } = { id: fleet.stress().split('/').at(-1) ?? '' };
    await waitForAsync(async () => (await client.zcard(`winrepro:${id}:completed`)) > 0);

    const ended = await fleet.resume().ended;
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(ended.stderr).toContain(`${known} trials done before`);
    expect(sorted(fleet.trials()).map(told)).toEqual(single.slice(0, 40));
  });

  it('gives its trials back when the submitter is stopped, and goes on when it is resumed', async () => {
    const redis = await redisServer();
    const fleet = fleetFolder(redis.url);
    const worker = fleet.worker('one');
    const stopped = fleet.submit('--trials', '30');
    await waitFor('trials', () => fleet.trials().length > 5);
    const left = worker.told(/left after/);
    stopped.kill('SIGINT');
    expect((await stopped.ended).exitCode).toBe(130);
    await left;
    expect(worker.isRunningTrial()).toBe(false);

    const ended = await fleet.resume().ended;
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(sorted(fleet.trials()).map(told)).toEqual(single.slice(0, 30));
  });

  it('goes on when Redis lost all its data', async () => {
    const redis = await redisServer();
    const fleet = fleetFolder(redis.url);
    fleet.worker('one');
    const submitter = fleet.submit('--trials', '40');
    await waitFor('trials', () => fleet.trials().length > 5);
    await (await redis.connect()).redis.flushall();
    const ended = await submitter.ended;
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(sorted(fleet.trials()).map(told)).toEqual(single.slice(0, 40));
  });

  it('does without a worker that cannot build, and says what that one misses', async () => {
    const redis = await redisServer();
    const fleet = fleetFolder(redis.url);
    const bare = fleet.worker('bare', { variables: { PATH: join(fleet.path, 'nothing') } });
    const submitter = fleet.submit('--trials', '10', '--json');
    await submitter.told(/worker bare refused: .*the doctor misses/);
    fleet.worker('one');
    const ended = await submitter.ended;
    expect(ended.exitCode, ended.stderr).toBe(0);
    const { notes } = JSON.parse(ended.stdout) as { notes: readonly { text: string }[] };
    expect(notes.map(({ text }) => text).join('\n')).toMatch(/bare refused: .*the doctor misses/);
    expect(sorted(fleet.trials()).map(told)).toEqual(single.slice(0, 10));
    expect(new Set(fleet.trials().map(({ worker }) => worker))).toEqual(new Set(['one']));
    bare.kill('SIGINT');
    expect((await bare.ended).stderr).toMatch(/refused: .*the doctor misses/);
  });

  it('gives the trial of a worker that is stopped by Ctrl-C to others long before its lease ends', async () => {
    const redis = await redisServer();
    const fleet = fleetFolder(redis.url);
    const first = fleet.worker('first', { lease: '60s' });
    const submitter = fleet.submit('--trials', '6');
    await waitFor('a trial', () => first.isRunningTrial());
    first.kill('SIGINT');
    const begun = performance.now();
    expect((await first.ended).exitCode).toBe(130);
    expect(processesOf(first.folder)).toEqual([]);
    const once = fleet.worker('second', { lease: '60s', options: ['--once'] });
    const ended = await submitter.ended;
    expect((performance.now() - begun) / 1000).toBeLessThan(45);
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(sorted(fleet.trials()).map(told)).toEqual(single.slice(0, 6));
    expect((await once.ended).exitCode).toBe(0);
  });

  it('tells two workers of one name apart', async () => {
    const redis = await redisServer();
    const fleet = fleetFolder(redis.url);
    const workers = [
      fleet.worker('a', { options: ['--name', 'twin'] }),
      fleet.worker('b', { options: ['--name', 'twin'] }),
    ];
    const submitter = fleet.submit('--trials', '30');
    const ended = await submitter.ended;
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(new Set(fleet.trials().map(({ worker }) => worker))).toEqual(
      new Set(['twin', 'twin/2']),
    );
    for (const worker of workers) worker.kill('SIGINT');
    await Promise.all(workers.map(({ ended: end }) => end));
  });

  it('ends at Ctrl-C also while Redis is away', async () => {
    const redis = await redisServer();
    const fleet = fleetFolder(redis.url);
    const worker = fleet.worker('one');
    const submitter = fleet.submit('--trials', `${TRIALS}`);
    await waitFor('trials', () => fleet.trials().length > 2);
    const noticed = [submitter.told(/lost the queue/), worker.told(/lost the queue/)];
    await redis.kill();
    await Promise.all(noticed);
    for (const one of [submitter, worker]) one.kill('SIGINT');
    const [ended, left] = await Promise.all([submitter.ended, worker.ended]);
    expect([ended.exitCode, left.exitCode], `${ended.stderr}\n${left.stderr}`).toEqual([130, 130]);
    expect(journalOf(fleet.stress()).at(-1)?.type).toBe('run-interrupted');
    expect(processesOf(fleet.path)).toEqual([]);
  });
});

async function waitForAsync(condition: () => Promise<boolean>): Promise<void> {
  const begun = performance.now();
  while (!(await condition())) {
    if (performance.now() - begun > 60_000) throw new Error('it never came');
    await sleep(50);
  }
}
