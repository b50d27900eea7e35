import { describe, expect, test } from 'vitest';
import { createSlots } from '../../../src/campaigns/stress/slots.ts';

const plain = { capacity: 2, crashesLeft: null, doubtful: false };

/** Slots with trials whose process runs, and others whose record is still to be made. */
function slotsWith({ running = 0, ended = 0 }) {
  const slots = createSlots();
  for (let id = 1; id <= running + ended; id += 1) slots.take(id);
  for (let id = 1; id <= ended; id += 1) slots.ended(id);
  return slots;
}

describe('one more trial may be started', () => {
  test('while fewer processes run than may', () => {
    expect(slotsWith({ running: 1 }).hasRoom(plain)).toBe(true);
    expect(slotsWith({ running: 2 }).hasRoom(plain)).toBe(false);
    expect(slotsWith({ running: 0 }).hasRoom({ ...plain, capacity: 0 })).toBe(false);
  });

  test('before the record of an ended one is made, but not before many are', () => {
    expect(slotsWith({ running: 1, ended: 1 }).hasRoom(plain)).toBe(true);
    expect(slotsWith({ running: 1, ended: 2 }).hasRoom(plain)).toBe(true);
    expect(slotsWith({ running: 1, ended: 3 }).hasRoom(plain)).toBe(false);
    expect(slotsWith({ ended: 4 }).hasRoom(plain)).toBe(false);
  });

  test('not while the ended ones may hold the last crash', () => {
    expect(slotsWith({ running: 1 }).hasRoom({ ...plain, crashesLeft: 1 })).toBe(true);
    expect(slotsWith({ running: 1, ended: 1 }).hasRoom({ ...plain, crashesLeft: 1 })).toBe(false);
    expect(slotsWith({ running: 1, ended: 1 }).hasRoom({ ...plain, crashesLeft: 2 })).toBe(true);
  });

  test('not ahead of the records when the set-up may be at fault', () => {
    const doubtful = { ...plain, doubtful: true };
    expect(slotsWith({ running: 1 }).hasRoom(doubtful)).toBe(true);
    expect(slotsWith({ running: 1, ended: 1 }).hasRoom(doubtful)).toBe(false);
  });
});

describe('a trial', () => {
  test('is in hand and under way until it is journaled', () => {
    const slots = createSlots();
    slots.take(7);
    expect([slots.underWay(1), slots.inHand()]).toEqual([1, 1]);
    slots.ended(7);
    expect([slots.underWay(1), slots.inHand()]).toEqual([1, 1]);
    slots.free(7);
    expect([slots.underWay(1), slots.inHand()]).toEqual([0, 0]);
  });

  test('that was never told to have ended is free all the same, and does not come back', () => {
    const slots = createSlots();
    slots.take(7);
    slots.free(7);
    slots.ended(7);
    expect(slots.inHand()).toBe(0);
  });
});

test('no more are said to be under way than may run, but for those of a fleet that has shrunk', () => {
  expect(slotsWith({ running: 2, ended: 1 }).underWay(2)).toBe(2);
  expect(slotsWith({ running: 1, ended: 2 }).underWay(2)).toBe(2);
  expect(slotsWith({ running: 1 }).underWay(2)).toBe(1);
  expect(slotsWith({ running: 3 }).underWay(0)).toBe(3);
});
