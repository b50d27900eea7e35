import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runInOrder } from '../../src/campaigns/trial-loop.ts';

test('every id is started once, in order, and never more than `jobs` at a time', async () => {
  const started: number[] = [];
  let running = 0;
  let most = 0;
  await runInOrder(
    [1, 2, 3, 4, 5, 6, 7],
    3,
    async (id) => {
      started.push(id);
      most = Math.max(most, ++running);
      await delay(id % 2 === 0 ? 1 : 4);
      running -= 1;
    },
    () => false,
  );
  expect(started).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test('when it is enough nothing new starts, and what runs is waited for', async () => {
  const ended: number[] = [];
  await runInOrder(
    [1, 2, 3, 4],
    2,
    async (id) => {
      await delay(id === 1 ? 1 : 10);
      ended.push(id);
    },
    () => ended.length > 0,
  );
  expect(ended).toEqual([1, 2]);
});

test('a rejection stops the loop and is thrown when the others have ended', async () => {
  const ended: number[] = [];
  const loop = runInOrder(
    [1, 2, 3, 4],
    2,
    async (id) => {
      if (id === 1) throw new Error('no disk');
      await delay(5);
      ended.push(id);
    },
    () => false,
  );
  await expect(loop).rejects.toThrow('no disk');
  expect(ended).toEqual([2]);
});
