import { describe, expect, it } from 'vitest';
import { requireCandidate } from '../../../src/campaigns/bisect/require-candidate.ts';
import { standingOf } from '../../../src/campaigns/bisect/standing.ts';
import { UserError } from '../../../src/system/errors.ts';
import { bisectionRecord, named, searchBegan, skipped } from './samples.ts';
import { clean, crash, journaled, repeat } from '../matrix/trials.ts';

const sets = bisectionRecord();
const ordered = bisectionRecord({ space: { type: 'ordered' }, elements: named(12), layouts: 3 });

it.each(['none', '0', '0-4', '0,2-3'])('a set has the candidate %s', (name) => {
  expect(() => {
    requireCandidate(sets, name);
  }).not.toThrow();
});

it.each(['', '5', '0-5', '4-0', '0,1', '0-1~1', '0~', '0~0', '0~x', '-g', '0-9999999999'])(
  'a set has no candidate “%s”, and the user is told what one is',
  (name) => {
    expect(() => {
      requireCandidate(sets, name);
    }).toThrow(UserError);
    expect(() => {
      requireCandidate(sets, name);
    }).toThrow(
      /is no candidate of this bisection: it is a set of the numbers from 0 to 4, such as/,
    );
  },
);

it.each(['0', '11', '4~1', '4~2'])('ordered elements have the candidate %s', (name) => {
  expect(() => {
    requireCandidate(ordered, name);
  }).not.toThrow();
});

it.each(['12', '-1', '01', '1.5', '', 'none', '0-3', '4~3', '4~0', '4~1~1', '4~01', '4~-1'])(
  'ordered elements have no candidate “%s”',
  (name) => {
    expect(() => {
      requireCandidate(ordered, name);
    }).toThrow(/it is a number from 0 to 11;/);
  },
);

describe('what is accepted', () => {
  const space = { ...sets.space, implications: [[1, 0]] as const };
  const ground = [...repeat(5, crash('0-4', 10_000)), ...repeat(4, clean('none', 100_000))];

  it.each([
    ['a set that leaves out what its element needs', '1', bisectionRecord({ ...sets, space })],
    ['a layout of a candidate', '0-1~1', bisectionRecord({ layouts: 3 })],
  ])('does not spoil the journal: %s', (_what, name, record) => {
    let isAccepted = true;
    try {
      requireCandidate(record, name, 1);
    } catch {
      isAccepted = false;
    }
    if (!isAccepted) return;
    const entries = [...journaled(...ground), searchBegan({ layouts: 1 })];
    expect(() => standingOf(record, [...entries, skipped(name)])).not.toThrow();
    const told = journaled(...ground, clean(name, 10)).slice(-1);
    expect(() => standingOf(record, [...entries, ...told])).not.toThrow();
  });
});
