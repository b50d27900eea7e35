/**
 * What a search without a crash still allows. Both bounds are exact for zero crashes; with the
 * usual 95 % they are known as the rule of three ("at most 3 in the exposure").
 */

/**
 * Upper confidence limit of the crash hazard, in crashes per unit of exposure, after an exposure
 * without a crash: -ln(1 - confidence) / exposure, for crashes that come at a constant rate
 * (exponential times). Null when there was no exposure: nothing is known then.
 * Throws RangeError for an exposure or a confidence that cannot be.
 */
export function hazardUpperBound(exposure: number, confidence: number): number | null {
  const alpha = significance(confidence);
  if (!(exposure >= 0) || exposure === Infinity) {
    throw new RangeError(`exposure must be a finite number of at least 0, not ${exposure}`);
  }
  return exposure === 0 ? null : -Math.log(alpha) / exposure;
}

/**
 * Upper confidence limit of the probability that one trial crashes, after so many trials without
 * a crash: 1 - (1 - confidence)^(1 / trials), the one-sided limit of Clopper and Pearson (1934).
 * 59 trials: 4.95 %; 299 trials: 1 %. Null after none. Throws RangeError as above.
 */
export function crashProbabilityUpperBound(trials: number, confidence: number): number | null {
  const alpha = significance(confidence);
  if (!Number.isSafeInteger(trials) || trials < 0) {
    throw new RangeError(`trials must be a whole number of at least 0, not ${trials}`);
  }
  // expm1 keeps the digits that 1 - x would lose for many trials.
  return trials === 0 ? null : -Math.expm1(Math.log(alpha) / trials);
}

function significance(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must lie between 0 and 1, not be ${confidence}`);
  }
  return 1 - confidence;
}
