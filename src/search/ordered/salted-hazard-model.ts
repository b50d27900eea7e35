import type { Rate } from '../../statistics/hazard.ts';
import { inverseIncompleteGamma } from '../../statistics/incomplete-gamma.ts';
import { poissonTerm } from '../../statistics/log-gamma.ts';
import type { Sample } from './evidence.ts';
import { LEAST_CHANCE, type HazardData, type HazardModel, type Outlook } from './hazard-model.ts';
import { entry } from './entry.ts';

const NODES = 32;
/** What is left out of the hazard's distribution at each end. */
const CUT = 1e-8;

/**
 * Layouts that hide the crash with the chance `masked` (facts search-under-noise 5.4): a crashing
 * index stays clean in a layout for T with m + (1 - m) e^(-rho lambda T). The layouts share the
 * hazard lambda, so their product is taken at each node of a trapezoid rule over ln(lambda), as in
 * statistics/expectation.ts, and summed last.
 */
export function saltedHazardModel(data: HazardData, masked: number): HazardModel {
  const { size, rho } = data;
  const nodes = hazardNodes(data.control);
  const hazards = nodes.hazards.map((hazard) => rho * hazard);
  const weights = logWeights(data, { hazards, logs: nodes.logs, masked });
  const logLikelihood = normaliseRows(weights, size + 1);
  return {
    logLikelihood,
    outlook: (past, exposure, posterior) =>
      outlook({ weights, hazards, masked, posterior }, past, exposure),
  };
}

/** Nodes of the gamma distribution of the control's hazard, with the logarithms of their weights. */
function hazardNodes({ crashes, exposure }: Rate): { hazards: Float64Array; logs: Float64Array } {
  const low = Math.log(inverseIncompleteGamma(crashes, { lower: CUT, upper: 1 - CUT }));
  const high = Math.log(inverseIncompleteGamma(crashes, { lower: 1 - CUT, upper: CUT }));
  const hazards = new Float64Array(NODES);
  const logs = new Float64Array(NODES);
  for (let node = 0; node < NODES; node++) {
    const x = Math.exp(low + ((high - low) * node) / (NODES - 1));
    hazards[node] = x / exposure;
    logs[node] = Math.log(poissonTerm(crashes, x));
  }
  return { hazards, logs };
}

interface Mixture {
  readonly hazards: Float64Array;
  readonly logs: Float64Array;
  readonly masked: number;
}

/** Row j: ln weight of each node given hypothesis j and the evidence, not normalised. */
function logWeights({ size, samples }: HazardData, mixture: Mixture): Float64Array {
  const weights = new Float64Array((size + 1) * NODES);
  for (const sample of samples) addSample(weights, sample, mixture);
  for (let node = 0; node < NODES; node++) {
    let sum = entry(mixture.logs, node);
    for (let at = size * NODES + node; at >= 0; at -= NODES) {
      sum += entry(weights, at);
      weights[at] = sum;
    }
  }
  return weights;
}

function addSample(weights: Float64Array, sample: Sample, { hazards, masked }: Mixture): void {
  const { index, crashes, exposure } = sample;
  hazards.forEach((hazard, node) => {
    const at = index * NODES + node;
    const survives = hazard * exposure;
    const log =
      crashes > 0
        ? crashes * Math.log(hazard) - survives
        : Math.log(masked + (1 - masked) * Math.exp(-survives));
    weights[at] = entry(weights, at) + log;
  });
}

/** Turns each row of logarithms into weights that sum to 1; gives the logarithms of the sums. */
function normaliseRows(weights: Float64Array, rows: number): Float64Array {
  const sums = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const entries = weights.subarray(row * NODES, (row + 1) * NODES);
    const highest = entries.reduce((most, entry) => Math.max(most, entry), -Infinity);
    let sum = 0;
    entries.forEach((entry, node) => {
      const weight = Math.exp(entry - highest);
      entries[node] = weight;
      sum += weight;
    });
    entries.forEach((entry, node) => (entries[node] = entry / sum));
    sums[row] = highest + Math.log(sum);
  }
  return sums;
}

interface Hazards {
  readonly weights: Float64Array;
  readonly hazards: Float64Array;
  readonly masked: number;
  readonly posterior: Float64Array;
}

function outlook(known: Hazards, past: number, exposure: number): Outlook {
  const { weights, hazards, posterior } = known;
  const shows = shownShares(known, past);
  const clean = new Float64Array(posterior.length);
  const duration = new Float64Array(posterior.length);
  const survives = hazards.map((hazard) => Math.exp(-hazard * exposure));
  for (let row = 0; row < posterior.length; row++) {
    if (entry(posterior, row) < LEAST_CHANCE) continue;
    let [stays, lasts] = [0, 0];
    for (let node = 0; node < NODES; node++) {
      const weight = entry(weights, row * NODES + node);
      const show = entry(shows, node);
      const survive = entry(survives, node);
      stays += weight * (1 - show + show * survive);
      const until = (1 - survive) / entry(hazards, node);
      lasts += weight * ((1 - show) * exposure + show * until);
    }
    clean[row] = stays;
    duration[row] = lasts;
  }
  return { clean, duration };
}

/** By node, the chance that a layout shows the crash though it stayed clean for so long. */
function shownShares({ hazards, masked }: Hazards, past: number): Float64Array {
  return hazards.map((hazard) => {
    const shown = (1 - masked) * Math.exp(-hazard * past);
    return shown / (masked + shown);
  });
}
