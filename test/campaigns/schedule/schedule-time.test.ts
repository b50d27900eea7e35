import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockOf,
  DAYS,
  describeTime,
  everyOf,
  nextStart,
  parseScheduleTime,
} from '../../../src/campaigns/schedule/schedule-time.ts';
import { UserError } from '../../../src/system/errors.ts';

describe('parseScheduleTime', () => {
  it.each([
    ['02:00', 'day', 'every day at 02:00'],
    ['7:05', 'weekdays', 'weekdays at 07:05'],
    ['23:59', 'thu, MON', 'mon,thu at 23:59'],
    ['00:15', 'hour', 'every hour at minute 15'],
    ['00:15', 'mon,tue,wed,thu,fri', 'weekdays at 00:15'],
    ['00:15', DAYS.join(','), 'every day at 00:15'],
  ])('--at %s --every %s is %s', (at, every, told) => {
    const time = parseScheduleTime(at, every);
    expect(describeTime(time)).toBe(told);
    expect(parseScheduleTime(clockOf(time), everyOf(time))).toEqual(time);
  });

  it.each(['24:00', '12:60', '2', '02:0', '', 'noon', '-1:00', '02:00:00'])(
    '--at %j is refused',
    (at) => {
      expect(() => parseScheduleTime(at, 'day')).toThrow(UserError);
    },
  );

  it.each(['', 'night', 'mon,', 'mon,day', 'hour,mon', 'monday'])(
    '--every %j is refused',
    (every) => {
      expect(() => parseScheduleTime('02:00', every)).toThrow('--every takes day, weekdays, hour');
    },
  );
});

describe('nextStart', () => {
  it.each([
    ['02:00', 'day', '2026-11-25T02:00:00'],
    ['01:59', 'day', '2026-11-26T01:59:00'],
    // 25 November 2026 is a Wednesday.
    ['01:00', 'wed', '2026-12-02T01:00:00'],
    ['03:00', 'wed', '2026-11-25T03:00:00'],
    ['03:00', 'mon,tue', '2026-11-30T03:00:00'],
    ['00:59', 'hour', '2026-11-25T02:59:00'],
    ['00:10', 'hour', '2026-11-25T02:10:00'],
  ])('--at %s --every %s after 01:59:30 is %s', (at, every, start) => {
    const now = new Date(2026, 10, 25, 1, 59, 30);
    expect(nextStart(parseScheduleTime(at, every), now)).toBe(start);
  });

  it('lies ahead, on a day and at a time that were asked for', () => {
    const times = fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
      every: fc.subarray([...DAYS], { minLength: 1 }),
    });
    const days = fc.date({
      min: new Date(2026, 0, 1),
      max: new Date(2030, 0, 1),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(times, days, (time, now) => {
        const start = new Date(nextStart(time, now));
        expect(start.getTime()).toBeGreaterThan(now.getTime());
        expect(start.getTime() - now.getTime()).toBeLessThanOrEqual(8 * 24 * 3600 * 1000);
        expect(time.every).toContain(DAYS[(start.getDay() + 6) % 7]);
        // Summer time may move the hour, never the minute.
        expect(start.getMinutes()).toBe(time.minute);
      }),
    );
  });
});
