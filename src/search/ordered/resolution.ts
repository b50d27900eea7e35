/** Hypotheses that no probe can tell apart: the crash begins after one index and up to another. */
export interface Group {
  /** The index that a crash of would confirm the group; null when it cannot be confirmed. */
  readonly last: number | null;
  readonly mass: number;
}

/**
 * The likeliest group. Groups end at the indexes that can be tried and at the first that is known to
 * crash; without skips each hypothesis is one. "None" is a group of its own, unless indexes at the
 * end cannot be tried: then nothing tells them from it.
 */
export function likeliestGroup(
  posterior: Float64Array,
  testable: ReadonlySet<number>,
  firstCrash: number,
): Group {
  let best: Group = { last: null, mass: 0 };
  let mass = 0;
  posterior.forEach((chance, j) => {
    mass += chance;
    const none = j === posterior.length - 1;
    if (!none && j !== firstCrash && !testable.has(j)) return;
    if (mass > best.mass) best = { last: none ? null : j, mass };
    mass = 0;
  });
  return best;
}
