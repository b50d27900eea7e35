import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, quote } from '../../src/trial/quote.ts';

test('a quotation is one line without what moves a cursor or turns the text', () => {
  expect(quote(' a\tb\r\nc\u001b[31md\u202e ')).toBe('"a b c [31md"');
});

test('a quotation keeps 160 characters, an emoji being one', () => {
  expect(quote('😀'.repeat(160))).toBe(`"${'😀'.repeat(160)}"`);
  expect(quote('😀'.repeat(161))).toBe(`"${'😀'.repeat(160)}…"`);
});

test('whatever a program printed, a quotation is short and harmless', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(printable(text)).toMatch(/^[^\p{Cc}\p{Cf}\u2028\u2029]{0,161}$/u);
    }),
  );
});
