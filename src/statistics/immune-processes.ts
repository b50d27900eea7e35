import { chiSquareUpperTail } from './distributions.ts';
import type { Lifetime } from './exposure.ts';

export interface ImmuneProcesses {
  /** The share of processes that can never crash, as estimated. */
  readonly share: number;
  /** The chance of evidence as strong when no process is immune. */
  readonly pValue: number;
}

const FEWEST_CRASHES = 3;
const MOST_TURNS = 2000;

/**
 * The dispersion of crashes over processes: a process crashes at most once, so processes of two
 * kinds show as a plateau of the survival curve. Maximum likelihood of a mixture of immune and
 * exponential processes (Farewell, Biometrics 38, 1982) by the EM algorithm, held against the plain
 * exponential; on the edge of the parameter space the likelihood ratio is half chi-square with one
 * degree of freedom (Self and Liang, JASA 82, 1987). Null with fewer than 3 crashes, or when
 * all came before the first tick of the clock.
 */
export function immuneProcesses(lifetimes: readonly Lifetime[]): ImmuneProcesses | null {
  const crashes = lifetimes.filter(({ crashed }) => crashed).length;
  const exposure = lifetimes.reduce((total, { time }) => total + time, 0);
  const lived = lifetimes.reduce((total, { time, crashed }) => total + (crashed ? time : 0), 0);
  if (crashes < FEWEST_CRASHES || lived === 0) return null;
  if (crashes === lifetimes.length) return { share: 0, pValue: 1 };
  const plain = { share: 0, hazard: crashes / exposure };
  const clean = lifetimes.filter(({ crashed }) => !crashed);
  const sample = { clean: Float64Array.from(clean, ({ time }) => time), crashes, lived };
  const mixed = fitMixture(sample, {
    share: 1 - crashes / lifetimes.length,
    hazard: crashes / lived,
  });
  const ratio = 2 * (logLikelihood(sample, mixed) - logLikelihood(sample, plain));
  return ratio <= 0
    ? { share: 0, pValue: 1 }
    : { share: mixed.share, pValue: chiSquareUpperTail(ratio, 1) / 2 };
}

interface Mixture {
  readonly share: number;
  readonly hazard: number;
}

/** Clean lifetimes one by one, crashes by what the likelihood needs of them. */
interface Sample {
  readonly clean: Float64Array;
  readonly crashes: number;
  /** The sum of the lifetimes that a crash ended. */
  readonly lived: number;
}

/**
 * Climbs from the far end, where every clean process is immune: from a share of 0 there is no way
 * up. Each turn follows two steps of the EM algorithm as far as they point, when that is higher
 * still (SQUAREM, scheme S3: Varadhan and Roland, Scandinavian Journal of Statistics 35, 2008):
 * alone they crawl where the times are short, for seconds with 200,000 processes.
 */
function fitMixture(sample: Sample, start: Mixture): Mixture {
  let fit = start;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const first = emStep(sample, fit);
    if (Math.abs(first.share - fit.share) < 1e-7) return first;
    const second = emStep(sample, first);
    const far = extrapolate(fit, first, second);
    fit = logLikelihood(sample, far) > logLikelihood(sample, second) ? far : second;
  }
  return fit;
}

function emStep({ clean, crashes, lived }: Sample, fit: Mixture): Mixture {
  let [immune, exposure] = [0, lived];
  for (const time of clean) {
    const doubt = immuneChance(fit, time);
    immune += doubt;
    exposure += (1 - doubt) * time;
  }
  return { share: immune / (clean.length + crashes), hazard: crashes / exposure };
}

/** On the scale of the share and the logarithm of the hazard; never past a share of 0 or 1. */
function extrapolate(from: Mixture, first: Mixture, second: Mixture): Mixture {
  const share = pathOf([from.share, first.share, second.share]);
  const log = pathOf([Math.log(from.hazard), Math.log(first.hazard), Math.log(second.hazard)]);
  const bend = Math.hypot(share.bend, log.bend);
  const stretch = bend === 0 ? 1 : Math.max(1, Math.hypot(share.way, log.way) / bend);
  const along = ({ start, way, bend: turn }: Path): number =>
    start + 2 * stretch * way + stretch * stretch * turn;
  return {
    share: Math.min(Math.max(along(share), second.share / 4), 1 - (1 - second.share) / 4),
    hazard: Math.exp(along(log)),
  };
}

/** A coordinate's start, its first step, and how much the second differed from that. */
interface Path {
  readonly start: number;
  readonly way: number;
  readonly bend: number;
}

function pathOf([start, next, last]: readonly [number, number, number]): Path {
  return { start, way: next - start, bend: last - next - (next - start) };
}

/** The chance that a process which was clean for this long is immune. */
function immuneChance({ share, hazard }: Mixture, time: number): number {
  return share / (share + (1 - share) * Math.exp(-hazard * time));
}

function logLikelihood({ clean, crashes, lived }: Sample, { share, hazard }: Mixture): number {
  let sum = crashes * (Math.log1p(-share) + Math.log(hazard)) - hazard * lived;
  for (const time of clean) sum += Math.log(share + (1 - share) * Math.exp(-hazard * time));
  return sum;
}
