import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeReplay, type ReplayFacts } from '../../../src/campaigns/replay/replay-verdict.ts';
import { compareNights } from '../../../src/campaigns/history/compare-nights.ts';
import { night, rateOf } from '../../records/nights.ts';

const SEGV = 'SIGSEGV after 14';

function side(crashes: number, exposure: number, signature = SEGV, platform = 'linux') {
  const signatures = crashes === 0 ? [] : [{ signature, count: crashes }];
  return night({ hazard: rateOf(crashes, exposure), signatures, platform });
}

function judged(
  exported: ReturnType<typeof side>,
  replayed: ReturnType<typeof side>,
  build: ReplayFacts['build'] = 'same',
) {
  const { kind: rate } = compareNights(exported, replayed);
  return judgeReplay({ exported, replayed, build, rate });
}

describe('the verdict on a replay', () => {
  it('is the same when it crashes as it did, whatever the build and the rate', () => {
    const { verdict, reason } = judged(side(3, 69_007), side(1, 500_000), 'different');
    expect(verdict).toBe('same');
    expect(reason).toBe(
      'it crashes here as it did there: 1 crash in 5.0e5 iterations, there 3 in 69,007',
    );
  });

  it('differs when it crashes otherwise', () => {
    const { verdict, reason } = judged(side(3, 1000), side(3, 1000, 'SIGABRT'));
    expect(verdict).toBe('differs');
    expect(reason).toContain('never as it did there (SIGSEGV after 14)');
  });

  it('does not compare the signatures of two platforms', () => {
    expect(judged(side(3, 1000), side(3, 1000, '0xC0000005 after 14', 'win32')).verdict).toBe(
      'same',
    );
  });

  it('differs when it crashes here only: a crash proves itself', () => {
    expect(judged(side(0, 1_000_000), side(1, 10)).verdict).toBe('differs');
  });

  it('cannot be told from a quiet run that is too short', () => {
    const { verdict, reason } = judged(side(1, 20_000), side(0, 20_000));
    expect(verdict).toBe('cannot-tell');
    expect(reason).toBe(
      "no crash here in 20,000 iterations, in which the archive's rate brings 1.0 crashes: too few to tell the rates apart, and no proof that it is gone",
    );
  });

  it('differs when the silence is too long for the rate of the archive, and is never "gone"', () => {
    const { verdict, reason } = judged(side(20, 200_000), side(0, 200_000));
    expect(verdict).toBe('differs');
    expect(reason).toContain('it is rarer here, which is not to say that it is gone');
  });

  it.each(['different', 'unknown'] as const)(
    'cannot be told from any quiet run when the build is %s',
    (build) => {
      expect(judged(side(20, 200_000), side(0, 1e9), build).verdict).toBe('cannot-tell');
      expect(judged(side(0, 200_000), side(0, 1e9), build).verdict).toBe('cannot-tell');
    },
  );

  it('of two quiet runs of one build is the same, and proves nothing', () => {
    const { verdict, reason } = judged(side(0, 40_000), side(0, 40_000));
    expect(verdict).toBe('same');
    expect(reason).toContain('neither proves that it cannot crash');
  });

  it('cannot be told without exposure', () => {
    expect(judged(side(5, 1000), side(0, 0)).verdict).toBe('cannot-tell');
    expect(judged(side(0, 0), side(0, 1000)).verdict).toBe('cannot-tell');
  });

  it('never holds a crash for repeated that was not, and never a quiet run for a clearing', () => {
    const rates = fc
      .tuple(fc.nat(50), fc.nat(1_000_000))
      .map(([crashes, more]) => [crashes, crashes + more] as const);
    const builds = fc.constantFrom<ReplayFacts['build'][]>('same', 'different', 'none', 'unknown');
    fc.assert(
      fc.property(rates, rates, builds, (a, b, build) => {
        const { verdict, reason } = judged(side(...a), side(...b), build);
        if (a[0] > 0 && b[0] === 0) expect(verdict).not.toBe('same');
        if (a[0] === 0 && b[0] > 0) expect(verdict).toBe('differs');
        if (a[0] > 0 && b[0] > 0) expect(verdict).toBe('same');
        expect(reason).not.toMatch(/fixed|cleared/);
        expect(reason).not.toContain('\n');
      }),
    );
  });
});
