import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DebugRequest } from '../../../src/evidence/debugger.ts';
import { procdump } from '../../../src/evidence/procdump/procdump.ts';

const request: DebugRequest = {
  shell: null,
  argv: ['C:\\w\\control.exe', '100000'],
  folder: 'C:\\my work\\000001',
  expressions: [],
  dump: 'full',
  symbols: [],
};
const read = (log: string) => procdump.read(log, request);

/** Written after public logs of ProcDump 9 and 10, not recorded; the marks are the program's. */
const crash = `
ProcDump v10.0 - Sysinternals process dump utility
Copyright (C) 2009-2020 Mark Russinovich and Andrew Richards
Sysinternals - www.sysinternals.com

Process:               control.exe (1234)
Exception monitor:     Unhandled
Dump folder:           C:\\my work\\000001\\

Press Ctrl-C to end monitoring without terminating the process.

11
14 0
14 12[19:05:23] Exception: C0000005.ACCESS_VIOLATION
[19:05:23] Unhandled: C0000005.ACCESS_VIOLATION
[19:05:23] Dump 1 initiated: C:\\my work\\000001\\control.exe_261129_190523.dmp
[19:05:23] Dump 1 writing: Estimated dump file size is 62 MB.
[19:05:24] Dump 1 complete: 62 MB written in 0.1 seconds
[19:05:24] Dump count reached.
`;

test('ProcDump is told to write a dump of what nobody handled, the program last', () => {
  const { argv, log, files } = procdump.command('C:\\tools\\procdump64.exe', request);
  expect(argv).toEqual([
    'C:\\tools\\procdump64.exe',
    ...['-accepteula', '-ma', '-e', '-x', 'C:\\my work\\000001'],
    ...['C:\\w\\control.exe', '100000'],
  ]);
  expect(procdump.command('procdump', { ...request, dump: 'mini' }).argv).toContain('-mm');
  expect(log).toMatch(/output\.txt$/);
  expect(files).toEqual([]);
});

describe('the lines of ProcDump in the output', () => {
  test('name the exception and the dump', () => {
    expect(read(crash)).toEqual({
      end: { exitCode: 0xc0000005, signal: null },
      scene: null,
      dump: 'C:\\my work\\000001\\control.exe_261129_190523.dmp',
      gaps: [],
    });
  });

  test('name no dump that was not written to its end', () => {
    const torn = crash.slice(0, crash.indexOf('[19:05:24]'));
    expect(read(torn)).toMatchObject({
      end: { exitCode: 0xc0000005 },
      dump: null,
      gaps: ['ProcDump wrote no dump'],
    });
  });

  test('tell an end: without an exception nothing crashed', () => {
    const clean = 'done\n[09:10:20] The process has exited.\n[09:10:20] Dump count not reached.\n';
    expect(read(clean)).toEqual({
      end: { exitCode: 0, signal: null },
      scene: null,
      dump: null,
      gaps: [],
    });
  });

  test('may tell of an exception and an end only, as a public log of Python has it: that is a guess', () => {
    const log = `[09:10:20]Exception: C0000005.ACCESS_VIOLATION\n[09:10:20]The process has exited.\n`;
    expect(read(log)).toMatchObject({ end: { exitCode: 0xc0000005 }, dump: null });
    expect(read(log).gaps).toEqual([
      'ProcDump saw an exception, then the end: that it was of this exception is a guess',
      'ProcDump wrote no dump',
    ]);
  });

  test('that do not come to an end tell none', () => {
    expect(read('14 0\n[09:10:20] Exception: E06D7363.msc\n').end).toBeNull();
    expect(read('').end).toBeNull();
  });

  test('are read whatever stands in them', () => {
    const lines = fc.constantFrom(
      ...crash.split('\n'),
      '[1',
      '[00:00:00]',
      '[00:00:00]Dump 1 error: x',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(lines, fc.string()), { maxLength: 40 }), (some) => {
        const code = read(some.join('\n')).end?.exitCode ?? 0;
        expect(code >>> 0).toBe(code);
      }),
    );
  });
});
