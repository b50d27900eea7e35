import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hypergeometricTails, logTwoSided } from '../../src/statistics/hypergeometric.ts';

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let value = 1n;
  for (let step = 0; step < k; step++) value = (value * BigInt(n - step)) / BigInt(step + 1);
  return value;
}

/** ln of a share of whole numbers of any size. */
function logShare(part: bigint, all: bigint): number {
  if (part === 0n) return -Infinity;
  const digits = Math.max(0, all.toString().length - 300);
  const partDigits = Math.max(0, part.toString().length - 300);
  const short = (value: bigint, by: number): number => Number(value / 10n ** BigInt(by));
  return Math.log(short(part, partDigits) / short(all, digits)) + (partDigits - digits) * Math.LN10;
}

function exactly(count: number, population: number, marked: number, drawn: number) {
  let [atMost, atLeast] = [0n, 0n];
  for (let x = 0; x <= drawn; x++) {
    const ways = choose(marked, x) * choose(population - marked, drawn - x);
    if (x <= count) atMost += ways;
    if (x >= count) atLeast += ways;
  }
  const all = choose(population, drawn);
  return { atMost: logShare(atMost, all), atLeast: logShare(atLeast, all) };
}

describe('The tails of the hypergeometric law', () => {
  it('are those that whole numbers give, for any small urn', () => {
    const urns = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.nat(60), fc.nat(60), fc.nat(60))
      .map(([n, a, b, c]) => [n, a % (n + 1), b % (n + 1), c] as const);
    fc.assert(
      fc.property(urns, ([population, marked, drawn, at]) => {
        const count = at % (drawn + 1);
        const found = hypergeometricTails(count, { population, marked, drawn });
        const truth = exactly(count, population, marked, drawn);
        for (const tail of ['atMost', 'atLeast'] as const) {
          if (truth[tail] === -Infinity) expect(found[tail]).toBe(-Infinity);
          else expect(Math.abs(found[tail] - truth[tail])).toBeLessThan(1e-8);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    // As many as `control` has at three sizes of the nursery, all directly after a collection.
    [3, 200_000, 69, 3],
    [450, 200_000, 4362, 450],
    [1828, 40_000, 3300, 1828],
    [1, 10_000_000, 6669, 385],
  ])(
    'keep their digits where the chance of %i is no double',
    (count, population, marked, drawn) => {
      const found = hypergeometricTails(count, { population, marked, drawn });
      const truth = exactly(count, population, marked, drawn);
      expect(Math.abs(found.atLeast / truth.atLeast - 1)).toBeLessThan(1e-6);
    },
    60_000,
  );

  it('are nothing and all beyond what can be drawn', () => {
    const urn = { population: 10, marked: 8, drawn: 5 };
    expect(hypergeometricTails(2, urn)).toEqual({ atMost: -Infinity, atLeast: 0 });
    expect(hypergeometricTails(6, urn)).toEqual({ atMost: 0, atLeast: -Infinity });
  });

  it('make a two-sided chance that is never above 1', () => {
    expect(logTwoSided(hypergeometricTails(1, { population: 4, marked: 2, drawn: 2 }))).toBe(0);
    expect(Math.exp(logTwoSided({ atMost: 0, atLeast: Math.log(0.01) }))).toBeCloseTo(0.02, 12);
  });

  it.each([
    [{ population: 3, marked: 4, drawn: 1 }],
    [{ population: 3, marked: 1, drawn: 4 }],
    [{ population: 3.5, marked: 1, drawn: 1 }],
    [{ population: 3, marked: -1, drawn: 1 }],
  ])('are refused for %o', (urn) => {
    expect(() => hypergeometricTails(0, urn)).toThrow(RangeError);
  });
});
