import fc from 'fast-check';
import { expect, it } from 'vitest';
import { permutation } from '../../src/statistics/permutation.ts';

it('holds every number once', () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.nat(), (size, seed) => {
      const order = permutation(size, seed);
      expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, at) => at));
    }),
  );
});

it('is the same for the same seed, and others for others', () => {
  expect(permutation(20, 3)).toEqual(permutation(20, 3));
  const orders = new Set([1, 2, 3, 4, 5, 6].map((seed) => permutation(20, seed).join()));
  expect(orders.size).toBe(6);
  expect(orders).not.toContain(Array.from({ length: 20 }, (_, at) => at).join());
});

it('puts every number everywhere equally often', () => {
  const size = 5;
  const seeds = 5000;
  const seen = new Map<string, number>();
  for (let seed = 0; seed < seeds; seed++) {
    permutation(size, seed).forEach((number, place) => {
      const key = `${number} at ${place}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    });
  }
  expect(seen.size).toBe(size * size);
  // 1000 of each with a standard deviation of 28.
  for (const count of seen.values()) expect(Math.abs(count - seeds / size)).toBeLessThan(5 * 28.3);
});
