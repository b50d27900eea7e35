import { expect, test } from 'vitest';
import {
  instrumentRate,
  signatureWithoutStack,
} from '../../../src/campaigns/debug/instrument-rate.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';

function crashes(
  count: number,
  iterations: number,
  stack?: readonly string[],
): readonly TrialRecord[] {
  const signature = `SIGSEGV after 14${stack === undefined ? '' : ` in ${stack.join(' < ')}`}`;
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    outcome: 'crashed',
    signature,
    stack,
    seconds: 1,
    exposure: { iterations, seconds: 1, minorCollections: null },
  })) as unknown as readonly TrialRecord[];
}

const turns = { from: 'turns', runs: [] } as const;

test('enough crashes at the same rate say that the debugger does not change it', () => {
  const rate = instrumentRate(crashes(60, 10_000, ['read']), {
    ...turns,
    trials: crashes(60, 10_000),
  });
  expect(rate).toMatchObject({ kind: 'same', factor: 2, sameSignature: true });
  expect(rate.ratio?.value).toBeCloseTo(1, 10);
});

test('a few say nothing, and many at another rate that it changes', () => {
  expect(instrumentRate(crashes(3, 10_000), { ...turns, trials: crashes(3, 10_000) }).kind).toBe(
    'cannot-tell',
  );
  expect(instrumentRate(crashes(40, 30_000), { ...turns, trials: crashes(40, 10_000) }).kind).toBe(
    'changed',
  );
  expect(instrumentRate([], { ...turns, trials: crashes(3, 10_000) })).toMatchObject({
    kind: 'cannot-tell',
    ratio: null,
    sameSignature: null,
  });
});

test('the functions that only a debugger sees make no other signature', () => {
  const [trial] = crashes(1, 10, ['read', '<no symbol>']);
  expect(trial === undefined ? '' : signatureWithoutStack(trial)).toBe('SIGSEGV after 14');
  const other = crashes(1, 10).map((one) => ({ ...one, signature: 'SIGSEGV after 11' }));
  expect(instrumentRate(crashes(1, 10, ['read']), { ...turns, trials: other }).sameSignature).toBe(
    false,
  );
});
