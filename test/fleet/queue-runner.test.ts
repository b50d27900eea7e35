import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lostTrial } from '../../src/campaigns/fleet/lost-trial.ts';
import { jobOf, trialOf, MOST_OUTPUT } from '../../src/campaigns/fleet/read-answer.ts';
import { FLEET_ANSWER_SCHEMA } from '../../src/records/fleet.ts';
import { readBytes } from '../../src/system/files.ts';
import { openQueue } from '../../src/system/fleet-queue.ts';
import { gzipText } from '../../src/system/gzip.ts';
import { testFolder } from '../system/folder.ts';
import { noRedis, redisServer } from './redis-server.ts';

const skipped = noRedis === undefined ? '' : ` (skipped: ${noRedis})`;
const asked = { campaign: 'c', id: 3, variant: 'O0' };
const settled = { key: 'trial-3', data: asked, failure: null };

function answer(output: string | null) {
  const own = { ...lostTrial(3, 'O0', 'r'), output: { ...lostTrial(3, 'O0', 'r').output } };
  const trial = { ...own, output: { ...own.output, file: '../../elsewhere' } };
  return { schema: FLEET_ANSWER_SCHEMA, trial, output };
}

describe('an answer from the queue', () => {
  it('brings its output to the place of its trial, wherever the worker says it was', async () => {
    const folder = await testFolder();
    const value = answer(gzipText(Buffer.from('the end')));
    const trial = await trialOf({ ...settled, value }, asked, folder);
    expect(trial.output.file).not.toBeNull();
    expect(trial.output.file).not.toContain('..');
    const kept = await readBytes(join(folder, trial.output.file ?? ''));
    expect(kept.toString()).toBe('the end');
    expect(
      (await trialOf({ ...settled, value: answer(null) }, asked, folder)).output.file,
    ).toBeNull();
  });

  it.each([
    [{ value: undefined, failure: 'job stalled' }, 'its workers were lost or failed: job stalled'],
    [{ value: 'text', failure: null }, 'an answer whose key'],
    [{ value: answer('no gzip'), failure: null }, 'arrived damaged'],
    [{ value: answer(gzipText(Buffer.alloc(MOST_OUTPUT + 1))), failure: null }, 'far too large'],
  ])('that cannot be read is a trial without evidence: case %#', async (end, words) => {
    const trial = await trialOf({ ...settled, ...end }, asked, await testFolder());
    expect(trial).toMatchObject({
      id: 3,
      variant: 'O0',
      outcome: 'failed',
      exposure: { iterations: 0 },
    });
    expect(trial.reason).toContain(words);
  });

  it('of another campaign, or of none, is nothing that was asked for', () => {
    expect(jobOf({ ...settled, value: null }, { id: 'c' })).toEqual(asked);
    expect(jobOf({ ...settled, value: null }, { id: 'other' })).toBeNull();
    expect(jobOf({ ...settled, value: null, data: { any: 'thing' } }, { id: 'c' })).toBeNull();
  });
});

describe.skipIf(noRedis !== undefined)(`a queue of trials${skipped}`, () => {
  it('holds a trial once, however often it is asked for, and forgets all when it is cleared', async () => {
    const fleet = await (await redisServer()).connect();
    const queue = await openQueue(fleet, 'q', () => undefined);
    for (const n of [1, 2, 3]) await queue.add('trial-3', { n });
    expect(await queue.has('trial-3')).toBe(true);
    expect(await queue.settled()).toEqual([]);
    expect((await queue.read('trial-3'))?.data).toEqual({ n: 1 });
    await queue.clear();
    expect(await queue.has('trial-3')).toBe(false);
    await queue.close();
  });
});
