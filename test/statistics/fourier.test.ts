import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fourier } from '../../src/statistics/fourier.ts';

it('The fast transform is the slow one, term by term', () => {
  const parts = fc.integer({ min: 0, max: 5 }).chain((power) =>
    fc.array(fc.double({ min: -9, max: 9, noNaN: true }), {
      minLength: 2 ** power,
      maxLength: 2 ** power,
    }),
  );
  fc.assert(
    fc.property(parts, (values) => {
      const real = Float64Array.from(values);
      const imaginary = new Float64Array(values.length);
      fourier(real, imaginary);
      values.forEach((_, cycles) => {
        const angle = (index: number): number => (-2 * Math.PI * cycles * index) / values.length;
        const sum = (wave: (x: number) => number): number =>
          values.reduce((total, value, index) => total + value * wave(angle(index)), 0);
        expect(real[cycles]).toBeCloseTo(sum(Math.cos), 9);
        expect(imaginary[cycles]).toBeCloseTo(sum(Math.sin), 9);
      });
    }),
  );
});

it.each([
  [3, 3],
  [4, 2],
  [0, 0],
])('A transform of %i and %i values is refused', (real, imaginary) => {
  expect(() => {
    fourier(new Float64Array(real), new Float64Array(imaginary));
  }).toThrow(RangeError);
});
