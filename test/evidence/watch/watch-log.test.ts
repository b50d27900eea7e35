import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Remark, Stop } from '../../../src/evidence/watch/stop.ts';
import { createWatchLog } from '../../../src/evidence/watch/watch-log.ts';
import { readPlaces } from '../../../src/evidence/watch/watch-request.ts';

const show = readPlaces(['r8', 'poi(r8)', 'poi(r8+8)', 'xmm6']);

function readLog(bytes: Uint8Array, cuts: readonly number[] = []) {
  const stops: Stop[] = [];
  const remarks: Remark[] = [];
  const log = createWatchLog(show, {
    stop: (stop) => stops.push(stop),
    remark: (remark) => remarks.push(remark),
  });
  let from = 0;
  for (const cut of [...new Set(cuts)].toSorted((a, b) => a - b)) {
    const to = Math.min(cut, bytes.length);
    log.push(bytes.subarray(from, to));
    from = to;
  }
  log.push(bytes.subarray(from));
  log.end();
  return { stops, remarks, torn: log.torn() };
}

const read = (text: string) => readLog(Buffer.from(text));

const GDB_ENTRY =
  'wr:entry t=21508 sp=7fffd1bca9e8 out=161747 r8=7fffd1bcaa10 poi(r8)=0 poi(r8+8)=? ' +
  'xmm6=555a8bca46f00000555a8bca46c0 wr:.\n';
/** As the pages of `r`, `dq` and `.echo` show them; not taken from a real cdb. */
const CDB_ENTRY = [
  'wr:entry',
  '$tid=0000000000001a2c rsp=00000000001af8d8 r8=00000000001af920',
  'xmm6=000000000073006c 006f0062006d0079',
  '00000000`001af920  00000000`00000000',
  '00000000`001af928  ????????`????????',
  'wr:.',
  '',
].join('\r\n');

describe('the log of a watch', () => {
  it("has gdb's stops, values without leading zeros, unreadable memory as null", () => {
    const { stops, torn } = read(GDB_ENTRY);
    expect(stops).toEqual([
      {
        at: 'entry',
        thread: '21508',
        stackPointer: 0x7fffd1bca9e8n,
        returnsTo: null,
        printed: 161747,
        values: {
          r8: '0x7fffd1bcaa10',
          'poi(r8)': '0x0',
          'poi(r8+8)': null,
          xmm6: '0x555a8bca46f00000555a8bca46c0',
        },
      },
    ]);
    expect(torn).toBe(0);
  });

  it("has cdb's stops, a line for each answer, also as UTF-16", () => {
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(CDB_ENTRY, 'utf16le')]);
    expect(readLog(wide)).toEqual(read(CDB_ENTRY));
    expect(read(CDB_ENTRY).stops).toEqual([
      {
        at: 'entry',
        thread: '0x1a2c',
        stackPointer: 0x1af8d8n,
        returnsTo: null,
        printed: null,
        values: {
          r8: '0x1af920',
          xmm6: '0x73006c006f0062006d0079',
          'poi(r8)': '0x0',
          'poi(r8+8)': null,
        },
      },
    ]);
  });

  it('tells where a call returns to: on top of the stack before, the instruction pointer after', () => {
    const { stops } = read(
      'wr:before\n$tid=1 rsp=00000000001af8d8 rbx=0000000000000001\n' +
        '00000000`001af8d8  00007ff6`91d81014\nwr:.\n' +
        'wr:after\n$tid=1 rsp=00000000001af8e0 rip=00007ff691d81014 rbx=0000000000000002\nwr:.\n',
    );
    expect(stops.map(({ returnsTo }) => returnsTo)).toEqual(['0x7ff691d81014', '0x7ff691d81014']);
  });

  it('has remarks of how it ended and where functions were found', () => {
    const { remarks } = read(
      'wr:place function=f locations=2 wr:.\n' +
        'wr:place function=g locations=0 inlined=h,main wr:.\n' +
        'wr:crash signal=SIGSEGV function=read | => 0x55 <read+7>: mov 0x18(%rax),%rax wr:.\n' +
        'wr:end signal=11 wr:.\nwr:end exit=0 wr:.\nwr:problem | Cannot insert breakpoint wr:.\n',
    );
    expect(remarks).toEqual([
      { kind: 'place', function: 'f', locations: 2, inlined: [], near: [] },
      { kind: 'place', function: 'g', locations: 0, inlined: ['h', 'main'], near: [] },
      {
        kind: 'fault',
        signal: 'SIGSEGV',
        function: 'read',
        text: '=> 0x55 <read+7>: mov 0x18(%rax),%rax',
      },
      { kind: 'end', exitCode: null, signal: 11 },
      { kind: 'end', exitCode: 0, signal: null },
      { kind: 'problem', text: 'Cannot insert breakpoint' },
    ]);
  });

  it('passes over what the debugger says in between, and the commands that cdb repeats', () => {
    const { stops, torn } = read(
      `wr:talk\n${GDB_ENTRY}[New Thread 0x7f]\nr8=5 wr:.\n0:000> bu a!f ".echo wr:entry; r $tid; .echo wr:."\n` +
        `0:000> g\n${CDB_ENTRY}0:000> .echo wr:entry\n0:000> .echo wr:.\n`,
    );
    expect(stops).toHaveLength(2);
    expect(torn).toBe(0);
  });

  it("has cdb's last word: the exception that nobody handled, or the end", () => {
    const { remarks } = read(
      [
        '0:000> .echo wr:event',
        'wr:event',
        '0:000> .lastevent',
        'Last event: 153c.5d0: Access violation - code c0000005 (!!! second chance !!!)',
        '  debugger time: Mon Jul 12 2021',
        '0:000> ln @rip',
        '(00007ff6`91d81040)   control!find_array_prepare+0x7   |  (00007ff6`91d81060)   control!main',
        '0:000> .echo wr:.',
        'wr:.',
        'wr:event',
        'Last event: 8ec.1ff0: Exit process 0:8ec, code c',
        'wr:.',
        '',
      ].join('\r\n'),
    );
    expect(remarks).toEqual([
      {
        kind: 'fault',
        signal: '0xC0000005',
        function: 'find_array_prepare',
        text: 'control!find_array_prepare+0x7',
      },
      { kind: 'end', exitCode: 0xc0000005, signal: null },
      { kind: 'end', exitCode: 12, signal: null },
    ]);
  });

  it('does not count a stop whose end is missing', () => {
    const cut = GDB_ENTRY.slice(0, GDB_ENTRY.indexOf(' wr:.'));
    expect(read(GDB_ENTRY + cut)).toMatchObject({ stops: { length: 1 }, torn: 1 });
    expect(read(`${cut}\n${GDB_ENTRY}`)).toMatchObject({ stops: { length: 1 }, torn: 1 });
  });

  it('gives up on a record that never ends', () => {
    expect(read(`wr:entry\n${'r8=1\n'.repeat(1000)}${GDB_ENTRY}`)).toMatchObject({
      stops: { length: 1 },
      torn: 1,
    });
  });

  it('reads the same however the bytes are cut', () => {
    const text = `${GDB_ENTRY}é talk\n${CDB_ENTRY}[é]\n${GDB_ENTRY}`.repeat(3);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const whole = read(text);
    expect(whole.stops).toHaveLength(9);
    fc.assert(
      fc.property(fc.array(fc.nat(wide.length)), (cuts) => {
        expect(readLog(Buffer.from(text), cuts)).toEqual(whole);
        expect(readLog(wide, cuts)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('finds whole stops in any garbage, and never throws', () => {
    const garbage = fc
      .string({ unit: 'binary', maxLength: 200 })
      .filter((text) => !text.includes('wr:'));
    fc.assert(
      fc.property(fc.array(garbage, { minLength: 1, maxLength: 5 }), (pieces) => {
        const text = pieces.map((piece) => `${piece}\n${GDB_ENTRY}`).join('');
        expect(read(text).stops).toHaveLength(pieces.length);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.array(fc.nat(600)), (bytes, cuts) => {
        readLog(bytes, cuts);
      }),
    );
  });

  it('loses only the last stop when it is torn off anywhere', () => {
    const text = GDB_ENTRY.repeat(4);
    fc.assert(
      fc.property(fc.nat(text.length), (end) => {
        const complete = text.slice(0, end).split('wr:.').length - 1;
        expect(read(text.slice(0, end)).stops).toHaveLength(complete);
      }),
    );
  });
});
