import type { Lifetime, TrialOutcome } from '../../src/statistics/exposure.ts';

export const SIGNATURE = 'SIGSEGV find_array_prepare';

/** A trial that crashed in this iteration, on the usual clock. */
export function crashed(iterations: number, signature: string | null = SIGNATURE): TrialOutcome {
  return { outcome: 'crashed', signature, exposure: exposureOf(iterations) };
}

export function clean(iterations: number): TrialOutcome {
  return { outcome: 'clean', signature: null, exposure: exposureOf(iterations) };
}

export function ended(
  outcome: 'hung' | 'failed' | 'interrupted',
  iterations: number,
): TrialOutcome {
  return { outcome, signature: null, exposure: exposureOf(iterations) };
}

function exposureOf(iterations: number): TrialOutcome['exposure'] {
  return { iterations, seconds: iterations / 1000, minorCollections: null };
}

/** Lifetimes, crashes as plain numbers and those that were given up as negative ones. */
export function lifetimes(...times: readonly number[]): readonly Lifetime[] {
  return times.map((time) => ({ time: Math.abs(time), crashed: time > 0 }));
}

/**
 * The remission times of the 21 patients given 6-mercaptopurine, in weeks (Freireich et al., Blood
 * 21, 1963): the field's example, with published curves and fits.
 */
export const FREIREICH = lifetimes(
  ...[6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35],
);
