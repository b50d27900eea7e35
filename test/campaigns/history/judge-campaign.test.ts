import { describe, expect, it } from 'vitest';
import { compareNights } from '../../../src/campaigns/history/compare-nights.ts';
import { baselineOf, judgeCampaign } from '../../../src/campaigns/history/judge-campaign.ts';
import { judgeNights } from '../../../src/campaigns/history/judge-nights.ts';
import type { Night } from '../../../src/records/night.ts';
import { night, rateOf } from '../../records/nights.ts';
import { nightName } from './workspace.ts';

/** The n-th night of a variant with so many crashes in a million iterations. */
function nth(number: number, crashes: number, changes: Partial<Night> = {}): Night {
  const { id, at } = nightName(number);
  const signatures = crashes === 0 ? [] : [{ signature: 'SIGSEGV', count: crashes }];
  return night({ campaign: id, at, hazard: rateOf(crashes, 1_000_000), signatures, ...changes });
}

/** Newest first, as the history gives them. */
function newestFirst(...nights: readonly Night[]): readonly Night[] {
  return [...nights].sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
}

const quiet = [4, 6, 5, 3, 5, 7, 4, 5].map((crashes, index) => nth(index + 1, crashes));
const tonight = nightName(20).id;

describe('judgeCampaign', () => {
  it('calls a night of many crashes worse, with the evidence in its words', () => {
    const report = judgeCampaign(newestFirst(...quiet, nth(20, 40)), tonight);
    const [verdict] = report.variants;
    expect(report).toMatchObject({
      schema: 'winrepro/night-verdict/1',
      campaign: tonight,
      recipe: 'control',
      machine: 'Büro 1',
      verdict: 'worse',
    });
    expect(verdict).toMatchObject({ variant: 'optimized', kind: 'worse' });
    expect(verdict?.baseline).toEqual([8, 7, 6, 5, 4, 3, 2].map((n) => nightName(n).id));
    expect(verdict?.before).toMatchObject({ crashes: 35, exposure: 7_000_000 });
    expect(verdict?.reason).toMatch(
      /^40 crashes in 1\.0e6 iterations tonight, 35 in 7\.0e6 in the 7 nights before: 8\.0 times as often \[[\d.]+, [\d.]+\] at 99 %$/,
    );
    expect(verdict?.ratio?.confidence).toBe(0.99);
    expect(verdict?.dispersion).toBeGreaterThan(0);
  });

  it('does not take the same trials for a second witness', () => {
    const seeds = { first: 7, last: 106 };
    const again = [nth(1, 5, { seeds }), nth(2, 5, { seeds: { first: 106, last: 200 } })];
    const other = nth(3, 5, { seeds, builds: ['another build'] });
    const [verdict] = judgeCampaign(
      newestFirst(...again, other, nth(20, 5, { seeds })),
      tonight,
    ).variants;
    expect(verdict?.baseline).toEqual([nightName(3).id]);
    expect(verdict?.reason).toContain('2 earlier nights are left out, of the same build and seeds');
  });

  it('calls it better, or the same, or says what is missing', () => {
    const busy = Array.from({ length: 7 }, (_, index) => nth(index + 1, 200 + (index % 3)));
    const verdictOn = (crashes: number, earlier = busy) =>
      judgeCampaign(newestFirst(...earlier, nth(20, crashes)), tonight).variants[0];
    expect(verdictOn(20)?.kind).toBe('better');
    expect(verdictOn(198)).toMatchObject({
      kind: 'same',
      reason: expect.stringContaining('within a factor of 2') as string,
    });
    expect(verdictOn(4, [nth(1, 5), nth(2, 4)])).toMatchObject({
      kind: 'cannot-tell',
      reason: expect.stringMatching(
        /; too few crashes to tell a change from none; fewer than 3 earlier nights cannot show/,
      ) as string,
    });
    expect(verdictOn(80, [nth(1, 5), nth(2, 4)])?.reason).toContain('fewer than 3');
    expect(verdictOn(0, [nth(1, 0), nth(2, 1), nth(3, 0)])?.reason).toContain('too few crashes');
    const wild = [5, 300, 20, 500, 2, 80, 200].map((crashes, index) => nth(index + 1, crashes));
    expect(verdictOn(500, wild)?.reason).toContain('times as much as a constant rate would');
  });

  it('has no verdict for a first night, nor for one that ran nothing', () => {
    const first = judgeCampaign([nth(20, 3)], tonight);
    expect(first.verdict).toBe('cannot-tell');
    expect(first.variants[0]).toMatchObject({
      ...{ before: null, ratio: null, dispersion: null, baseline: [], changed: [] },
      newSignatures: [],
      reason: '3 crashes in 1.0e6 iterations tonight, and nothing earlier to hold that against',
    });
    const failed = nth(20, 0, { state: 'failed', hazard: rateOf(0, 0) });
    const report = judgeCampaign(newestFirst(...quiet, failed), tonight);
    expect(report.verdict).toBe('cannot-tell');
    expect(report.variants[0]?.reason).toContain('no iteration tonight to judge by');
  });

  it('splits the alarm over the variants and reports the worst of them', () => {
    const both = (number: number, crashes: number, plain: number): readonly Night[] => [
      nth(number, crashes),
      nth(number, plain, { variant: 'plain' }),
    ];
    const earlier = [1, 2, 3, 4, 5, 6, 7].flatMap((number) => both(number, 200, 200));
    const verdictOf = (crashes: number, plain: number) =>
      judgeCampaign(newestFirst(...earlier, ...both(20, crashes, plain)), tonight);
    expect(verdictOf(200, 200).variants.map(({ ratio }) => ratio?.confidence)).toEqual([
      0.995, 0.995,
    ]);
    expect(verdictOf(20, 800).verdict).toBe('worse');
    expect(verdictOf(20, 200).verdict).toBe('better');
    expect(verdictOf(200, 200).verdict).toBe('same');
    const gone = nth(20, 0, { variant: 'plain', hazard: rateOf(0, 0) });
    expect(judgeCampaign(newestFirst(...earlier, nth(20, 20), gone), tonight).verdict).toBe(
      'cannot-tell',
    );
  });

  it('does not let a variant that never crashes hide what the others say', () => {
    const pair = (number: number, crashes: number): readonly Night[] => [
      nth(number, crashes),
      nth(number, 0, { variant: 'cleared' }),
    ];
    const earlier = [1, 2, 3, 4, 5, 6, 7].flatMap((number) => pair(number, 200));
    const report = judgeCampaign(newestFirst(...earlier, ...pair(20, 200)), tonight);
    expect(report.variants.map(({ kind }) => kind)).toEqual(['same', 'cannot-tell']);
    expect(report.verdict).toBe('same');
  });

  it('tells new and vanished signatures, and what changed since the newest night', () => {
    const changed = { provenance: { compiler: 'gcc 13', avx512: 'no' }, machine: 'Büro 2' };
    const last = nth(20, 5, { ...changed, signatures: [{ signature: 'SIGABRT', count: 5 }] });
    const [verdict] = judgeCampaign(newestFirst(...quiet, last), tonight).variants;
    expect(verdict?.newSignatures).toMatchObject([{ signature: 'SIGABRT', before: 0, after: 5 }]);
    expect(verdict?.newSignatures[0]?.chance).toBeCloseTo((1 / 8) ** 5, 10);
    expect(verdict?.vanishedSignatures).toMatchObject([
      { signature: 'SIGSEGV', before: 35, after: 0 },
    ]);
    expect(verdict?.vanishedSignatures[0]?.chance).toBeCloseTo((7 / 8) ** 35, 10);
    expect(verdict?.changed).toEqual([
      { key: 'avx512', before: null, after: 'no' },
      { key: 'compiler', before: 'gcc 12.2.0', after: 'gcc 13' },
      { key: 'machine', before: 'Büro 1', after: 'Büro 2' },
      { key: 'os', before: 'Debian', after: null },
    ]);
  });

  it('refuses a campaign that is not there', () => {
    expect(() => judgeCampaign(quiet, 'nowhere')).toThrow(/no night of nowhere/);
  });
});

describe('baselineOf', () => {
  it.each([
    ['later', { at: '2027-01-01T00:00:00.000Z' }],
    ['of another recipe', { recipe: 'numpy-pypy' }],
    ['of another variant', { variant: 'plain' }],
    ['of another platform', { platform: 'win32' }],
    ['watched in another way', { watch: 'pipe' }],
    ['single runs', { kind: 'run' }],
    ['failed', { state: 'failed' }],
    ['without exposure', { hazard: rateOf(0, 0) }],
  ] as const)('has no nights that are %s', (_, changes) => {
    const night = nth(20, 3);
    expect(baselineOf([nth(1, 3, changes)], night)).toEqual([]);
    expect(baselineOf([nth(1, 3)], night)).toHaveLength(1);
    expect(baselineOf([nth(1, 3, { state: 'interrupted' })], night)).toHaveLength(1);
  });
});

describe('judgeNights', () => {
  it('judges each night by those before it, and shows the last ones of each variant', () => {
    const nights = newestFirst(...quiet, nth(19, 40), nth(20, 5, { variant: 'plain' }));
    const shown = judgeNights(nights, { last: 2 });
    expect(
      shown.map(({ night: one, verdict }) => [one.variant, one.crashed, verdict.kind]),
    ).toEqual([
      ['plain', 5, 'cannot-tell'],
      ['optimized', 40, 'worse'],
      ['optimized', 5, expect.stringMatching(/same|cannot-tell/)],
    ]);
    expect(judgeNights(nights, { variant: 'plain', last: 9 })).toHaveLength(1);
  });
});

describe('compareNights', () => {
  it('asks at 95 % and says that two nights do not show how nights vary', () => {
    const change = compareNights(nth(1, 50), nth(2, 200));
    expect(change.kind).toBe('worse');
    expect(change.ratio?.confidence).toBe(0.95);
    expect(change.reason).toMatch(
      /^200 crashes in 1\.0e6 iterations after, 50 in 1\.0e6 before: 4\.0 times as often .*fewer than 3/,
    );
    expect(compareNights(nth(1, 200), nth(2, 50)).kind).toBe('better');
    expect(compareNights(nth(1, 0), nth(2, 40))).toMatchObject({
      kind: 'worse',
      ratio: { value: Infinity },
      reason: expect.stringContaining('none in 1.0e6 before: at least') as string,
    });
    expect(compareNights(nth(1, 0), nth(2, 0))).toMatchObject({ kind: 'cannot-tell', ratio: null });
  });
});
