import { describe, expect, it } from 'vitest';
import { solveIncreasing } from '../../src/statistics/solve-increasing.ts';

describe('the root of an increasing function', () => {
  it.each([-300, -1, 0, 2, 500])('is found from %d on', (start) => {
    const root = solveIncreasing(
      (x) => ({ value: Math.atan(x - 2), slope: 1 / (1 + (x - 2) ** 2) }),
      start,
    );
    expect(root).toBeCloseTo(2, 12);
  });

  it('is found where the slope says nothing', () => {
    expect(solveIncreasing((x) => ({ value: Math.sign(x - 7) * 3, slope: NaN }), 0)).toBeCloseTo(
      7,
      12,
    );
  });

  it('is refused where there is none', () => {
    expect(() => solveIncreasing(() => ({ value: 1, slope: 0 }), 0)).toThrow(/no root was found/);
  });
});
