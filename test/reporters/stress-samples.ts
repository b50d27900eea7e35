import { estimateHazard } from '../../src/statistics/hazard.ts';
import type { Night, NightReport, NightVerdict } from '../../src/records/night.ts';
import type {
  HazardRecord,
  StressResult,
  StressSignature,
  StressVariantResult,
} from '../../src/records/stress-result.ts';

/** Two signatures as MSVC's and GCC's runs have them. */
export const ACCESS_VIOLATION = 'STATUS_ACCESS_VIOLATION after 14 in PyArray_DescrFromType';
export const HEAP = 'STATUS_HEAP_CORRUPTION after 16';

/** Numbers between 0 and 1 that are the same in each run of a test (a linear congruence). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

export function hazardRecord(crashes: number, exposure: number): HazardRecord {
  if (exposure === 0) return { crashes, exposure, hazard: 0, interval: null, confidence: 0.95 };
  const { hazard, hazardInterval } = estimateHazard({ crashes, exposure }, 0.95, 'exposure');
  return { crashes, exposure, hazard, interval: hazardInterval, confidence: 0.95 };
}

/** `count` crashes of one kind before iteration 50,000, exponential with a mean of `mean`. */
export function stressSignature(
  signature: string,
  count: number,
  mean = 10_000,
  seed = 7,
): StressSignature {
  const next = numbers(seed);
  const all = Array.from({ length: Math.min(count, 1000) }, () =>
    Math.floor(-mean * Math.log(1 - next() * (1 - Math.exp(-50_000 / mean)))),
  );
  return {
    signature,
    count,
    iterations: all.sort((a, b) => a - b),
    first: {
      ...{ trial: 3, seed: 41, at: '2026-11-24T23:45:12.000Z' },
      again: 'winrepro run control --seed 41 --trials 1',
    },
    evidence: count === 0 ? [] : ['trials/000003/output.txt', 'trials/000009/core dump ä.txt'],
  };
}

/** The crashes of `signatures` and `clean` trials of 50,000 iterations, with the curve that fits. */
export function stressVariant(
  name: string,
  { signatures = [], clean = 0 }: { signatures?: readonly StressSignature[]; clean?: number } = {},
  changes: Partial<StressVariantResult> = {},
): StressVariantResult {
  const crashed = signatures.reduce((sum, { count }) => sum + count, 0);
  const lived = signatures.reduce(
    (sum, { count, iterations }) =>
      sum + (iterations.reduce((a, b) => a + b, 0) * count) / Math.max(1, iterations.length),
    0,
  );
  const exposure = Math.round(lived) + clean * 50_000;
  const trials = crashed + clean;
  const share = trials === 0 ? 0 : crashed / trials;
  const spread = trials === 0 ? 0 : 1.96 * Math.sqrt((share * (1 - share) + 1e-4) / trials);
  return {
    name,
    role: null,
    why: `${name}, as the recipe says`,
    expected: 'unknown',
    failed: null,
    builds: ['4f2a'.repeat(16)],
    totals: {
      ...{ trials, crashed, clean, hung: 0, failed: 0, interrupted: 0 },
      ...{ iterations: exposure, seconds: trials * 2.5 },
    },
    verdict: crashed > 0 ? 'crashes' : 'inconclusive',
    hazard: hazardRecord(crashed, exposure),
    perTrial:
      trials === 0
        ? null
        : { rate: share, lower: Math.max(0, share - spread), upper: Math.min(1, share + spread) },
    signatures,
    faults: [],
    model: {
      curve: curveOf(signatures, trials),
      longest: clean > 0 ? 50_000 : Math.max(0, ...signatures.flatMap((one) => one.iterations)),
      exponentialP: crashed > 2 ? 0.41 : null,
      weibull: crashed > 2 ? { shape: 1.04, lower: 0.86, upper: 1.24 } : null,
    },
    workers: [],
    ...changes,
  };
}

function curveOf(
  signatures: readonly StressSignature[],
  trials: number,
): StressVariantResult['model']['curve'] {
  const places = signatures
    .flatMap(({ iterations, count }) =>
      iterations.map((time) => ({ time, weight: count / iterations.length })),
    )
    .filter(({ time }) => time < 50_000)
    .sort((a, b) => a.time - b.time);
  let alive = trials;
  const steps = places.map(({ time, weight }) => {
    alive -= weight;
    const survival = Math.max(0, alive / trials);
    const wide = 1.96 * Math.sqrt((survival * (1 - survival) + 1e-6) / trials);
    return {
      time,
      survival,
      lower: Math.max(0, survival - wide),
      upper: Math.min(1, survival + wide),
    };
  });
  const every = Math.ceil(steps.length / 499);
  return steps.filter((_, index) => index % every === 0 || index === steps.length - 1);
}

/** A night of six hours with the variants given. */
export function stressResult(
  variants: readonly StressVariantResult[],
  changes: Partial<StressResult> = {},
): StressResult {
  const sum = (key: keyof StressResult['totals']): number =>
    variants.reduce((total, { totals }) => total + totals[key], 0);
  const next = numbers(11);
  return {
    schema: 'winrepro/stress-result/1',
    winrepro: '0.1.0',
    stress: '20261124-234501-numpy-pypy-4f2a',
    recipe: 'numpy-pypy',
    title: 'NumPy v1.21.0 on PyPy 3.7, win64, built by MSVC with /GL and /LTCG',
    platform: 'win32-x64',
    machine: 'lab-win-01',
    by: 'machine',
    createdAt: '2026-11-24T23:45:01.123Z',
    endedAt: '2026-11-25T05:45:01.123Z',
    state: 'finished',
    reason: 'the time is over: 6 h 00 min',
    verdict: variants.some(({ verdict }) => verdict === 'crashes') ? 'crashes' : 'inconclusive',
    seed: 1000,
    jobs: 4,
    shard: null,
    merged: [],
    seconds: 21_600,
    totals: {
      trials: sum('trials'),
      crashed: sum('crashed'),
      clean: sum('clean'),
      hung: sum('hung'),
      failed: sum('failed'),
      interrupted: sum('interrupted'),
      iterations: sum('iterations'),
      seconds: sum('seconds'),
    },
    variants,
    pace: Array.from({ length: 120 }, (_, index) =>
      sum('trials') === 0 ? 0 : index > 50 && index < 56 ? 0 : 2.5 + next(),
    ),
    notes: [],
    journal: { torn: 0, corrupt: [], duplicates: [] },
    provenance: variants.map(({ name }) => `provenance/${name.replaceAll(/[^\w.~+-]/g, '_')}.json`),
    resume: null,
    ...changes,
  };
}

/** A verdict of "the same" but for what is given. */
export function nightVerdict(variant: string, changes: Partial<NightVerdict> = {}): NightVerdict {
  return {
    variant,
    kind: 'same',
    reason: '31 crashes in 3.1e7 iterations tonight, 30 in 2.9e7 in the 7 nights before',
    before: hazardRecord(30, 29_000_000),
    after: hazardRecord(31, 31_000_000),
    ratio: { value: 0.97, lower: 0.6, upper: 1.7, confidence: 0.99 },
    dispersion: 1.1,
    newSignatures: [],
    vanishedSignatures: [],
    changed: [],
    baseline: ['20261123-234501-numpy-pypy-1111', '20261122-234501-numpy-pypy-2222'],
    ...changes,
  };
}

export function nightReport(
  variants: readonly NightVerdict[],
  changes: Partial<NightReport> = {},
): NightReport {
  return {
    schema: 'winrepro/night-verdict/1',
    campaign: '20261124-234501-numpy-pypy-4f2a',
    recipe: 'numpy-pypy',
    at: '2026-11-24T23:45:01.123Z',
    machine: 'lab-win-01',
    verdict: variants[0]?.kind ?? 'same',
    variants,
    ...changes,
  };
}

/** The night of a day that is counted from 2026-11-01. */
export function night(
  day: number,
  crashes: number,
  exposure: number,
  changes: Partial<Night> = {},
): Night {
  const date = new Date(Date.UTC(2026, 10, day, 23, 45, 1));
  return {
    campaign: `${date.toISOString().slice(0, 10).replaceAll('-', '')}-234501-numpy-pypy-4f2a`,
    kind: 'stress',
    at: date.toISOString(),
    recipe: 'numpy-pypy',
    variant: 'ltcg',
    platform: 'win32-x64',
    machine: 'lab-win-01',
    winrepro: '0.1.0',
    state: 'finished',
    iterations: 50_000,
    watch: 'file',
    builds: ['4f2a'.repeat(16)],
    trials: Math.round(exposure / 40_000),
    crashed: crashes,
    clean: Math.round(exposure / 40_000) - crashes,
    hung: 0,
    failed: 0,
    interrupted: 0,
    seeds: null,
    hazard: hazardRecord(crashes, exposure),
    signatures: crashes === 0 ? [] : [{ signature: ACCESS_VIOLATION, count: crashes }],
    provenance: { compiler: '19.29.30133', flags: '/GL /LTCG', processor: 'Xeon E5-2680' },
    ...changes,
  };
}
