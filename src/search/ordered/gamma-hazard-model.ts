import { LEAST_CHANCE, type HazardData, type HazardModel, type Outlook } from './hazard-model.ts';
import { entry } from './entry.ts';

/** The closed form, for programs that all show the crash when they have it. */
export function gammaHazardModel({ size, samples, control, rho }: HazardData): HazardModel {
  const crashes = samples.reduce((sum, sample) => sum + sample.crashes, 0);
  const shape = control.crashes + crashes;
  const rates = gammaRates({ size, samples, control, rho });
  return {
    // Who survives a crash counts it and all others: what depends on their number cancels.
    logLikelihood: rates.map((rate) => -shape * Math.log(rate)),
    outlook: (_past, exposure, posterior) => outlook({ rates, shape, rho, posterior }, exposure),
  };
}

/** The gamma distribution's rate by hypothesis: E0 and what those exposures weigh that it makes bad. */
function gammaRates({ size, samples, control, rho }: HazardData): Float64Array {
  const rates = new Float64Array(size + 1);
  for (const sample of samples) rates[sample.index] = entry(rates, sample.index) + sample.exposure;
  let below = 0;
  for (let j = size; j >= 0; j--) {
    below += entry(rates, j);
    rates[j] = control.exposure + rho * below;
  }
  return rates;
}

interface Hazards {
  readonly rates: Float64Array;
  readonly shape: number;
  readonly rho: number;
  readonly posterior: Float64Array;
}

function outlook({ rates, shape, rho, posterior }: Hazards, exposure: number): Outlook {
  const clean = new Float64Array(rates.length);
  const duration = new Float64Array(rates.length);
  rates.forEach((rate, j) => {
    if (entry(posterior, j) < LEAST_CHANCE) return;
    const longer = rate + rho * exposure;
    const stays = (rate / longer) ** shape;
    clean[j] = stays;
    duration[j] =
      shape === 1
        ? (rate / rho) * Math.log(longer / rate)
        : (rate - stays * longer) / (rho * (shape - 1));
  });
  return { clean, duration };
}
