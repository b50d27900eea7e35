import { describe, expect, it } from 'vitest';
import { archiveGuard } from '../../src/system/archive-entry.ts';

describe('the guard of an archive', () => {
  it('a line break in a name is refused', () => {
    const guard = archiveGuard('a.zip', 100, 0, true);
    const entry = { name: 'new\nline', type: 'file', size: 1, target: '' } as const;
    expect(() => guard.check(entry)).toThrow('"new\\nline" has a sign that Windows cannot hold');
  });

  it.each(['console', 'comma', 'com10', 'null', 'auxiliary.c', '.hidden', 'a..b', 'nul_'])(
    '%s is a name like any other',
    (name) => {
      const guard = archiveGuard('a.zip', 100, 0, true);
      expect(guard.check({ name, type: 'file', size: 1, target: '' })).toBe(name);
    },
  );

  it('names that differ in case only are one file on Windows', () => {
    const entry = (name: string) => ({ name, type: 'file', size: 1, target: '' }) as const;
    const windows = archiveGuard('a.zip', 100, 0, true);
    windows.check(entry('Read.me'));
    expect(() => windows.check(entry('READ.ME'))).toThrow('"READ.ME" is there twice');
    const linux = archiveGuard('a.zip', 100, 0, false);
    linux.check(entry('Read.me'));
    expect(linux.check(entry('READ.ME'))).toBe('READ.ME');
  });

  it('4 GiB and 500,000 entries are the most', () => {
    const entry = (name: string, size: number) =>
      ({ name, type: 'file', size, target: '' }) as const;
    const bytes = archiveGuard('a.zip', 2 ** 31, 0, false);
    bytes.check(entry('a', 4 * 2 ** 30));
    expect(() => bytes.check(entry('b', 1))).toThrow('"b" brings it above 4294967296 bytes');
    const many = archiveGuard('a.zip', 100, 1, false);
    for (let n = 0; n < 500_000; n++) many.check(entry('top', 0));
    expect(() => many.check(entry('one', 0))).toThrow('"one" is one more than 500000 entries');
  });
});
