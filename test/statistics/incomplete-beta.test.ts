import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteBeta, inverseIncompleteBeta } from '../../src/statistics/incomplete-beta.ts';
import { relativeGap } from './relative-gap.ts';

const shape = fc.double({ min: 0.5, max: 1e4, noNaN: true });
const probability = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

describe('the incomplete beta function', () => {
  // mpmath 1.3.0 with 50 digits: a, b, x, I, 1 - I.
  it.each([
    [0.5, 0.5, 0.3, 0.36901011956554536, 0.6309898804344546],
    [3, 8, 0.0667395, 0.02499998894796033, 0.9750000110520397],
    [4, 7, 0.65245, 0.9749988281529973, 0.025001171847002627],
    [5, 1, 0.99, 0.9509900498999999, 0.04900995010000004],
    [1, 20, 1e-6, 1.9999810001139993e-5, 0.9999800001899989],
    [12, 99_989, 0.0001, 0.3032181663557515, 0.6967818336442485],
    [13, 99_988, 0.0002, 0.9610021070116419, 0.03899789298835814],
    [50_000, 50_000.5, 0.501, 0.7369717621681251, 0.26302823783187484],
    [2.5, 200, 0.05, 0.9990336063830042, 0.0009663936169958303],
    [99_990, 11, 0.9999, 0.5830397502973921, 0.4169602497026079],
  ])('with %d and %d at %d', (a, b, x, lower, upper) => {
    const tails = incompleteBeta(a, b, { x, y: 1 - x });
    expect(relativeGap(tails.lower, lower)).toBeLessThan(1e-11);
    expect(relativeGap(tails.upper, upper)).toBeLessThan(1e-11);
  });

  it('is its mirror image', () => {
    fc.assert(
      fc.property(shape, shape, probability, (a, b, x) => {
        const here = incompleteBeta(a, b, { x, y: 1 - x });
        const there = incompleteBeta(b, a, { x: 1 - x, y: x });
        expect(here.lower).toBeCloseTo(there.upper, 11);
        expect(here.upper).toBeCloseTo(there.lower, 11);
      }),
    );
  });

  it('has its ends', () => {
    expect(incompleteBeta(2, 3, { x: 0, y: 1 })).toEqual({ lower: 0, upper: 1 });
    expect(incompleteBeta(2, 3, { x: 1, y: 0 })).toEqual({ lower: 1, upper: 0 });
  });

  it.each([
    [0, 1, 0.5],
    [1, 0, 0.5],
    [1, 1, -0.1],
    [1, 1, Number.NaN],
  ])('refuses %d and %d at %d', (a, b, x) => {
    expect(() => incompleteBeta(a, b, { x, y: 1 - x })).toThrow(RangeError);
  });
});

describe('the inverse of the incomplete beta function', () => {
  it('gives back the probability', () => {
    fc.assert(
      fc.property(shape, shape, probability, (a, b, lower) => {
        const place = inverseIncompleteBeta(a, b, { lower, upper: 1 - lower });
        expect(relativeGap(incompleteBeta(a, b, place).lower, lower)).toBeLessThan(1e-10);
      }),
    );
  });

  it('is its mirror image', () => {
    fc.assert(
      fc.property(shape, shape, probability, (a, b, lower) => {
        const tails = { lower, upper: 1 - lower };
        const here = inverseIncompleteBeta(a, b, tails);
        const there = inverseIncompleteBeta(b, a, { lower: tails.upper, upper: tails.lower });
        expect(relativeGap(here.x, there.y)).toBeLessThan(1e-10);
        expect(here.x + here.y).toBeCloseTo(1, 15);
      }),
    );
  });

  it('keeps the digits of a place near 1', () => {
    // For a = 1e6 and b = 1: x = p^(1/a), 1 - x = -expm1(ln p / a).
    const { y } = inverseIncompleteBeta(1e6, 1, { lower: 0.05, upper: 0.95 });
    expect(relativeGap(y, -Math.expm1(Math.log(0.05) / 1e6))).toBeLessThan(1e-11);
  });

  it('has its ends', () => {
    expect(inverseIncompleteBeta(2, 3, { lower: 0, upper: 1 })).toEqual({ x: 0, y: 1 });
    expect(inverseIncompleteBeta(2, 3, { lower: 1, upper: 0 })).toEqual({ x: 1, y: 0 });
  });

  it.each([
    [0, 1, 0.5],
    [1, 0, 0.5],
    [1, 1, 1.5],
    [1, 1, Number.NaN],
  ])('refuses %d, %d, %d', (a, b, lower) => {
    expect(() => inverseIncompleteBeta(a, b, { lower, upper: 1 - lower })).toThrow(RangeError);
  });
});
