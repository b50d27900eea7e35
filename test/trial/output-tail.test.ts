import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOutputTail } from '../../src/trial/output-tail.ts';

test('the tail is the last 2 KiB, however the output came', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 8 });
  fc.assert(
    fc.property(sizes, (lengths) => {
      const tail = createOutputTail();
      let all = '';
      for (const [index, length] of lengths.entries()) {
        const piece = Array.from({ length }, (_, at) => String((index + at) % 10)).join('');
        all += piece;
        tail.push(Buffer.from(piece));
      }
      expect(tail.text()).toBe(all.slice(-2048));
    }),
    { numRuns: 40 },
  );
});

test('a character that the cut halves is left out', () => {
  for (const pad of [0, 1, 2, 3]) {
    const tail = createOutputTail();
    tail.push(Buffer.from('😀'.repeat(1000) + 'x'.repeat(pad)));
    expect(tail.text()).toBe('😀'.repeat(Math.floor((2048 - pad) / 4)) + 'x'.repeat(pad));
  }
});

test('a whole output shorter than the tail stays, even when it is no UTF-8', () => {
  const tail = createOutputTail();
  tail.push(Uint8Array.of(0x80, 0x80, 0x41));
  expect(tail.text()).toBe('\ufffd\ufffdA');
});

test('a tail of nothing but continuation bytes does not hide them', () => {
  const tail = createOutputTail();
  tail.push(new Uint8Array(5000).fill(0x80));
  expect(tail.text()).toBe('\ufffd'.repeat(2048));
});
