import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowName, rowOf } from '../../../src/campaigns/bisect/row.ts';

it.each([
  [{ candidate: '0-4,7', layout: 0 }, '0-4,7'],
  [{ candidate: '0-4,7', layout: 2 }, '0-4,7~2'],
  [{ candidate: 'none', layout: 12 }, 'none~12'],
])('%j is called %s', (row, name) => {
  expect(rowName(row)).toBe(name);
  expect(rowOf(name)).toEqual(row);
});

it('every row has a name of its own, which names it', () => {
  const row = fc.record({
    candidate: fc.stringMatching(/^[\da-z,-]{1,8}$/),
    layout: fc.nat({ max: 99 }),
  });
  fc.assert(
    fc.property(row, row, (one, other) => {
      expect(rowOf(rowName(one))).toEqual(one);
      const isSame = one.candidate === other.candidate && one.layout === other.layout;
      expect(rowName(one) === rowName(other)).toBe(isSame);
    }),
  );
});
