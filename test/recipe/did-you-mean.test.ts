import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byLikeness, nearest } from '../../src/recipe/did-you-mean.ts';

describe('the nearest word', () => {
  const keys = ['expect', 'why', 'said', 'compiler', 'flags', 'defines', 'patches'];

  it.each([
    ['flgas', 'flags'],
    ['Expect', 'expect'],
    ['complier', 'compiler'],
    ['wy', 'why'],
    ['patch', 'patches'],
  ])('to %s is %s', (slip, meant) => {
    expect(nearest(slip, keys)).toBe(meant);
  });

  it.each(['', 'x', 'role', 'environment', 'zzzzzz'])('to %j is none of them', (other) => {
    expect(nearest(other, keys)).toBeUndefined();
  });

  it('is none when there is nothing to choose from', () => {
    expect(nearest('flags', [])).toBeUndefined();
  });

  it('is the word itself when it is among them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), (words) => {
        const [first = ''] = words;
        expect(nearest(first, words)?.toLowerCase()).toBe(first.toLowerCase());
      }),
    );
  });
});

describe('words by likeness', () => {
  it('keep their order where they are equally like', () => {
    expect(byLikeness('O9', ['optimized', 'O0', 'trace', 'O2'])).toEqual([
      'O0',
      'O2',
      'trace',
      'optimized',
    ]);
  });

  it('are the same words', () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(fc.string()), (word, words) => {
        expect([...byLikeness(word, words)].sort()).toEqual([...words].sort());
      }),
    );
  });
});
