import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksBlockBuffered, signatureOf } from '../../src/trial/signature.ts';
import { decodeStatus } from '../../src/trial/status.ts';
import { readOutput } from './read-output.ts';

const segfault = decodeStatus({ exitCode: null, signal: 'SIGSEGV' });

function signature(output: string, faultingFunction?: string) {
  return signatureOf({ status: segfault, state: readOutput(output).state, faultingFunction });
}

describe('the signature of a crash', () => {
  test.each([
    ['11\n14 7\n', 'SIGSEGV after 14'],
    ['14 7\n34 0x55e0 45 (nil) ', 'SIGSEGV after 14, trace 34 ptr 45 NULL'],
    ['14 7\n16\nM\n', 'SIGSEGV after 16'],
    ['hello\n', 'SIGSEGV'],
    ['', 'SIGSEGV'],
    ['34 0x55e0 45 (nil) ', 'SIGSEGV, trace 34 ptr 45 NULL'],
    ['14 7\n16\ndone\n', 'SIGSEGV after the loop'],
    ['14 7\n16\n1', 'SIGSEGV'],
  ])('after %j is "%s"', (output, expected) => {
    expect(signature(output)).toBe(expected);
  });

  test('names the faulting function, without offset or bare address', () => {
    expect(signature('14 7\n', 'find_array_prepare')).toBe(
      'SIGSEGV after 14 in find_array_prepare',
    );
    expect(signature('14 7\n', 'umath!find_array_prepare+0x18')).toBe(
      'SIGSEGV after 14 in umath!find_array_prepare',
    );
    expect(signature('14 7\n', '0x00007ff6deadbeef')).toBe('SIGSEGV after 14');
    expect(signature('14 7\n', '')).toBe('SIGSEGV after 14');
  });

  test('says "in the loop" where only a counter told the iteration', () => {
    const state = { ...readOutput('').state, iteration: 12 };
    expect(signatureOf({ status: segfault, state })).toBe('SIGSEGV in the loop');
  });

  test('drops the iteration from a stage that holds it', () => {
    const state = { ...readOutput('').state, iteration: 14, stage: '14 14' };
    expect(signatureOf({ status: segfault, state })).toBe('SIGSEGV after 14');
  });

  test('is the same at any iteration and any address', () => {
    const address = fc
      .tuple(fc.bigInt({ min: 4096n, max: 2n ** 47n }), fc.boolean())
      .map(([value, windows]) =>
        windows ? value.toString(16).padStart(16, '0') : `0x${value.toString(16)}`,
      );
    fc.assert(
      fc.property(fc.nat(), address, fc.constantFrom('(nil)', '0'.repeat(16)), (i, ptr, none) => {
        const output = `11\n14 ${i}\n34 ${ptr} 45 ${none} `;
        // One output in 4096 ends where a buffer might.
        fc.pre(output.length % 4096 !== 0);
        expect(signature(output)).toBe('SIGSEGV after 14, trace 34 ptr 45 NULL');
      }),
    );
  });

  test('is one short line, whatever a stage or a function is called', () => {
    const state = { ...readOutput('').state, stage: `a\nb${'c'.repeat(500)}` };
    const line = signatureOf({ status: segfault, state, faultingFunction: 'f\u001b[2J' });
    expect(line).toMatch(/^SIGSEGV after a bc{10,160}…$/);
  });
});

describe('output that looks block-buffered', () => {
  const loop = Array.from({ length: 2000 }, (_, i) => `11\n14 ${i}\n16\n`).join('');
  const looks = (output: string) => looksBlockBuffered(readOutput(output).state);

  test('ends at a multiple of 4096 bytes, as a C program leaves it', () => {
    expect(looks(loop.slice(0, 4096))).toBe(true);
    expect(looks(loop.slice(0, 8192))).toBe(true);
  });

  test('ends in the middle of a line that the protocol does not know, as CPython leaves it', () => {
    const cut = loop.indexOf('14 700') + 3;
    expect(looks(loop.slice(0, cut))).toBe(true);
  });

  test('does not end with a whole line or a known part of one', () => {
    const whole = loop.slice(0, loop.indexOf('14 700'));
    expect(looks(whole)).toBe(false);
    expect(looks(`${whole}34 0x55e0 45 (nil) `)).toBe(false);
    expect(looks(`${whole}..M`)).toBe(false);
    expect(looks('')).toBe(false);
  });
});
