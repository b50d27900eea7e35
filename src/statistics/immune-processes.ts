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
  const mixed = fitMixture(lifetimes, {
    share: 1 - crashes / lifetimes.length,
    hazard: crashes / lived,
  });
  const ratio = 2 * (logLikelihood(lifetimes, mixed) - logLikelihood(lifetimes, plain));
  return ratio <= 0
    ? { share: 0, pValue: 1 }
    : { share: mixed.share, pValue: chiSquareUpperTail(ratio, 1) / 2 };
}

interface Mixture {
  readonly share: number;
  readonly hazard: number;
}

/**
 * Climbs from the far end, where every clean process is immune: from a share of 0 there is no way
 * up.
 */
function fitMixture(lifetimes: readonly Lifetime[], start: Mixture): Mixture {
  const crashes = lifetimes.filter(({ crashed }) => crashed).length;
  let fit = start;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    let [immune, exposure] = [0, 0];
    for (const { time, crashed } of lifetimes) {
      const doubt = crashed ? 0 : immuneChance(fit, time);
      immune += doubt;
      exposure += (1 - doubt) * time;
    }
    const next = { share: immune / lifetimes.length, hazard: crashes / exposure };
    if (Math.abs(next.share - fit.share) < 1e-7) return next;
    fit = next;
  }
  return fit;
}

/** The chance that a process which was clean for this long is immune. */
function immuneChance({ share, hazard }: Mixture, time: number): number {
  return share / (share + (1 - share) * Math.exp(-hazard * time));
}

function logLikelihood(lifetimes: readonly Lifetime[], { share, hazard }: Mixture): number {
  return lifetimes.reduce((sum, { time, crashed }) => {
    const mortal = (1 - share) * Math.exp(-hazard * time);
    return (
      sum +
      (crashed ? Math.log1p(-share) + Math.log(hazard) - hazard * time : Math.log(share + mortal))
    );
  }, 0);
}
