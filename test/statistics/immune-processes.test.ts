import { describe, expect, it } from 'vitest';
import { immuneProcesses } from '../../src/statistics/immune-processes.ts';
import { exponentialDraw, seededRandom } from '../../src/statistics/random.ts';
import { lifetimes } from './trials.ts';

function alarms({ immune, crashes, cap }: Record<'immune' | 'crashes' | 'cap', number>): number {
  const random = seededRandom(9);
  const worlds = 1000;
  let count = 0;
  for (let world = 0; world < worlds; world++) {
    const times: number[] = [];
    while (times.filter((time) => time > 0).length < crashes) {
      const time = random() < immune ? Infinity : exponentialDraw(random, 1);
      times.push(time < cap ? time : -cap);
    }
    if ((immuneProcesses(lifetimes(...times))?.pValue ?? 1) < 0.05) count++;
  }
  return count / worlds;
}

describe('immune processes', () => {
  it('are estimated as a plain search of the likelihood finds them', () => {
    const found = immuneProcesses(lifetimes(1, 2, 2.5, 4, -30, -30, -30, -12));
    expect(found?.share).toBeCloseTo(0.49916789, 5);
    expect(found?.pValue).toBeCloseTo(0.0016583, 6);
  });

  it('are seldom seen where there are none', () => {
    expect(alarms({ immune: 0, crashes: 5, cap: 2 })).toBeLessThan(0.07);
    expect(alarms({ immune: 0, crashes: 20, cap: 1 })).toBeLessThan(0.07);
  });

  it('are mostly seen where half of the processes are immune', () => {
    expect(alarms({ immune: 0.5, crashes: 20, cap: 4 })).toBeGreaterThan(0.9);
  });

  it('are none when every process crashed, or the clean ones died young', () => {
    expect(immuneProcesses(lifetimes(1, 2, 3))).toEqual({ share: 0, pValue: 1 });
    const young = immuneProcesses(lifetimes(10, 20, 30, -1, -1, -1));
    expect(young?.pValue).toBeGreaterThan(0.3);
  });

  it('are unknown with fewer than 3 crashes, or without time', () => {
    expect(immuneProcesses(lifetimes(1, 2, -50))).toBeNull();
    const atOnce = { time: 0, crashed: true };
    const late = { time: 10, crashed: false };
    expect(immuneProcesses([atOnce, atOnce, atOnce, late])).toBeNull();
  });
});
