import { describe, expect, it } from 'vitest';
import { exponentialDraw, seededRandom } from '../../src/statistics/random.ts';
import { compareRates } from '../../src/statistics/rate-comparison.ts';
import { absenceByLuck, compareSignatures } from '../../src/statistics/signature-change.ts';

describe('the absence of a signature', () => {
  it('is luck with the chance (seen / (seen + unseen))^count', () => {
    expect(absenceByLuck(1, { seen: 100, unseen: 100 })).toBeCloseTo(0.5, 12);
    expect(absenceByLuck(3, { seen: 28_678, unseen: 49_166.07 })).toBeCloseTo(0.05, 6);
    expect(absenceByLuck(5, { seen: 200, unseen: 600 })).toBeCloseTo(0.25 ** 5, 12);
  });

  it('says nothing without a crash or exposure', () => {
    expect(absenceByLuck(0, { seen: 100, unseen: 100 })).toBe(1);
    expect(absenceByLuck(3, { seen: 0, unseen: 100 })).toBe(1);
    expect(absenceByLuck(3, { seen: 100, unseen: 0 })).toBe(1);
  });

  it('comes as often as it says when nothing has changed', () => {
    const random = seededRandom(4);
    const worlds = 20_000;
    let lucky = 0;
    for (let world = 0; world < worlds; world++) {
      let seen = 0;
      for (let crash = 0; crash < 3; crash++) seen += exponentialDraw(random, 1000);
      // The unseen exposure at which the chance is .05, and whether the next crash is later still.
      const unseen = seen * (0.05 ** (-1 / 3) - 1);
      expect(absenceByLuck(3, { seen, unseen })).toBeCloseTo(0.05, 10);
      if (exponentialDraw(random, 1000) > unseen) lucky++;
    }
    expect(Math.abs(lucky / worlds - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / worlds));
  });

  it('refuses numbers that cannot be', () => {
    expect(() => absenceByLuck(-1, { seen: 1, unseen: 1 })).toThrow(RangeError);
    expect(() => absenceByLuck(1, { seen: Number.NaN, unseen: 1 })).toThrow(RangeError);
    expect(() => absenceByLuck(1, { seen: 1, unseen: Infinity })).toThrow(RangeError);
  });
});

describe('the signatures of two runs', () => {
  const before = {
    exposure: 1000,
    signatures: [
      { signature: 'abort', count: 2 },
      { signature: 'SIGSEGV a', count: 5 },
      { signature: 'rare', count: 1 },
      { signature: 'gone', count: 6 },
      { signature: 'never', count: 0 },
      { signature: 'abort', count: 1 },
    ],
  };
  const after = {
    exposure: 3000,
    signatures: [
      { signature: 'SIGSEGV a', count: 40 },
      { signature: 'abort', count: 8 },
      { signature: 'fresh', count: 4 },
      { signature: 'never', count: 0 },
      { signature: 'fresher', count: 9 },
    ],
  };

  it('are new, vanished or kept', () => {
    const found = compareSignatures({ before, after }, 0.95);
    expect(found.new).toEqual([
      { signature: 'fresher', count: 9, luck: expect.closeTo(0.75 ** 9, 12) as number },
      { signature: 'fresh', count: 4, luck: expect.closeTo(0.75 ** 4, 12) as number },
    ]);
    expect(found.vanished).toEqual([
      { signature: 'gone', count: 6, luck: expect.closeTo(0.25 ** 6, 12) as number },
      { signature: 'rare', count: 1, luck: expect.closeTo(0.25, 12) as number },
    ]);
    const kept = (a: number, b: number): ReturnType<typeof compareRates> =>
      compareRates(
        { before: { crashes: a, exposure: 1000 }, after: { crashes: b, exposure: 3000 } },
        0.95,
      );
    expect(found.kept).toEqual([
      { signature: 'SIGSEGV a', before: 5, after: 40, comparison: kept(5, 40) },
      { signature: 'abort', before: 3, after: 8, comparison: kept(3, 8) },
    ]);
  });

  it('trade places with the runs', () => {
    const there = compareSignatures({ before, after }, 0.95);
    const back = compareSignatures({ before: after, after: before }, 0.95);
    expect(back.new).toEqual(there.vanished);
    expect(back.vanished).toEqual(there.new);
  });

  it('are all luck, and of no known ratio, without exposure', () => {
    const nothing = { exposure: 0, signatures: [{ signature: 'abort', count: 1 }] };
    const found = compareSignatures({ before, after: nothing }, 0.95);
    expect(found.vanished.map(({ luck }) => luck)).toEqual([1, 1, 1]);
    expect(found.kept).toEqual([{ signature: 'abort', before: 3, after: 1, comparison: null }]);
  });
});
