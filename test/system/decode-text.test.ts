import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText } from '../../src/system/output-file.ts';

const texts = fc.string({ unit: 'grapheme', minLength: 2, maxLength: 40 });

test('a log is read as UTF-16 where it begins so, with its mark or without, and as UTF-8 else', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const wide = Buffer.from(`ab${text}`, 'utf16le');
      expect(decodeText(wide)).toBe(`ab${text}`);
      expect(decodeText(Buffer.concat([Buffer.of(0xff, 0xfe), wide]))).toBe(`ab${text}`);
      expect(decodeText(Buffer.from(`ab${text}`))).toBe(`ab${text}`);
    }),
  );
});

test('bytes that are neither are decoded all the same', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof decodeText(bytes) === 'string'));
});
