import { expect, test } from 'vitest';
import { stopRule } from '../../src/campaigns/stop-rule.ts';
import { trialRecord } from '../records/samples.ts';

const clean = trialRecord(1, { outcome: 'clean', iteration: 9 });
const failed = trialRecord(1, {
  outcome: 'failed',
  iteration: null,
  status: 'exit 1',
  reason: 'it said no',
});
const idle = trialRecord(1, {
  outcome: 'hung',
  iteration: null,
  status: 'SIGKILL',
  reason: 'silent',
});
const crashed = trialRecord(1, { outcome: 'crashed', iteration: 5, status: 'SIGSEGV' });

test('a crash ends a run that waits for one, and no other', () => {
  expect(stopRule([clean, crashed], true)).toEqual({ kind: 'reproduced' });
  expect(stopRule([clean, crashed], false)).toEqual({ kind: 'go-on' });
});

test('one failed trial may be chance, three in a row are the set-up', () => {
  expect(stopRule([failed], true)).toEqual({ kind: 'go-on' });
  expect(stopRule([failed, failed, clean, failed], true)).toEqual({ kind: 'go-on' });
  expect(stopRule([clean, failed, idle, failed], true)).toEqual({
    kind: 'set-up-failed',
    reason: '3 trials in a row failed; the last: it said no',
  });
});

test('a hang after progress is an outcome, however often', () => {
  const hung = trialRecord(1, { outcome: 'hung', iteration: 12, status: 'SIGKILL' });
  expect(stopRule([hung, hung, hung, hung], true)).toEqual({ kind: 'go-on' });
});

test('a program that cannot be started is not tried again', () => {
  const absent = trialRecord(1, {
    outcome: 'failed',
    iteration: null,
    status: 'not started',
    reason: 'no',
  });
  expect(stopRule([absent], true)).toEqual({ kind: 'set-up-failed', reason: 'no' });
});
