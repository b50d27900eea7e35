import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualProtocol } from '../../src/evidence/event-marks-protocol.ts';
import { createEventRecorder, type RecordedEvents } from '../../src/evidence/event-recorder.ts';
import { createProtocolParser } from '../../src/trial/protocol-parser.ts';

const PLAIN = { padding: 2, turns: false, most: 1e6 };

interface Reading {
  readonly crashed?: boolean;
  readonly settings?: Partial<typeof PLAIN>;
}

function read(chunks: readonly Uint8Array[], { crashed = false, settings = {} }: Reading = {}) {
  const recorder = createEventRecorder(usualProtocol, { ...PLAIN, ...settings });
  recorder.trial(chunks, crashed);
  return recorder.recorded();
}

function text(output: string, reading: Reading = {}) {
  return read([Buffer.from(output)], reading);
}

/** The events as the names of their kinds, without the padding. */
function names({ codes, kinds, trials }: RecordedEvents): readonly (readonly string[])[] {
  return trials.map(({ start, end }) =>
    [...codes.subarray(start, end)].map((code) => kinds[code - 1]?.name ?? ''),
  );
}

const word = fc.constantFrom(
  ...['M', '.', '..', 'X', 'MCF', '14 7', '14 8', 'done', 'Modules', 'größe', '\0', '. 14 9', ''],
  '.'.repeat(5000),
  `${'.M'.repeat(3000)}X`,
);
const output = fc
  .array(fc.tuple(word, fc.constantFrom('\n', '\r\n', '\r', '')), { maxLength: 30 })
  .map((lines) => Buffer.from(lines.flat().join('')));

describe('The events of an output', () => {
  it('are the same however it is cut', () => {
    const cuts = fc.array(fc.nat(), { maxLength: 20 });
    const outputs = fc.oneof(output, fc.uint8Array({ maxLength: 9000 }));
    fc.assert(
      fc.property(outputs, cuts, fc.boolean(), (bytes, picks, turns) => {
        const places = picks.map((pick) => pick % (bytes.length + 1)).sort((a, b) => a - b);
        const ends = [...places, bytes.length];
        const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        const settings = { turns };
        expect(read(chunks, { settings })).toEqual(read([bytes], { settings }));
      }),
    );
  });

  it('are as many as the parser counts for the journal', () => {
    fc.assert(
      fc.property(output, (bytes) => {
        const parser = createProtocolParser(usualProtocol);
        parser.push(bytes);
        parser.end();
        const counted = parser.snapshot().events ?? {};
        const found = names(read([bytes])).flat();
        for (const [name, count] of Object.entries(counted)) {
          expect(found.filter((one) => one === name)).toHaveLength(count);
        }
      }),
    );
  });

  it('stand between padding, trial after trial', () => {
    const recorder = createEventRecorder(usualProtocol, PLAIN);
    recorder.trial([Buffer.from('M.\n')], false);
    recorder.trial([], false);
    recorder.trial([Buffer.from('X')], true);
    const recorded = recorder.recorded();
    expect([...recorded.codes]).toEqual([0, 0, 1, 4, 0, 0, 0, 0, 5, 0, 0]);
    expect(names(recorded)).toEqual([['minor-collection', 'fine'], [], ['null-seen']]);
  });

  it('know the iteration of the first failure and the last of all', () => {
    const { trials } = text('14 5\r\nM\r\n16\r\n14 6\r\n.X16\r\n14 7\r\nX\r\n14 99');
    expect(trials[0]).toMatchObject({ turns: 3, iteration: 7, firstFailure: 6, success: false });
    expect(text('.\ndone\n').trials[0]).toMatchObject({ iteration: null, success: true });
  });

  it('end with the crash, unless the failure was seen just before it', () => {
    const crashed = text('14 5\nM.\n', { crashed: true });
    expect(names(crashed)).toEqual([['minor-collection', 'fine', 'crash']]);
    expect(crashed.trials[0]).toMatchObject({ crashAdded: true, firstFailure: 5 });
    const seen = text('14 5\nMX', { crashed: true });
    expect(names(seen)).toEqual([['minor-collection', 'null-seen']]);
    expect(seen.trials[0]).toMatchObject({ crashAdded: false, firstFailure: 5 });
  });

  it('have the turns among them where they are asked for', () => {
    const recorded = text('14 0\n14 1\nM\n14 2', { crashed: true, settings: { turns: true } });
    expect(names(recorded)).toEqual([['turn', 'turn', 'minor-collection', 'crash']]);
  });

  it('are counted and left out beyond what there is room for', () => {
    const recorded = text('.........', { crashed: true, settings: { most: 4 } });
    expect(names(recorded)[0]).toHaveLength(4);
    expect(recorded).toMatchObject({ left: 5, trials: [{ crashAdded: false }] });
  });

  it('are of one kind for two marks of one name', () => {
    const protocol = { iteration: '^14 (\\d+)$', events: { a: 'gc', b: 'gc', o: 'fine' } };
    const recorder = createEventRecorder(protocol, PLAIN);
    recorder.trial([Buffer.from('abo')], false);
    expect(names(recorder.recorded())).toEqual([['gc', 'gc', 'fine']]);
  });
});
