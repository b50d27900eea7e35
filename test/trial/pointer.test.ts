import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isFinishedPointer,
  isNullPointer,
  isPointer,
  withoutAddresses,
} from '../../src/trial/pointer.ts';

const nullForms = ['(nil)', '0x0', '00000000', '0000000000000000', '(null)', 'NULL'];
const setForms = ['0x55edbb3b2550', '0000000140489e30', '0000000140489E30', 'deadbeef', '0X1F'];

describe('a pointer as %p prints it', () => {
  test.each(nullForms)('%s is NULL', (text) => {
    expect([isPointer(text), isNullPointer(text)]).toEqual([true, true]);
  });

  test.each(setForms)('%s is a pointer and not NULL', (text) => {
    expect([isPointer(text), isNullPointer(text)]).toEqual([true, false]);
  });

  test.each(['34', '4884', '0', '0000000', '(ni', 'nil', '', '0x', 'face', 'pointer'])(
    '"%s" is no pointer',
    (text) => {
      expect([isPointer(text), isNullPointer(text)]).toEqual([false, false]);
    },
  );

  test.each([
    ['(nil)', true],
    ['(null)', true],
    ['NULL', true],
    ['0000000000000000', true],
    ['0x0000000000000000', true],
    ['0x55', true],
    ['0000000140', true],
    ['00000000', false],
    ['000000000000000', false],
    ['0x0', false],
    ['0x', false],
    ['3', false],
    ['(ni', false],
  ])('at the end of torn output, %s can be trusted: %s', (text, trusted) => {
    expect(isFinishedPointer(text)).toBe(trusted);
  });

  test('addresses leave a text and NULL in any form stays as one word', () => {
    expect(withoutAddresses('34 0x55edbb3b2550 45 (nil)')).toBe('34 ptr 45 NULL');
    expect(withoutAddresses('4884 0000000140489E30 2631 0000000000000000')).toBe(
      '4884 ptr 2631 NULL',
    );
    expect(withoutAddresses('in=0x0, out=0x7ffd (null)')).toBe('in=NULL, out=ptr NULL');
    expect(withoutAddresses('line 1234567')).toBe('line 1234567');
  });

  test('no address, however it is written, leaves a digit behind', () => {
    const address = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n });
    const printed = fc
      .tuple(address, fc.constantFrom('glibc', 'msvcrt', 'upper'))
      .map(([value, how]) => {
        if (how === 'glibc') return `0x${value.toString(16)}`;
        const digits = value.toString(16).padStart(16, '0');
        return how === 'upper' ? digits.toUpperCase() : digits;
      });
    fc.assert(
      fc.property(printed, printed, (first, second) => {
        expect(withoutAddresses(`34 ${first} 45 ${second}`)).toBe('34 ptr 45 ptr');
      }),
    );
  });
});
