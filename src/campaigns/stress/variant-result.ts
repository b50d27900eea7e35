import type {
  StressModel,
  StressSignature,
  StressVariantResult,
  WorkerShare,
} from '../../records/stress-result.ts';
import type { StressVariant } from '../../records/stress-record.ts';
import { exponentialFit } from '../../statistics/exponential-fit.ts';
import { clopperPearson } from '../../statistics/proportion.ts';
import { survivalCurve } from '../../statistics/survival-curve.ts';
import { thinBand } from '../../statistics/thin-curve.ts';
import { weibullShape } from '../../statistics/weibull.ts';
import { hazardRecord } from '../hazard-record.ts';
import type { StressTally } from './tally.ts';
import type { SignatureTally, VariantTally } from './variant-tally.ts';

const CONFIDENCE = 0.95;
const MOST_ITERATIONS = 1000;
const MOST_STEPS = 500;
const MOST_FAULTS = 10;

/**
 * What is known of one variant, from what its trials have come to.
 *
 * @param again the command that repeats the trial of a seed.
 */
export function variantResult(
  variant: StressVariant,
  tally: VariantTally,
  { failed, builds }: StressTally,
  again: (seed: number) => string,
): StressVariantResult {
  const { outcomes, signatures, faults, workers, lifetimes } = tally;
  const trials = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const buildOf = (worker: string): string | null => builds.get(worker)?.get(variant.name) ?? null;
  const all = [...builds.values()].flatMap((own) => own.get(variant.name) ?? []);
  return {
    ...variant,
    failed: failed.get(variant.name) ?? null,
    builds: [...new Set(all)].sort(),
    totals: { trials, ...outcomes, iterations: tally.iterations, seconds: tally.seconds },
    verdict: outcomes.crashed > 0 ? 'crashes' : 'inconclusive',
    hazard: hazardRecord({ crashes: outcomes.crashed, exposure: tally.exposure }),
    perTrial: perTrial(outcomes.crashed, outcomes.crashed + outcomes.clean),
    signatures: [...signatures]
      .map((one) => signatureResult(one, again))
      .sort((a, b) => b.count - a.count),
    faults: [...faults.values()].sort((a, b) => b.count - a.count).slice(0, MOST_FAULTS),
    model: modelOf(lifetimes),
    workers: [...workers]
      .map(([worker, own]): WorkerShare => ({
        worker,
        trials: own.trials,
        hazard: hazardRecord(own),
        build: buildOf(worker),
      }))
      .sort((a, b) => (a.worker < b.worker ? -1 : 1)),
  };
}

function perTrial(crashed: number, ended: number): StressVariantResult['perTrial'] {
  if (ended === 0) return null;
  const { lower, upper } = clopperPearson(crashed, ended, CONFIDENCE);
  return { rate: crashed / ended, lower, upper };
}

function signatureResult(
  [signature, tally]: [string, SignatureTally],
  again: (seed: number) => string,
): StressSignature {
  const { count, evidence } = tally;
  const { seed } = tally.first;
  const first = { ...tally.first, again: seed === null ? null : again(seed) };
  const sorted = [...tally.iterations].sort((a, b) => a - b);
  return { signature, count, iterations: spread(sorted, MOST_ITERATIONS), first, evidence };
}

/** At most so many of the numbers, evenly spread over their ranks, the ends included. */
function spread(sorted: readonly number[], most: number): readonly number[] {
  if (sorted.length <= most) return sorted;
  return Array.from(
    { length: most },
    (_, place) => sorted[Math.round((place * (sorted.length - 1)) / (most - 1))] ?? 0,
  );
}

function modelOf(lifetimes: VariantTally['lifetimes']): StressModel {
  const curve = survivalCurve(lifetimes);
  const longest = lifetimes.reduce((most, { time }) => Math.max(most, time), 0);
  const steps = curve.length === 0 ? [] : thinBand(curve, MOST_STEPS, CONFIDENCE);
  return {
    curve: steps.map(({ time, survival, lower, upper }) => ({ time, survival, lower, upper })),
    longest,
    exponentialP: exponentialFit(lifetimes)?.pValue ?? null,
    weibull: finiteShape(weibullShape(lifetimes, CONFIDENCE)),
  };
}

/** Lifetimes that are all the same have no shape that a number could tell. */
function finiteShape(weibull: StressModel['weibull']): StressModel['weibull'] {
  return weibull !== null && Number.isFinite(weibull.upper) ? weibull : null;
}
