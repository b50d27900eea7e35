import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominantSignature, observe } from '../../src/statistics/exposure.ts';
import { clean, crashed, ended, SIGNATURE } from './trials.ts';

describe('trials as survival data', () => {
  const trials = [
    crashed(100),
    clean(1000),
    crashed(40, 'abort'),
    ended('interrupted', 7),
    ended('hung', 500),
    ended('failed', 3),
    crashed(60, 'abort'),
    crashed(5, null),
  ];

  it('count matching crashes and censor with the others', () => {
    expect(observe(trials, SIGNATURE, 'iterations')).toEqual({
      lifetimes: [
        { time: 100, crashed: true },
        { time: 1000, crashed: false },
        { time: 40, crashed: false },
        { time: 7, crashed: false },
        { time: 60, crashed: false },
        { time: 5, crashed: false },
      ],
      crashes: 1,
      exposure: 1212,
      foreign: [
        { signature: 'abort', count: 2 },
        { signature: 'unknown', count: 1 },
      ],
      unknown: 2,
      unknownExposure: 503,
    });
  });

  it('are read on the clock that was asked for', () => {
    expect(observe(trials, 'abort', 'seconds')).toMatchObject({ crashes: 2, exposure: 1.212 });
  });

  it('are refused on a clock that they do not have', () => {
    expect(() => observe(trials, SIGNATURE, 'minorCollections')).toThrow(
      'a trial shows no minorCollections',
    );
    expect(() => observe([clean(-1)], SIGNATURE, 'iterations')).toThrow(RangeError);
  });

  it('lose nothing: each is a lifetime or unknown', () => {
    const trial = fc.oneof(
      fc.tuple(fc.nat(), fc.constantFrom(SIGNATURE, 'abort', null)).map(([n, s]) => crashed(n, s)),
      fc.nat().map(clean),
      fc
        .tuple(fc.constantFrom('hung', 'failed', 'interrupted'), fc.nat())
        .map(([outcome, n]) => ended(outcome, n)),
    );
    fc.assert(
      fc.property(fc.array(trial), (all) => {
        const seen = observe(all, SIGNATURE, 'iterations');
        expect(seen.lifetimes.length + seen.unknown).toBe(all.length);
        const total = all.reduce((sum, { exposure }) => sum + exposure.iterations, 0);
        expect(seen.exposure + seen.unknownExposure).toBe(total);
      }),
    );
  });
});

describe('the dominant signature', () => {
  it('is the most frequent one, the first seen of equals', () => {
    expect(dominantSignature([crashed(1, 'a'), crashed(2, 'b'), crashed(3, 'b')])).toBe('b');
    expect(dominantSignature([crashed(1, 'a'), crashed(2, 'b')])).toBe('a');
    expect(dominantSignature([clean(1), ended('hung', 1)])).toBeNull();
  });
});
