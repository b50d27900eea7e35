import { describe, expect, it } from 'vitest';
import { movedContent } from '../../src/pipeline/moved-tree.ts';

const FROM = 'C:\\w ü\\builds\\0123456789abcdef\\tree';
const TO = 'C:\\w ü\\builds\\fedcba9876543210\\tree';

function moved(content: string | Buffer): string | null {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return movedContent(bytes, FROM, TO)?.toString('utf8') ?? null;
}

describe('a file of a copied tree', () => {
  it('that does not name the original is the same', () => {
    const content = Buffer.from([0, 255, 10]);
    expect(movedContent(content, FROM, TO)).toBe(content);
    // NumPy's dragon4.c has a table of digits.
    const digits = Buffer.from('"0123456789abcdef"');
    expect(movedContent(digits, FROM, TO)).toBe(digits);
  });

  it('that is text names the copy instead, however the path is spelt', () => {
    expect(moved(`#include "${FROM}\\a.c"\r\nü`)).toBe(`#include "${TO}\\a.c"\r\nü`);
    const slashes = (path: string): string => path.replaceAll('\\', '/');
    expect(moved(`x: ${slashes(FROM)}/a.h`)).toBe(`x: ${slashes(TO)}/a.h`);
    expect(moved(JSON.stringify(FROM))).toBe(JSON.stringify(TO));
    expect(moved(FROM.toLowerCase())).toBe(TO);
    const made = (path: string): string => path.replaceAll(' ', '\\ ');
    expect(moved(`a.o: ${made(FROM)}`)).toBe(`a.o: ${made(TO)}`);
  });

  it('that is not text, or names the original in an unknown way, is left out', () => {
    expect(moved(`\0${FROM}`)).toBeNull();
    expect(moved(`\0${FROM.toUpperCase()}`)).toBeNull();
    expect(moved(Buffer.from(FROM, 'utf16le'))).toBeNull();
    expect(moved(Buffer.from(FROM, 'latin1'))).toBeNull();
    expect(moved('../0123456789abcdef/tree')).toBeNull();
  });
});
