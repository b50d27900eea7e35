import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { changedVariables, parseVariables } from '../../src/system/msvc-variables.ts';

const MARKER = '=== winrepro: the variables follow ===';
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe('what cmd /u printed', () => {
  it('is read from the marker on, with every letter', () => {
    const printed = utf16(
      `${MARKER}\r\nPath=C:\\Jörg\\木;D:\\\r\nEMPTY=\r\nA=b=c\r\n=C:=C:\\x\r\n`,
    );
    expect(parseVariables(printed)).toEqual({ Path: 'C:\\Jörg\\木;D:\\', EMPTY: '', A: 'b=c' });
  });

  it.each([0, 1, 2, 3])(
    'is read behind %d bytes of a program with an encoding of its own',
    (count) => {
      const printed = Buffer.concat([Buffer.alloc(count, 0xe4), utf16(`${MARKER}\r\nA=1\r\n`)]);
      expect(parseVariables(printed)).toEqual({ A: '1' });
    },
  );

  it('is taken from the last marker', () => {
    const printed = utf16(`${MARKER}\r\nA=1\r\n${MARKER}\r\nB=2\r\n`);
    expect(parseVariables(printed)).toEqual({ B: '2' });
  });

  it('is nothing without the marker', () => {
    expect(parseVariables(utf16('A=1\r\n'))).toBeNull();
    expect(parseVariables(Buffer.alloc(0))).toBeNull();
    expect(parseVariables(Buffer.from(`${MARKER}\r\nA=1`, 'utf8'))).toBeNull();
  });

  it('has the marker that the batch file prints', async () => {
    const script = new URL('../../templates/windows/msvc-environment.bat', import.meta.url);
    expect((await readFile(script, 'utf8')).split(/\r?\n/)).toContain(`echo ${MARKER}`);
  });
});

describe('the changed variables', () => {
  it('are the new and the different ones, whatever the case of their names', () => {
    const before = { Path: 'a', TEMP: 't', ProgramFiles: 'p', INCLUDE: 'old' };
    const after = { PATH: 'vc;a', Temp: 't', ProgramFiles: 'P', include: 'new', LIB: 'l' };
    expect(changedVariables(before, after)).toEqual({
      PATH: 'vc;a',
      ProgramFiles: 'P',
      include: 'new',
      LIB: 'l',
    });
  });

  it("are none of cmd's own, and one of two spellings", () => {
    const after = { PROMPT: '$P$G', ComSpec: 'x', PATHEXT: 'y', Lib: '1', LIB: '2' };
    expect(changedVariables({}, after)).toEqual({ LIB: '2' });
  });
});
