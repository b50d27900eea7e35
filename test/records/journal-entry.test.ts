import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/records/journal-entry.ts';
import { parseEntry } from '../../src/records/parse-entry.ts';
import { crashRecord, trialRecord } from './samples.ts';

const at = '2026-11-23T23:45:01.123Z';
const entries: readonly JournalEntry[] = [
  { type: 'journal', schema: 'winrepro/journal/1', at },
  { type: 'run-started', at, winrepro: '0.1.0' },
  { type: 'run-resumed', at, winrepro: '0.1.0' },
  { type: 'run-interrupted', at, reason: 'Ctrl-C' },
  { type: 'run-ended', at, state: 'finished', reason: 'a trial crashed' },
  { type: 'note', at, text: 'ä' },
  { type: 'repaired', at, tornBytes: 7, corruptLines: [3], copy: 'journal.jsonl.corrupt-1' },
  trialRecord(1),
  trialRecord(2, { exitCode: 0xc0000005, signature: null, events: null, seed: null }),
  crashRecord(3),
];

describe('a line of the journal', () => {
  it.each(entries)('of the type $type is read back as it was written', (entry) => {
    expect(parseEntry(JSON.stringify(entry))).toStrictEqual({ entry });
  });

  it.each(entries)('of the type $type is refused when any of its keys is missing', (entry) => {
    for (const key of Object.keys(entry)) {
      const rest = Object.fromEntries(Object.entries(entry).filter(([name]) => name !== key));
      const problem =
        key === 'type' ? 'its type undefined is unknown' : `its key ${key} is missing or wrong`;
      expect(parseEntry(JSON.stringify(rest))).toEqual({ problem });
    }
  });

  it.each(entries)('of the type $type is refused when any of its keys is a wrong one', (entry) => {
    for (const key of Object.keys(entry)) {
      expect(parseEntry(JSON.stringify({ ...entry, [key]: { no: 'such' } }))).toHaveProperty(
        'problem',
      );
    }
  });

  it('may have keys of later versions', () => {
    const entry = { ...trialRecord(1), later: 1 };
    expect(parseEntry(JSON.stringify(entry))).toEqual({ entry });
  });

  it.each([
    ['half a line', '{"type":"tri', 'it is not JSON'],
    ['a list', '[1]', 'it is not an object'],
    ['a number', '7', 'it is not an object'],
    ['null', 'null', 'it is not an object'],
    ['an unknown type', '{"type":"verdict"}', 'its type "verdict" is unknown'],
    ['a type out of JavaScript', '{"type":"toString"}', 'its type "toString" is unknown'],
  ])('that is %s is refused', (_, line, problem) => {
    expect(parseEntry(line)).toEqual({ problem });
  });

  it.each([
    ['id', 0],
    ['id', 1.5],
    ['id', -1],
    ['outcome', 'crash'],
    ['iteration', -1],
    ['warnings', ['a', 1]],
    ['events', { M: -1 }],
    ['events', []],
    ['exposure', { iterations: 1, seconds: 1 }],
    ['trace', { count: 1, nullCount: 0, firstNull: {}, last: null }],
    ['output', null],
  ])('that is a trial with the %s %j is refused', (key, value) => {
    expect(parseEntry(JSON.stringify({ ...trialRecord(1), [key]: value }))).toEqual({
      problem: `its key ${key} is missing or wrong`,
    });
  });
});
