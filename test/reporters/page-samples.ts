import type { Night, NightVerdict } from '../../src/records/night.ts';
import type { StressResult } from '../../src/records/stress-result.ts';
import {
  ACCESS_VIOLATION,
  HEAP,
  hazardRecord,
  night,
  nightReport,
  nightVerdict,
  numbers,
  stressResult,
  stressSignature,
  stressVariant,
} from './stress-samples.ts';

/** Words that would be markup, were they not escaped. */
export const EVIL = `<script>alert(1)</script><img src=x onerror="alert(2)"> "'&`;

/** A night as they are: a positive control, a variant of few crashes, a quiet one, one that failed. */
export const usualNight: StressResult = stressResult(
  [
    stressVariant(
      'ltcg',
      {
        signatures: [
          stressSignature(ACCESS_VIOLATION, 74, 12_000, 1),
          stressSignature(HEAP, 12, 20_000, 2),
          stressSignature('0xC0000409 (stack buffer overrun) after 14', 3, 9000, 3),
        ],
        clean: 21,
      },
      {
        role: 'positive-control',
        expected: 'crashes',
        builds: ['4f2a'.repeat(16), 'b7c1'.repeat(16)],
        faults: [{ reason: 'no progress for 600 s', count: 2 }],
        workers: [
          { worker: 'lab-win-01', trials: 60, hazard: hazardRecord(50, 800_000), build: '4f2a' },
          { worker: 'büro', trials: 50, hazard: hazardRecord(39, 700_000), build: 'b7c1' },
        ],
      },
    ),
    stressVariant(
      'no-inline',
      { signatures: [stressSignature(ACCESS_VIOLATION, 4, 15_000, 5)], clean: 400 },
      { expected: 'clears' },
    ),
    stressVariant('volatile Größe 日本語', { clean: 380 }, { expected: 'clears' }),
    stressVariant(
      'clang-cl',
      {},
      { failed: 'clang-cl was not found on PATH: install LLVM', builds: [] },
    ),
  ],
  {
    notes: [
      { at: '2026-11-25T02:16:00.000Z', text: 'the machine slept for 16 min' },
      { at: '2026-11-25T04:40:10.000Z', text: 'memory is low: no trial was started for 40 s' },
    ],
  },
);

export const usualVerdict = nightReport(
  [
    nightVerdict('ltcg', {
      kind: 'worse',
      reason:
        '89 crashes in 2.1e6 iterations tonight, 120 in 2.0e7 in the 7 nights before: 7.1 times as often [5.1, 9.8] at 99 %',
      before: hazardRecord(120, 20_000_000),
      after: hazardRecord(89, 2_100_000),
      ratio: { value: 7.1, lower: 5.1, upper: 9.8, confidence: 0.99 },
      newSignatures: [{ signature: HEAP, before: 0, after: 12, chance: 3.1e-7 }],
      changed: [{ key: 'compiler', before: '19.29.30133', after: '19.29.30159' }],
    }),
    nightVerdict('no-inline'),
    nightVerdict('volatile Größe 日本語', {
      kind: 'cannot-tell',
      reason: 'no crash tonight and none before: the ratio may be anything',
      ratio: null,
      before: null,
      after: hazardRecord(0, 19_000_000),
    }),
  ],
  { verdict: 'worse' },
);

/** Twelve variants and 100,000 trials. */
export const bigNight: StressResult = stressResult(
  Array.from({ length: 12 }, (_, index) =>
    stressVariant(`variant-${index + 1}`, {
      signatures: Array.from({ length: 12 - index }, (_unused, kind) =>
        stressSignature(
          `STATUS_ACCESS_VIOLATION after ${kind} in function_${kind}`,
          Math.ceil(3000 / 5 ** (kind / 2) / 2 ** index),
          20_000,
          index * 20 + kind + 1,
        ),
      ),
      clean: 7400,
    }),
  ),
);

/** Whatever somebody else said is markup. */
export const evilNight: StressResult = stressResult(
  [
    stressVariant(
      EVIL,
      {
        signatures: [
          { ...stressSignature(EVIL, 3), evidence: ['../up.txt', `a/${EVIL}`, 'C:\\x'] },
        ],
      },
      { why: EVIL, faults: [{ reason: EVIL, count: 1 }] },
    ),
    stressVariant('failed', {}, { failed: EVIL }),
  ],
  {
    ...{ title: EVIL, recipe: EVIL, machine: EVIL, reason: EVIL, merged: [EVIL], resume: EVIL },
    notes: [{ at: '2026-11-25T02:16:00.000Z', text: EVIL }],
    provenance: ['javascript:alert(1)', 'provenance/a.json', '/etc/passwd'],
  },
);

export const evilVerdict = nightReport([
  nightVerdict(EVIL, {
    reason: EVIL,
    newSignatures: [{ signature: EVIL, before: 0, after: 3, chance: 0.1 }],
    changed: [{ key: EVIL, before: EVIL, after: null }],
  }),
]);

/** Forty nights on two machines: a compiler change makes it worse, a quiet variant beside. */
export function manyNights(): {
  readonly nights: readonly Night[];
  readonly verdicts: ReadonlyMap<string, NightVerdict>;
} {
  const next = numbers(5);
  const nights: Night[] = [];
  const verdicts = new Map<string, NightVerdict>();
  for (let day = 1; day <= 40; day++) {
    const machine = day % 3 === 0 ? 'büro-pc' : 'lab-win-01';
    const changed = day >= 26;
    const crashes = Math.round((changed ? 34 : 9) * (0.6 + 0.8 * next()));
    const provenance = {
      compiler: changed ? '19.29.30159' : '19.29.30133',
      processor: machine === 'büro-pc' ? 'Core i7-8700' : 'Xeon E5-2680',
      interpreter: day >= 12 ? 'PyPy 7.3.7' : 'PyPy 7.3.5',
      build: `${day}`,
    };
    const one = night(day, crashes, 3_000_000 * (0.8 + 0.4 * next()), { machine, provenance });
    const quiet = night(day, day % 9 === 0 ? 1 : 0, day === 20 ? 20_000 : 4_000_000, {
      ...{ variant: 'no-inline', machine },
      provenance: { ...provenance, compiler: '19.29.30133' },
    });
    nights.push(one, quiet);
    const kind = day < 4 ? 'cannot-tell' : day >= 26 && day < 31 ? 'worse' : 'same';
    verdicts.set(`${one.campaign}/ltcg`, nightVerdict('ltcg', { kind }));
    verdicts.set(
      `${quiet.campaign}/no-inline`,
      nightVerdict('no-inline', { kind: 'cannot-tell', reason: 'too few crashes to tell' }),
    );
  }
  return { nights: nights.reverse(), verdicts };
}

/** A year of nights on ten machines, with another compiler each quarter; rates of four decades. */
export function longHistory(): readonly Night[] {
  const next = numbers(9);
  return Array.from({ length: 365 }, (_, day) => {
    const exposure = 10 ** (5 + 3 * next());
    return night(day, Math.floor(exposure * 1e-5 * next() ** 3), exposure, {
      machine: `machine-${day % 10}`,
      provenance: {
        compiler: `19.29.${30_000 + Math.floor(day / 90)}`,
        'a key of the provenance that is long': `${Math.floor(day / 120)}`,
      },
    });
  });
}
