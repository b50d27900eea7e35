import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteCmd, quotePosix } from '../../src/pipeline/quote.ts';

test('plain words stay as they are', () => {
  expect(quotePosix('-O2')).toBe('-O2');
  expect(quotePosix('/usr/bin/gcc')).toBe('/usr/bin/gcc');
  expect(quoteCmd('C:\\builds\\tree')).toBe('C:\\builds\\tree');
  expect(quoteCmd('/Foufunc.obj')).toBe('/Foufunc.obj');
});

test('blanks, quotes and empty words are quoted', () => {
  expect(quotePosix('')).toBe("''");
  expect(quotePosix("it's here")).toBe("'it'\\''s here'");
  expect(quoteCmd('')).toBe('""');
  expect(quoteCmd('a b')).toBe('"a b"');
  expect(quoteCmd('say "hi"')).toBe('"say \\"hi\\""');
});

test('backslashes before a closing quote are doubled for cmd, or they would escape it', () => {
  expect(quoteCmd('C:\\my builds\\')).toBe('"C:\\my builds\\\\"');
});

test('a percent sign does not expand a variable in cmd', () => {
  expect(quoteCmd('100%PATH%')).not.toContain('%PATH%');
});

test.skipIf(process.platform === 'win32')('a POSIX shell reads back any words', () => {
  const word = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      const line = `printf '%s\\0' ${words.map(quotePosix).join(' ')}`;
      const printed = execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' });
      expect(printed.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 60 },
  );
});
