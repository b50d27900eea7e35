import { describe, expect, test } from 'vitest';
import { createCdb } from '../../../src/evidence/cdb/cdb.ts';
import type { DebugRequest } from '../../../src/evidence/debugger.ts';
import { template } from './transcripts.ts';

const cdb = createCdb(template);

const request: DebugRequest = {
  shell: null,
  argv: ['C:\\w\\control.exe', '100000', '--seed', '7'],
  folder: 'C:\\my work\\debug',
  expressions: [{ expression: 'full_args.in', function: 'caller' }],
  dump: 'full',
  symbols: ['C:\\my work\\build', 'srv*C:\\symbols*https://example.org'],
};
const program = 'C:\\Program Files (x86)\\Windows Kits\\10\\Debuggers\\x64\\cdb.exe';
const command = (change: Partial<DebugRequest> = {}) =>
  cdb.command(program, { ...request, ...change });
const script = (change: Partial<DebugRequest> = {}) =>
  command(change)
    .files.map(({ text }) => text.split('\r\n'))
    .flat();

describe('the command line of cdb', () => {
  test('ends with the program and its own arguments, as cdb demands', () => {
    expect(command().argv).toEqual([
      program,
      '-hd',
      '-lines',
      '-xi',
      'ld',
      '-logou',
      '..\\debugger.log',
      '-y',
      'C:\\my work\\build;srv*C:\\symbols*https://example.org',
      '-cf',
      '..\\debugger.cdb',
      'C:\\w\\control.exe',
      '100000',
      '--seed',
      '7',
    ]);
  });

  test('names no symbols where there are none, so that _NT_SYMBOL_PATH alone holds', () => {
    expect(command({ symbols: [] }).argv).not.toContain('-y');
  });
});

describe('the script of cdb', () => {
  test('silences cdb on the stdout that it shares with the program before the program runs', () => {
    const lines = script();
    const at = (line: string) => lines.indexOf(line);
    expect(lines[0]).toBe('.echo winrepro: start');
    expect(lines[1]).toBe('.outmask- /l 0xffffffff');
    expect(at('.lastevent')).toBeGreaterThan(at('g'));
    expect(lines.at(-2)).toBe('q');
  });

  test('lets the program handle its exceptions before cdb stops', () => {
    const before = script().slice(0, script().indexOf('g'));
    expect(before).toEqual(
      expect.arrayContaining(['sxd av', 'sxd bpe', 'sxd bpec', 'sxd sov', 'sxd sbo']),
    );
    expect(before.filter((line) => /^sxe (?!.* epr$)/.test(line))).toEqual([]);
  });

  test('asks an expression in each of the innermost frames, a command a line', () => {
    const lines = script();
    const first = lines.indexOf('.echo frame 0 expression 0');
    expect(lines.slice(first, first + 4)).toEqual([
      '.echo frame 0 expression 0',
      '.frame 0n0',
      '?? full_args.in',
      '.echo frame 1 expression 0',
    ]);
    expect(lines.filter((line) => line === '?? full_args.in')).toHaveLength(16);
  });

  test('writes the dump that was asked for, or none', () => {
    expect(script()).toContain('.dump /ma /o ..\\crash.dmp');
    expect(script({ dump: 'mini' })).toContain('.dump /m /o ..\\crash.dmp');
    expect(script({ dump: 'none' }).filter((line) => line.startsWith('.dump'))).toEqual([]);
  });

  test('has nothing of a path in it, which a code page could garble', () => {
    const text = command({ folder: 'C:\\Prüf stand' }).files[0]?.text ?? '';
    expect(text).toBe(command().files[0]?.text);
    expect(text).toMatch(/^[\r\n\x20-\x7e]*$/);
  });

  test('has no empty line, which would repeat the last command, and no word left to fill', () => {
    const lines = script().slice(0, -1);
    expect(lines.filter((line) => line.trim() === '' || line.includes('{{'))).toEqual([]);
  });

  test('gets only what is written beside the trial, as absolute paths', () => {
    const { files, log, dump } = command();
    expect([files[0]?.path, log, dump]).toEqual([
      'C:\\my work\\debug\\debugger.cdb',
      'C:\\my work\\debug\\debugger.log',
      'C:\\my work\\debug\\crash.dmp',
    ]);
    expect(command({ dump: 'none' }).dump).toBeNull();
  });

  test('ends at once with the exit code when the program ends by itself', () => {
    expect(script()).toContain(
      'sxe -c ".echo winrepro: event; .lastevent; .echo winrepro: end; q" epr',
    );
  });

  test('is refused an expression that a recipe could not have', () => {
    const evil = [{ expression: 'a; .shell calc', function: 'f' }];
    expect(() => command({ expressions: evil })).toThrow('must not see');
  });
});
