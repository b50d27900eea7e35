import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cdbWatchCommand, cdbWatchScript } from '../../../src/evidence/watch/cdb-watch.ts';
import { nonVolatile } from '../../../src/evidence/watch/convention.ts';
import type { Remark, Stop } from '../../../src/evidence/watch/stop.ts';
import { createWatchTally } from '../../../src/evidence/watch/tally.ts';
import { createWatchLog } from '../../../src/evidence/watch/watch-log.ts';
import { readPlaces, type WatchRequest } from '../../../src/evidence/watch/watch-request.ts';
import { UserError } from '../../../src/system/errors.ts';

const request: WatchRequest = {
  argv: ['C:\\work dir\\control.exe', '3000', '--seed', '7'],
  folder: 'C:\\work dir\\trials\\000001',
  shell: null,
  function: 'PyUFunc_GenericFunctionInternal',
  across: 'convert_ufunc_arguments',
  show: readPlaces(['r8', 'poi(r8)', 'poi(r8+8)', 'xmm6', 'xmm7']),
  convention: 'windows',
};

/**
 * Written by the stand-in of test/windows/helpers/cdb.c under Wine, which ran this very script on the
 * control target built by clang with -gcodeview (seed 7, --nursery 65536): the real machine code and crash,
 * not the real cdb. UTF-16 as `-logou` has it; of the calls the last three are kept.
 */
const transcript = readFileSync(
  fileURLToPath(new URL('transcripts/cdb-stand-in.utf16.txt', import.meta.url)),
);

describe('the script for cdb', () => {
  it('is of the documented commands, each row between its marks, the return one shot of its thread', () => {
    const lines = cdbWatchScript({ ...request, convention: 'sysv' }, 'control').split('\r\n');
    const r = 'r $tid, rsp, rbx, rbp, r12, r13, r14, r15, r8; r xmm6:uq; r xmm7:uq';
    const back = 'r $tid, rsp, rip, rbx, rbp, r12, r13, r14, r15, r8; r xmm6:uq; r xmm7:uq';
    expect(lines.filter((line) => line.startsWith('bu '))).toEqual([
      'bu control!PyUFunc_GenericFunctionInternal ".echo wr:entry; r $tid, rsp, r8; r xmm6:uq; ' +
        'r xmm7:uq; dq @r8 L1; dq @r8+0x8 L1; .echo wr:.; gc"',
      `bu control!convert_ufunc_arguments ".echo wr:before; ${r}; dq @rsp L1; .echo wr:.; ` +
        `~. bp /1 poi(@rsp) \\".echo wr:after; ${back}; .echo wr:.; gc\\"; gc"`,
    ]);
    expect(lines.indexOf('g')).toBeLessThan(lines.indexOf('.lastevent'));
    expect(lines.at(-2)).toBe('q');
  });

  it('writes to its log alone and starts the program last', () => {
    const { argv, log } = cdbWatchCommand('cdb.exe', request, { module: 'control', symbols: [] });
    expect(log).toBe('C:\\work dir\\trials\\000001\\watch.log');
    expect(argv).toEqual([
      ...['cdb.exe', '-hd', '-lines', '-xi', 'ld', '-logou', log],
      ...['-cf', 'C:\\work dir\\trials\\000001\\cdb-watch.txt', ...request.argv],
    ]);
  });

  it('takes the module from the name, and asks for it where none is known', () => {
    const named = { ...request, function: 'a_b!f', across: 'libpypy3_c!PyPyErr_WarnEx' };
    expect(cdbWatchScript(named, null)).toContain('bu libpypy3_c!PyPyErr_WarnEx ');
    expect(() => cdbWatchScript(request, null)).toThrow(UserError);
  });
});

describe('a log that the stand-in of cdb wrote', () => {
  it('shows the call that lost xmm6, the NULL behind r8 and the access violation', () => {
    const remarks: Remark[] = [];
    const stops: Stop[] = [];
    const tally = createWatchTally({ compared: nonVolatile.windows, from: null, last: 3 });
    const log = createWatchLog(request.show, {
      stop: (stop) => {
        stops.push(stop);
        tally.take(stop, { iteration: null, exact: false });
      },
      remark: (remark) => remarks.push(remark),
    });
    log.push(transcript);
    log.end();
    expect(log.torn()).toBe(0);
    expect(tally.counts()).toMatchObject({ entries: 3, calls: 3, changedCalls: 1, unreturned: 0 });
    expect(tally.change()).toMatchObject({
      call: 3,
      returnsTo: '0x140009223',
      registers: [{ register: 'xmm6', before: '0x14008fa60000000014008fa30', after: '0x0' }],
    });
    expect(stops.at(-1)).toMatchObject({
      at: 'entry',
      values: { 'poi(r8)': '0x0', 'poi(r8+8)': '0x0' },
    });
    expect(remarks).toEqual([
      {
        kind: 'fault',
        signal: '0xC0000005',
        function: 'PyUFunc_GenericFunctionInternal',
        text: 'control!PyUFunc_GenericFunctionInternal+0x13',
      },
      { kind: 'end', exitCode: 0xc0000005, signal: null },
    ]);
  });
});
