import { describe, expect, it } from 'vitest';
import { monotonicSeconds, nowIso, sleep } from '../../src/system/clock.ts';

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
});
