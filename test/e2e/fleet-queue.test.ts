import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBull } from '../../src/system/fleet-connection.ts';
import { sha256Text } from '../../src/system/hash.ts';
import { winrepro } from '../cli/winrepro.ts';
import { freePort, noRedis, redisServer } from '../fleet/redis-server.ts';
import { fleetFolder } from './fleet-folder.ts';
import { noProc } from './session-processes.ts';
import { resultOf, waitFor } from './stress-folder.ts';

const missing = noRedis ?? noProc;
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;

describe.skipIf(missing !== undefined)(
  `the queue of a fleet${skipped}`,
  { timeout: 120_000 },
  () => {
    it('may hold garbage: nobody dies of it, and nothing is written outside', async () => {
      const redis = await redisServer();
      const fleet = fleetFolder(redis.url);
      const { redis: client } = await redis.connect();
      const campaign = {
        schema: 'winrepro/fleet-campaign/1',
        id: '20000101-000000-evil',
        createdAt: '2000-01-01T00:00:00.000Z',
        winrepro: '0',
        platform: process.platform,
        recipe: {
          name: 'evil',
          text: 'schema: 1\n',
          sha256: sha256Text('schema: 1\n'),
          place: '../escaped.yaml',
          files: { '../x': 'H4sIAAAAAAAAAwMAAAAAAAAAAAA=' },
        },
        ...{ variants: ['a'], seed: 1, iterations: null, watch: null },
        ...{ timeoutSeconds: null, stallSeconds: null },
      };
      const bad = {
        '20000101-000000-evil': JSON.stringify(campaign),
        '20000101-000001-json': 'no JSON',
        '20000101-000002-name': JSON.stringify({ ...campaign, id: '../../elsewhere' }),
        '20000101-000003-other': JSON.stringify({ ...campaign, id: 'other' }),
      };
      for (const [id, text] of Object.entries(bad)) {
        await client.set(`winrepro:campaign:${id}`, text);
        await client.sadd('winrepro:campaigns', id);
      }
      await client.set('winrepro:worker:liar', 'no JSON');
      await client.set('winrepro:worker:odd', '{"name": 7}');
      await client.lpush('winrepro:worker:list', 'x');

      const worker = fleet.worker('one');
      const submitter = fleet.submit('--trials', '24', '--json');
      await waitFor('trials', () => fleet.trials().length > 1);
      const id = fleet.stress().split('/').at(-1) ?? '';
      const { Queue } = await loadBull();
      const queue = new Queue(id, { connection: client, prefix: 'winrepro' });
      await queue.add('trial', { any: 'thing' }, { jobId: 'rubbish' });
      await queue.add('trial', { campaign: 'other', id: 1, variant: 'O0' }, { jobId: 'foreign' });
      // In the place of trials that are still to come.
      await queue.add('trial', { no: 'trial' }, { jobId: 'trial-20' });
      await queue.add('trial', { campaign: id, id: 2, variant: 'O0' }, { jobId: 'trial-21' });
      await queue.add(
        'trial',
        { campaign: id, id: 22, variant: 'optimized' },
        { jobId: 'trial-22' },
      );
      await client.set(`winrepro:campaign:${id}`, 'overwritten');
      await queue.close();

      const ended = await submitter.ended;
      expect(ended.exitCode, ended.stderr).toBe(0);
      expect(resultOf(ended.stdout).totals).toMatchObject({ trials: 24, failed: 0, crashed: 12 });
      worker.kill('SIGINT');
      const left = await worker.ended;
      expect(left.exitCode, left.stderr).toBe(130);
      expect(left.stderr).toMatch(/20000101-000000-evil refused: .*outside of its folder/);
      expect(left.stderr).toMatch(/20000101-000001-json refused: .*not JSON/);
      expect(left.stderr).toMatch(/20000101-000002-name refused: .*key id/);
      expect(left.stderr).toMatch(/20000101-000003-other refused: .*another name/);
      expect(filesIn(fleet.path).filter((file) => /escaped|\/x$/.test(file))).toEqual([]);
    });

    it('may hold an answer that nobody can read: its trial counts as none, the others do', async () => {
      const redis = await redisServer();
      const fleet = fleetFolder(redis.url);
      const submitter = fleet.submit('--trials', '4', '--json');
      await waitFor('the run', () => fleet.stress() !== '');
      const id = fleet.stress().split('/').at(-1) ?? '';
      const { redis: client } = await redis.connect();
      const { Worker } = await loadBull();
      const waiting = (): Promise<number> => client.llen(`winrepro:${id}:wait`);
      await expect.poll(waiting, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
      const forger = new Worker(id, null, { connection: client, prefix: 'winrepro' });
      const forged = [{ schema: 'forged' }, 'no answer at all'];
      for (const value of forged) {
        const job = await forger.getNextJob('token');
        await job.moveToCompleted(value, 'token', false);
      }
      await forger.close();
      fleet.worker('one');
      const ended = await submitter.ended;
      expect(ended.exitCode, ended.stderr).toBe(0);
      const { trials, failed } = resultOf(ended.stdout).totals;
      expect([trials, failed]).toEqual([4, forged.length]);
    });

    it('takes its password from nobody else, and shows it to nobody', async () => {
      const secret = 'geheim%&+ß';
      const redis = await redisServer(secret);
      const fleet = fleetFolder(redis.url);
      const wrong = `redis://:falsch-4711@127.0.0.1:${redis.port}`;
      const none = `redis://127.0.0.1:${redis.port}`;
      for (const url of [wrong, none]) {
        for (const words of [['stress', 'control'], ['worker']]) {
          const ended = await winrepro([...words, '--queue', url], { cwd: fleet.path });
          expect(ended.exitCode, ended.stderr).toBe(125);
          expect(ended.stderr).toMatch(
            /the queue at redis:\/\/127\.0\.0\.1:\d+ cannot be used \((WRONGPASS|NOAUTH)/,
          );
          expect(ended.stderr.trim().split('\n')).toHaveLength(1);
          expect(ended.stdout + ended.stderr).not.toContain('falsch-4711');
        }
      }
      const worker = fleet.worker('one');
      const ended = await fleet.submit('--trials', '4', '--json').ended;
      expect(ended.exitCode, ended.stderr).toBe(0);
      worker.kill('SIGINT');
      const left = await worker.ended;
      const shown = [ended.stdout, ended.stderr, left.stdout, left.stderr];
      const kept = filesIn(fleet.path).map((file) => readFileSync(file, 'latin1'));
      expect(kept.length).toBeGreaterThan(5);
      for (const text of [...shown, ...kept]) {
        expect(text).not.toContain('geheim');
        expect(text).not.toContain('falsch-4711');
      }
    });

    it('tells soon that nobody listens', async () => {
      const fleet = fleetFolder('');
      const url = `redis://127.0.0.1:${await freePort()}`;
      const begun = performance.now();
      const { exitCode, stderr } = await winrepro(['worker', '--queue', url], { cwd: fleet.path });
      expect(exitCode, stderr).toBe(125);
      expect(stderr).toMatch(/cannot be used \(connect ECONNREFUSED/);
      expect((performance.now() - begun) / 1000).toBeLessThan(30);
    });
  },
);

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path) && statSync(path).isFile());
}
