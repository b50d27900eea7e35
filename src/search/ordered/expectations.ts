import { LEAST_CHANCE, type Outlook } from './hazard-model.ts';
import { entry } from './entry.ts';

/** What a probe is expected to bring, by index that is tried. */
export interface Expectation {
  /** Entropy that the outcome takes from the hypotheses, in nats. */
  readonly gain: Float64Array;
  readonly crash: Float64Array;
  /** Exposure of the process. */
  readonly duration: Float64Array;
}

const xLogX = (x: number): number => (x > 0 ? x * Math.log(x) : 0);

/**
 * For a process of each index i that ends by itself after `exposure`: hypotheses up to i make it
 * crash by the outlook, those after i leave it clean. All indexes in one pass by running sums.
 */
export function expectations(
  posterior: Float64Array,
  { clean, duration }: Outlook,
  exposure: number,
): Expectation {
  const size = posterior.length - 1;
  const result: Expectation = {
    gain: new Float64Array(size),
    crash: new Float64Array(size),
    duration: new Float64Array(size),
  };
  // Sums of x ln x: over the hypotheses that leave i clean, and over both outcomes of the others.
  let untouched = posterior.reduce((sum, chance) => sum + xLogX(chance), 0);
  const before = untouched;
  let [crashed, survived, crash, bad, lasts] = [0, 0, 0, 0, 0];
  for (let i = 0; i < size; i++) {
    const chance = entry(posterior, i);
    if (chance >= LEAST_CHANCE) {
      const stays = entry(clean, i);
      untouched -= xLogX(chance);
      crashed += xLogX(chance * (1 - stays));
      survived += xLogX(chance * stays);
      crash += chance * (1 - stays);
      bad += chance;
      lasts += chance * entry(duration, i);
    }
    const after = crashed - xLogX(crash) + untouched + survived - xLogX(1 - crash);
    result.gain[i] = Math.max(0, after - before);
    result.crash[i] = crash;
    result.duration[i] = lasts + Math.max(0, 1 - bad) * exposure;
  }
  return result;
}
