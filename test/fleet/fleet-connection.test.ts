import { describe, expect, it, onTestFinished } from 'vitest';
import { EnvironmentError, UserError } from '../../src/system/errors.ts';
import { connectFleet, refusalOf } from '../../src/system/fleet-connection.ts';
import { noRedis, redisServer } from './redis-server.ts';

const skipped = noRedis === undefined ? '' : ` (skipped: ${noRedis})`;
const deaf = (): void => undefined;

describe('the address of a fleet', () => {
  it.each(['lab:6379', 'http://user:geheim@lab', 'redis//:geheim@lab', ''])(
    'is not %s, and the message tells no secret',
    async (url) => {
      const connecting = connectFleet(url, 'winrepro', deaf);
      await expect(connecting).rejects.toThrow(UserError);
      await expect(connecting).rejects.not.toThrow(/geheim/);
    },
  );
});

describe.skipIf(noRedis !== undefined)(`a connection${skipped}`, { timeout: 60_000 }, () => {
  it('shows scheme, host and port of its address, and nothing else', async () => {
    const { port } = await redisServer('geheim');
    const url = `redis://default:geheim@127.0.0.1:${port}/0`;
    const fleet = await connectFleet(url, 'winrepro', deaf);
    expect(fleet.address).toBe(`redis://127.0.0.1:${port}`);
    await fleet.close();
  });

  it('is refused to a user who may only read', async () => {
    const redis = await redisServer();
    const { redis: client } = await redis.connect();
    await client.call(
      'ACL',
      'SETUSER',
      'reader',
      'on',
      '>lesen',
      '~*',
      '+@read',
      '+@connection',
      '+info',
    );
    const url = `redis://reader:lesen@127.0.0.1:${redis.port}`;
    const connecting = connectFleet(url, 'winrepro', deaf);
    await expect(connecting).rejects.toThrow(EnvironmentError);
    await expect(connecting).rejects.toThrow(/cannot be used \(NOPERM/);
  });

  it('waits out an outage, and tells its beginning and its end once', async () => {
    const redis = await redisServer();
    const notes: string[] = [];
    const fleet = await connectFleet(redis.url, 'winrepro', (message) => notes.push(message));
    onTestFinished(() => fleet.close());
    await fleet.redis.set('k', 'v');
    await redis.kill();
    const asked = fleet.redis.get('k');
    await expect.poll(() => notes.length, { timeout: 20_000 }).toBe(1);
    await redis.start();
    expect(await asked).toBe('v');
    expect(notes).toHaveLength(2);
    expect(notes[0]).toMatch(/^lost the queue at redis:\/\/127\.0\.0\.1:\d+/);
    expect(notes[1]).toMatch(/is back$/);
  });

  it('in a hurry lets nothing wait for a Redis that is away', async () => {
    const redis = await redisServer();
    const fleet = await connectFleet(redis.url, 'winrepro', deaf);
    await redis.kill();
    const asked = fleet.redis.get('k');
    fleet.hurry();
    await expect(asked).rejects.toThrow(/closed/);
    await fleet.close();
  });

  it('tells refusals of Redis from other errors', async () => {
    const { redis } = await (await redisServer()).connect();
    await redis.lpush('list', 'x');
    const refused: unknown = await redis.get('list').catch((error: unknown) => error);
    expect(refusalOf(refused)).toMatch(/^WRONGTYPE/);
    expect(refusalOf(new Error('other'))).toBeNull();
  });
});
