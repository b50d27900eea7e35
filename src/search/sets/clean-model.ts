import { checkRate, type Rate } from '../../statistics/hazard.ts';
import { logGamma } from '../../statistics/log-gamma.ts';
import { clearExposure } from '../../statistics/t-clear.ts';
import type { SearchSettings } from '../search.ts';

/** How likely a crashing candidate stays clean, given what the control has shown. */
export interface CleanModel {
  /** The share of layouts that hide the crash; 0 when a candidate has one layout only. */
  readonly masked: number;
  readonly layouts: number;
  /** Exposure per crash of the control. */
  readonly mean: number;
  readonly build: number;
  readonly startup: number;
  /**
   * The chance that a candidate with rho times the control's hazard is clean for these exposures,
   * each on another layout: the product of m + (1 - m) e^(-rho lambda T), the mean over the
   * control's gamma-distributed hazard taken of the whole (facts search-under-noise 5.1 and 5.4).
   */
  miss(exposures: readonly number[]): number;
  /** With one layout: the clean exposure that leaves a chance of `beta`. */
  clearExposure(beta: number): number;
}

type Settings = Pick<SearchSettings, 'control' | 'rho' | 'delta' | 'costs' | 'masked' | 'layouts'>;

/** Nodes of the trapezoid rule over ln(hazard), where the gamma density dies out at both ends. */
const NODES = 96;
/** Left out at the lower end. */
const CUT = 1e-14;

/** Costs are on the control's clock. Throws RangeError for settings that cannot be. */
export function createCleanModel(settings: Settings): CleanModel {
  checkSettings(settings);
  const { control, rho, costs, layouts } = settings;
  const { crashes, exposure } = control;
  const masked = layouts > 1 ? settings.masked : 0;
  const mean = exposure / crashes;
  return {
    masked,
    layouts,
    mean,
    build: costs.build * mean,
    startup: costs.startup * mean,
    clearExposure: (beta) => clearExposure(control, { beta, rho }),
    miss:
      masked > 0
        ? saltedMiss(hazardNodes(control), { rho, masked })
        : (exposures) => (exposure / (exposure + rho * sum(exposures))) ** crashes,
  };
}

function saltedMiss(
  nodes: readonly { hazard: number; weight: number }[],
  { rho, masked }: { rho: number; masked: number },
): CleanModel['miss'] {
  return (exposures) => {
    let mean = 0;
    for (const { hazard, weight } of nodes) {
      let product = weight;
      for (const time of exposures) {
        product *= masked + (1 - masked) * Math.exp(-rho * hazard * time);
      }
      mean += product;
    }
    return mean;
  };
}

/**
 * Hazards with their weights under the gamma distribution of the control's. As exact here as
 * `saltedMissProbability`, whose many steps would be too slow for each step of a search.
 */
function hazardNodes({ crashes, exposure }: Rate): { hazard: number; weight: number }[] {
  const low = (Math.log(CUT) + logGamma(crashes + 1)) / crashes;
  const high = Math.log(crashes + 9 * Math.sqrt(crashes) + 30);
  const places = Array.from({ length: NODES + 1 }, (_, at) => low + ((high - low) * at) / NODES);
  const densities = places.map((place) =>
    Math.exp(crashes * (place - Math.log(crashes)) - Math.exp(place) + crashes),
  );
  const total = sum(densities);
  return places.map((place, at) => ({
    hazard: Math.exp(place) / exposure,
    weight: (densities[at] ?? 0) / total,
  }));
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function checkSettings({ control, delta, rho, costs, masked, layouts }: Settings): void {
  checkRate(control);
  if (control.crashes === 0 || control.exposure === 0) {
    throw new RangeError('the control has not crashed yet: nothing can be measured against it');
  }
  if (!(delta > 0 && delta < 1)) throw new RangeError(`delta lies between 0 and 1, not ${delta}`);
  if (!(rho > 0 && rho <= 1)) throw new RangeError(`rho lies above 0, at most at 1, not ${rho}`);
  if (!(masked >= 0 && masked < 1)) {
    throw new RangeError(`the masked share of layouts is at least 0 and below 1, not ${masked}`);
  }
  if (!Number.isSafeInteger(layouts) || layouts < 1) {
    throw new RangeError(`a candidate has a whole number of at least 1 layouts, not ${layouts}`);
  }
  if (!(costs.build >= 0 && costs.startup >= 0)) {
    throw new RangeError(`costs are at least 0, not ${costs.build} and ${costs.startup}`);
  }
}
