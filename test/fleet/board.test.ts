import { describe, expect, it } from 'vitest';
import { openBoard } from '../../src/campaigns/fleet/board.ts';
import { UserError } from '../../src/system/errors.ts';
import { fleetCampaignSample, workerCardSample } from './fleet-samples.ts';
import { noRedis, redisServer } from './redis-server.ts';

const skipped = noRedis === undefined ? '' : ` (skipped: ${noRedis})`;

describe.skipIf(noRedis !== undefined)(`the board of a fleet${skipped}`, () => {
  it('shows campaigns, the oldest first, until they are closed', async () => {
    const board = openBoard(await (await redisServer()).connect());
    const [second, first] = [fleetCampaignSample('2026-b'), fleetCampaignSample('2026-a')];
    for (const one of [second, first, second]) await board.open(one);
    expect(await board.campaigns()).toEqual(['2026-a', '2026-b']);
    expect(await board.campaign('2026-b')).toEqual(second);
    await board.close('2026-a');
    expect(await board.campaigns()).toEqual(['2026-b']);
    expect(await board.campaign('2026-a')).toBeNull();
  });

  it('forgets a campaign whose submitter is silent, so that workers turn to others', async () => {
    const fleet = await (await redisServer()).connect();
    const board = openBoard(fleet);
    await board.open(fleetCampaignSample('2026-a'));
    const seconds = await fleet.redis.ttl('winrepro:campaign:2026-a');
    expect(seconds).toBeGreaterThan(60);
    await fleet.redis.pexpire('winrepro:campaign:2026-a', 1);
    await expect.poll(() => board.campaigns()).toEqual([]);
    expect(await fleet.redis.smembers('winrepro:campaigns')).toEqual([]);
  });

  it('gives a name to one worker at a time', async () => {
    const board = openBoard(await (await redisServer()).connect());
    const names = await Promise.all(['lab', 'lab', 'lab'].map((name) => board.takeName(name)));
    expect([...names].sort()).toEqual(['lab', 'lab/2', 'lab/3']);
    await board.leave('lab/2');
    expect(await board.takeName('lab')).toBe('lab/2');
  });

  it('shows no card that cannot be read, or that speaks for another worker', async () => {
    const fleet = await (await redisServer()).connect();
    const board = openBoard(fleet);
    const card = workerCardSample('one');
    await board.show(card);
    await board.takeName('not yet shown');
    await fleet.redis.set('winrepro:worker:liar', 'no JSON');
    await fleet.redis.set('winrepro:worker:two', JSON.stringify(card));
    await fleet.redis.lpush('winrepro:worker:list', 'x');
    expect(await board.workers()).toEqual([card]);
  });

  it.each([
    ['no JSON', 'not JSON'],
    ['{}', 'key schema'],
    [JSON.stringify(fleetCampaignSample('other')), 'under another name'],
  ])('refuses the campaign %s', async (text, words) => {
    const fleet = await (await redisServer()).connect();
    await fleet.redis.set('winrepro:campaign:mine', text);
    const reading = openBoard(fleet).campaign('mine');
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(words);
  });

  it('takes provenance that is garbage for none', async () => {
    const fleet = await (await redisServer()).connect();
    const board = openBoard(fleet);
    expect(await board.provenance('c', 'w')).toEqual({});
    for (const text of ['no JSON', '[1]', 'null']) {
      await fleet.redis.set('winrepro:provenance:c:w', text);
      expect(await board.provenance('c', 'w')).toEqual({});
    }
  });

  it('keeps fleets of different prefixes apart', async () => {
    const redis = await redisServer();
    const [mine, theirs] = [await redis.connect('mine'), await redis.connect('theirs')];
    await openBoard(mine).open(fleetCampaignSample('2026-a'));
    expect(await openBoard(theirs).campaigns()).toEqual([]);
  });
});
