import { describe, expect, it } from 'vitest';
import {
  letOthersGo,
  monotonicSeconds,
  nowIso,
  repeatUntil,
  sleep,
} from '../../src/system/clock.ts';

describe('the clock', () => {
  it('counts seconds forward while sleeping', async () => {
    const before = monotonicSeconds();
    await sleep(60);
    const passed = monotonicSeconds() - before;
    expect(passed).toBeGreaterThan(0.05);
    expect(passed).toBeLessThan(5);
  });

  it('tells the time of day in UTC to the millisecond', () => {
    const now = nowIso();
    expect(now).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(5000);
  });

  it('ends a sleep at once with the reason of the abort', async () => {
    const controller = new AbortController();
    const reason = new Error('the user stopped');
    const before = monotonicSeconds();
    const sleeping = sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(monotonicSeconds() - before).toBeLessThan(5);
  });

  it('does not begin to sleep when it is aborted already', async () => {
    const reason = new Error('stopped before');
    await expect(sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('does work again and again until a promise settles, and then no more', async () => {
    let times = 0;
    const end = sleep(200).then(() => 'the end');
    expect(await repeatUntil(end, 0.01, () => (times += 1))).toBe('the end');
    expect(times).toBeGreaterThan(1);
    const done = times;
    await sleep(50);
    expect(times).toBe(done);
  });

  it.each([1, 2])(
    'ends repeated work that throws the time %d, with what it threw',
    async (time) => {
      let times = 0;
      const work = () => {
        times += 1;
        if (times === time) throw new Error(`time ${time}`);
      };
      const never = new Promise<never>(() => undefined);
      await expect(repeatUntil(never, 0.01, work)).rejects.toThrow(`time ${time}`);
      const late = sleep(30).then(() => Promise.reject(new Error('nobody hears this')));
      await expect(repeatUntil(late, 0.01, work)).rejects.toThrow('nobody hears this');
    },
  );

  it('lets others go first', async () => {
    const order: string[] = [];
    setImmediate(() => order.push('other'));
    await letOthersGo();
    order.push('own');
    expect(order).toEqual(['other', 'own']);
  });
});
