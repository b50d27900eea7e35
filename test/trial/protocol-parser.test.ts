import { describe, expect, test } from 'vitest';
import { InternalError } from '../../src/system/errors.ts';
import { createProtocolParser } from '../../src/trial/protocol-parser.ts';
import { controlProtocol } from './control-protocol.ts';
import { readOutput } from './read-output.ts';

const turn = (i: number) => `11\n14 ${i}\n16\n`;
const turns = (count: number) => Array.from({ length: count }, (_, i) => turn(i)).join('');

describe('the parser of the control protocol', () => {
  test('reads a complete loop', () => {
    const output = `${turns(3)}done\n`;
    const { state, tail } = readOutput(output);
    expect(state).toEqual({
      iteration: 2,
      iterationsBegun: 3,
      stage: '16',
      lastLine: 'done',
      trace: { count: 0, nullCount: 0, firstNull: null, last: null },
      traceTemplate: null,
      events: {
        'minor-collection': 0,
        'collect-step': 0,
        'full-collection': 0,
        fine: 0,
        'null-seen': 0,
      },
      minorCollections: 0,
      success: true,
      traceback: null,
      bytes: output.length,
      lines: 10,
      endsMidLine: false,
      endsTorn: false,
    });
    expect(tail).toBe(output);
  });

  test('reads a crash in the middle of a trace line, its pointer NULL', () => {
    // The end of a real run of the control target, built with -O2 -flto -DTRACE.
    const { state } = readOutput(
      '34 0x55edbb3b23b0 45 0x55edbb3b23b0 36 16\n34 0x55edbb3b2480 45 0x55edbb3b2480 36 11\n' +
        '14 18680\n34 0x55edbb3b2550 45 (nil) ',
    );
    expect(state).toMatchObject({
      iteration: 18680,
      stage: '14',
      trace: {
        count: 3,
        nullCount: 1,
        firstNull: { iteration: 18680, text: '34 0x55edbb3b2550 45 (nil) ' },
        last: '34 0x55edbb3b2550 45 (nil) ',
      },
      traceTemplate: '34 ptr 45 NULL',
      lines: 4,
      endsMidLine: true,
      endsTorn: false,
    });
  });

  test('takes the stage that ends a trace line', () => {
    expect(readOutput('14 5\n34 0x55e0 45 0x55e0 36 16\n').state).toMatchObject({
      stage: '16',
      traceTemplate: '34 ptr 45 ptr 36',
    });
  });

  test('does not believe an iteration mark without its line end', () => {
    const { state } = readOutput('14 11\n16\n11\n14 12');
    expect(state).toMatchObject({ iteration: 11, iterationsBegun: 1, stage: '11', endsTorn: true });
    expect(readOutput('14 11\n16\n11\n14 12\r').state).toMatchObject({
      iteration: 12,
      stage: '14',
    });
  });

  test.each(['14 ', '1', '\0\0', 'dones'])('sees that %j at the end is torn', (end) => {
    expect(readOutput(`${turns(2)}${end}`).state).toMatchObject({ endsTorn: true, iteration: 1 });
  });

  test.each(['', '16', 'done', '..M', '34 0x55e0 45 '])('sees nothing torn in %j', (end) => {
    const torn = end === '34 0x55e0 45 ';
    expect(readOutput(`${turns(2)}${end}`).state.endsTorn).toBe(torn);
  });

  test('believes an unterminated success line', () => {
    expect(readOutput(`${turns(2)}done`).state).toMatchObject({ success: true, lines: 7 });
  });

  test('counts marks and reads what follows them', () => {
    const { state } = readOutput('M\nMC\n..M14 7\nX\n. F\n');
    expect(state.iteration).toBe(7);
    expect(state.minorCollections).toBe(3);
    expect(state.events).toEqual({
      'minor-collection': 3,
      'collect-step': 1,
      'full-collection': 1,
      fine: 3,
      'null-seen': 1,
    });
  });

  test('sees the success line behind 200,000 marks without a newline', () => {
    const { state } = readOutput(`${'.'.repeat(200_000)}done\n`);
    expect(state.events?.['fine']).toBe(200_000);
    expect(state).toMatchObject({ success: true, lines: 1, lastLine: 'done' });
  });

  test('reads a long text line for a trace at its head and drops the rest', () => {
    const { state } = readOutput(`14 5\n34 0x55e0 45 (nil) 36 ${'#'.repeat(9000)} 16\n11\n`);
    expect(state.trace).toMatchObject({ count: 1, nullCount: 1 });
    expect(state).toMatchObject({ traceTemplate: '34 ptr 45 NULL 36', stage: '11', lines: 3 });
  });

  test('reads a long text line behind marks without a protocol of marks or traces', () => {
    const protocol = { iteration: controlProtocol.iteration };
    const { state } = readOutput(`14 5\n${'#'.repeat(9000)}`, { protocol });
    expect(state).toMatchObject({ iteration: 5, lines: 2, trace: null, events: null });
    expect(state.lastLine).toBe('#'.repeat(4096));
  });

  test('ignores iteration marks that are no numbers', () => {
    const protocol = { iteration: String.raw`^14 ?(\S+)?$` };
    for (const line of ['14', '14 x', '14 0x10', '14 1e3', '14 -1', `14 ${'9'.repeat(16)}`]) {
      expect(readOutput(`${line}\n`, { protocol }).state.iteration).toBeNull();
    }
  });

  test('names the stage by the whole match when the pattern has no group', () => {
    const protocol = { iteration: controlProtocol.iteration, stage: String.raw`^(?:11|16)` };
    expect(readOutput('14 1\n16\n', { protocol }).state.stage).toBe('16');
  });

  test('has no trace, events or collections where the protocol has none', () => {
    const protocol = { iteration: controlProtocol.iteration };
    expect(readOutput('M\n34 0x55e0 45 (nil)\n', { protocol }).state).toMatchObject({
      trace: null,
      traceTemplate: null,
      events: null,
      minorCollections: null,
      lastLine: '34 0x55e0 45 (nil)',
    });
    const without = { ...protocol, events: { '.': 'fine' } };
    expect(readOutput('.\n', { protocol: without }).state).toMatchObject({
      events: { fine: 1 },
      minorCollections: null,
    });
  });

  test('keeps the exception of a traceback that ends the output', () => {
    const traceback = 'Traceback (most recent call last):\n  File "x"\nValueError: no\n';
    expect(readOutput(`${turns(1)}${traceback}`).state.traceback).toEqual({
      exception: 'ValueError: no',
    });
    expect(readOutput(`${turns(1)}${traceback}${turns(1)}`).state.traceback).toBeNull();
  });

  test('skips blank lines when it keeps the last one', () => {
    expect(readOutput('16\n\n  \n').state).toMatchObject({ lastLine: '16', lines: 3 });
    expect(readOutput('').state).toMatchObject({ lastLine: null, bytes: 0, endsMidLine: false });
  });

  test('tells its progress while the output grows', () => {
    const parser = createProtocolParser(controlProtocol);
    const seen = ['11\n', '14 7', '\n16\n11\n14 8\n'].map((piece) => {
      parser.push(Buffer.from(piece));
      return parser.progress();
    });
    expect(seen).toEqual([null, null, 8]);
  });

  test('does not keep the buffer that it was given', () => {
    const parser = createProtocolParser(controlProtocol);
    const buffer = Buffer.from('14 7\n14 8');
    parser.push(buffer);
    buffer.fill('#');
    parser.push(Buffer.from('\n'));
    expect(parser.snapshot()).toMatchObject({ iteration: 8, lastLine: '14 8' });
    expect(parser.tail()).toBe('14 7\n14 8\n');
  });

  test('refuses output after its end, and may be ended twice', () => {
    const parser = createProtocolParser(controlProtocol);
    parser.push(Buffer.from('16'));
    parser.end();
    parser.end();
    expect(parser.snapshot().lines).toBe(1);
    expect(() => {
      parser.push(Buffer.from('16\n'));
    }).toThrow(InternalError);
  });
});
