import { describe, expect, it, onTestFinished } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import type { FleetConnection } from '../../src/system/fleet-connection.ts';
import {
  takeJobs,
  type JobEnd,
  type JobTaker,
  type LeasedJob,
} from '../../src/system/fleet-jobs.ts';
import { openQueue, type FleetQueue } from '../../src/system/fleet-queue.ts';
import { noRedis, redisServer } from './redis-server.ts';

const skipped = noRedis === undefined ? '' : ` (skipped: ${noRedis})`;

const deaf: (message: string) => void = () => undefined;

async function queueOf(fleet: FleetConnection): Promise<FleetQueue> {
  const queue = await openQueue(fleet, 'q', () => undefined);
  onTestFinished(() => queue.close());
  return queue;
}

async function taker(
  fleet: FleetConnection,
  run: (job: LeasedJob) => Promise<JobEnd>,
  { lease = 60_000, mostLost = 5, slots = 1, onNote = deaf } = {},
): Promise<JobTaker> {
  const own = await takeJobs(fleet, {
    ...{ name: 'q', worker: 'w', slots, run, onNote },
    lease: { milliseconds: lease, mostLost },
  });
  onTestFinished(() => own.close());
  return own;
}

describe.skipIf(noRedis !== undefined)(`jobs of a fleet${skipped}`, { timeout: 60_000 }, () => {
  it('bring their values home, or the reason why nobody can do them', async () => {
    const fleet = await (await redisServer()).connect();
    const queue = await queueOf(fleet);
    await queue.add('good', { n: 1 });
    await queue.add('bad', { n: 2 });
    await queue.add('good', { n: 3 });
    await taker(fleet, ({ id, data }) =>
      Promise.resolve(
        id === 'good'
          ? { kind: 'done', value: { data } }
          : { kind: 'bad', reason: 'no such thing' },
      ),
    );
    await expect.poll(() => queue.settled(), { timeout: 20_000 }).toHaveLength(2);
    expect(await queue.read('good')).toEqual({
      ...{ key: 'good', data: { n: 1 }, value: { data: { n: 1 } }, failure: null },
    });
    expect(await queue.read('bad')).toMatchObject({ failure: 'no such thing' });
    await queue.remove('bad');
    expect(await queue.has('bad')).toBe(false);
    expect(await queue.read('bad')).toBeNull();
  });

  it('that are given back go to another worker at once, long before the lease ends', async () => {
    const redis = await redisServer();
    const fleet = await redis.connect();
    const queue = await queueOf(fleet);
    await queue.add('job', {});
    const leaving = new AbortController();
    const first = await taker(fleet, async () => {
      await sleep(60_000, leaving.signal).catch(() => undefined);
      return { kind: 'back' };
    });
    await expect.poll(() => first.active(), { timeout: 20_000 }).toBe(1);
    first.stop();
    leaving.abort();
    await first.close();
    expect(first.active()).toBe(0);
    await taker(await redis.connect(), () => Promise.resolve({ kind: 'done', value: { by: 2 } }));
    await expect
      .poll(() => queue.read('job'), { timeout: 20_000 })
      .toMatchObject({ value: { by: 2 } });
  });

  it('whose lease was lost are aborted, and do not count; never two of one name at a time', async () => {
    const fleet = await (await redisServer()).connect();
    const queue = await queueOf(fleet);
    await queue.add('job', {});
    const notes: string[] = [];
    let [running, most, runs] = [0, 0, 0];
    await taker(
      fleet,
      async ({ lost }) => {
        running += 1;
        most = Math.max(most, running);
        runs += 1;
        const own = runs;
        if (own === 1) {
          // As if another worker had found the lease run out: the job waits again.
          await fleet.redis.del('winrepro:q:job:lock');
          await sleep(20_000, lost).catch(() => undefined);
          // The processes of a trial take their time to end.
          await sleep(1500);
        }
        running -= 1;
        return { kind: 'done', value: { run: own, lost: lost.aborted } };
      },
      { lease: 1000, slots: 2, onNote: (message) => notes.push(message) },
    );
    await expect
      .poll(() => queue.read('job').then((job) => job?.value), { timeout: 40_000 })
      .toEqual({ run: 2, lost: false });
    expect([most, runs]).toEqual([1, 2]);
    expect(notes[0]).toMatch(/^the lease of job ran out/);
  });

  it('that every worker is lost with fail in the end', async () => {
    const redis = await redisServer();
    const queue = await queueOf(await redis.connect());
    await queue.add('job', {});
    let lost = 0;
    for (; lost < 10 && (await queue.settled()).length === 0; lost += 1) {
      const fleet = await redis.connect();
      const doomed = await taker(fleet, () => new Promise(() => undefined), {
        ...{ lease: 500, mostLost: 2 },
      });
      const begun = performance.now();
      while (doomed.active() === 0 && performance.now() - begun < 5000) {
        if ((await queue.settled()).length > 0) break;
        await sleep(50);
      }
      doomed.stop();
      // Nobody renews the lease of one that is gone.
      fleet.redis.disconnect();
    }
    expect(await queue.read('job')).toMatchObject({
      failure: expect.stringMatching(/stalled/) as string,
    });
    expect(lost).toBeGreaterThanOrEqual(3);
  });
});
