import { expect, it } from 'vitest';
import { standingOf } from '../../../src/campaigns/bisect/standing.ts';
import { toldTrial } from '../../../src/campaigns/bisect/told-trial.ts';
import { parseEntry } from '../../../src/records/parse-entry.ts';
import { CRASH, crash, journaled, repeat } from '../matrix/trials.ts';
import { bisectionRecord } from './samples.ts';

const record = bisectionRecord();
const standing = standingOf(record, journaled(...repeat(3, crash('0-4', 500)))).now();
const told = { candidate: '0-1', turns: 700, signature: undefined };

it('a crash that was told is the next trial, with the signature of the control', () => {
  expect(toldTrial({ ...told, outcome: 'crashed' }, standing)).toMatchObject({
    id: 4,
    variant: '0-1',
    outcome: 'crashed',
    signature: CRASH,
    iteration: 700,
    exposure: { iterations: 700 },
  });
});

it('another signature is kept, and before the control has any it must be said', () => {
  const own = { ...told, outcome: 'crashed', signature: 'SIGABRT' } as const;
  expect(toldTrial(own, standing).signature).toBe('SIGABRT');
  const empty = standingOf(record, []).now();
  expect(() => toldTrial({ ...told, outcome: 'crashed' }, empty)).toThrow(
    'say it with --signature',
  );
  expect(toldTrial(own, empty).signature).toBe('SIGABRT');
});

it('a clean end has neither a signature nor an iteration in which it died', () => {
  expect(toldTrial({ ...told, outcome: 'clean' }, standing)).toMatchObject({
    outcome: 'clean',
    signature: null,
    iteration: null,
    exposure: { iterations: 700, minorCollections: null },
  });
});

it('is a line that a journal can hold', () => {
  for (const outcome of ['crashed', 'clean'] as const) {
    const trial = toldTrial({ ...told, outcome }, standing);
    expect(parseEntry(JSON.stringify(trial))).toEqual({ entry: trial });
  }
});

it('counts as any other', () => {
  const trial = toldTrial({ ...told, candidate: '0-4', outcome: 'crashed' }, standing);
  const keeper = standingOf(record, [...standing.trials, trial]);
  expect(keeper.now().assessment.control?.rate).toEqual({ crashes: 4, exposure: 2200 });
});
