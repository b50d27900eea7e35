/**
 * The seed of a trial: the run's seed for the first, then counted on, so that any trial can be
 * repeated by hand with the number that its record shows.
 */
export function trialSeed(runSeed: number, trialId: number): number {
  return runSeed + trialId - 1;
}

/** The largest seed that a run takes, so that its trials' seeds stay exact integers. */
export const LARGEST_SEED = 2 ** 48;
