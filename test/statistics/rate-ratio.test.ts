import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fQuantile } from '../../src/statistics/distributions.ts';
import { exponentialDraw, seededRandom } from '../../src/statistics/random.ts';
import { rateRatio } from '../../src/statistics/rate-ratio.ts';

const count = fc.integer({ min: 1, max: 50 });
const time = fc.double({ min: 1, max: 1e6, noNaN: true });

describe('the ratio of two hazards', () => {
  it('has the quantiles of F(2 c, 2 c0) around it', () => {
    const rates = { variant: { crashes: 2, exposure: 100 }, control: { crashes: 5, exposure: 50 } };
    expect(rateRatio(rates, 0.95, 'crash')).toEqual({
      ratio: 0.2,
      lower: expect.closeTo(0.2 * fQuantile(0.025, 4, 10), 12) as number,
      upper: expect.closeTo(0.2 * fQuantile(0.975, 4, 10), 12) as number,
    });
  });

  it('turns over with variant and control', () => {
    fc.assert(
      fc.property(count, time, count, time, (c, e, c0, e0) => {
        const [a, b] = [
          { crashes: c, exposure: e },
          { crashes: c0, exposure: e0 },
        ];
        const here = rateRatio({ variant: a, control: b }, 0.95, 'crash');
        const there = rateRatio({ variant: b, control: a }, 0.95, 'crash');
        expect(here.lower * there.upper).toBeCloseTo(1, 9);
        expect(here.lower).toBeLessThan(here.ratio);
        expect(here.upper).toBeGreaterThan(here.ratio);
        expect(rateRatio({ variant: a, control: b }, 0.95, 'exposure').upper).toBeGreaterThan(
          here.upper,
        );
      }),
    );
  });

  it('holds the truth in 95 % of the worlds', () => {
    const random = seededRandom(5);
    const worlds = 20_000;
    let held = 0;
    for (let world = 0; world < worlds; world++) {
      const total = (crashes: number, mean: number): number =>
        Array.from({ length: crashes }, () => exponentialDraw(random, mean)).reduce(
          (a, b) => a + b,
        );
      const variant = { crashes: 2, exposure: total(2, 1) };
      const control = { crashes: 5, exposure: total(5, 3) };
      const { lower, upper } = rateRatio({ variant, control }, 0.95, 'crash');
      if (lower <= 3 && upper >= 3) held++;
    }
    expect(Math.abs(held / worlds - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / worlds));
  });

  it('has an upper limit only, without a crash in the variant', () => {
    const rates = { variant: { crashes: 0, exposure: 10 }, control: { crashes: 5, exposure: 50 } };
    const { ratio, lower, upper } = rateRatio(rates, 0.95, 'exposure');
    expect([ratio, lower]).toEqual([0, 0]);
    expect(upper).toBeCloseTo(fQuantile(0.975, 2, 10), 12);
  });

  it.each([
    [1, 1, 0, 1],
    [0, 1, 1, 1],
    [1, 0, 1, 1],
    [1, 1, 1, 0],
    [-1, 1, 1, 1],
  ])('refuses %d in %d against %d in %d', (c, e, c0, e0) => {
    const rates = { variant: { crashes: c, exposure: e }, control: { crashes: c0, exposure: e0 } };
    expect(() => rateRatio(rates, 0.95, 'crash')).toThrow(RangeError);
  });
});
