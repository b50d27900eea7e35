import { describe, expect, it } from 'vitest';
import { stopReason, type StressStanding } from '../../../src/campaigns/stress/stop-reason.ts';
import { stressRecord } from './samples.ts';

const { options } = stressRecord({ options: { trials: null } });
const well: StressStanding = {
  crashes: 4,
  seconds: 3600,
  guards: { disk: null, memory: null },
  starvedSeconds: 0,
  open: 2,
  lastFailure: null,
};
const starved: StressStanding = { ...well, guards: { disk: null, memory: 'only 1 MB' } };

describe('a stress run', () => {
  it('without limits goes on', () => {
    expect(stopReason(options, well)).toBeNull();
  });

  it.each([
    [4, '4 crashes were reproduced'],
    [3, '3 crashes were reproduced'],
    [1, 'the crash was reproduced'],
  ])('is finished at its crash number %d', (untilCrashes, reason) => {
    const end = stopReason({ ...options, untilCrashes }, well);
    expect(end).toEqual({ state: 'finished', reason });
  });

  it('goes on before the crash that it was asked for, and before its time is over', () => {
    expect(stopReason({ ...options, untilCrashes: 5, forSeconds: 3600.001 }, well)).toBeNull();
  });

  it('is finished when its time is over', () => {
    expect(stopReason({ ...options, forSeconds: 3600 }, well)?.state).toBe('finished');
  });

  it('is interrupted by a disk that fills, and says so', () => {
    const end = stopReason(options, { ...well, guards: { disk: 'only 1 MB', memory: null } });
    expect(end).toEqual({ state: 'interrupted', reason: 'only 1 MB' });
  });

  it('waits for memory for ten minutes', () => {
    expect(stopReason(options, { ...starved, starvedSeconds: 599 })).toBeNull();
    expect(stopReason(options, { ...starved, starvedSeconds: 600 })).toEqual({
      state: 'interrupted',
      reason: 'only 1 MB for ten minutes',
    });
  });

  it('whose last variant was given up has failed, with the reason, whatever else holds', () => {
    const none = { ...well, open: 0 };
    expect(stopReason({ ...options, forSeconds: 1 }, { ...none, lastFailure: 'no such' })).toEqual({
      state: 'failed',
      reason: 'no such',
    });
    expect(stopReason(options, none)?.reason).toBe('no variant can be tried here');
  });
});
