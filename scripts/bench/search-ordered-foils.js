// What is done without a posterior: plain bisection that calls an index clean after a fixed exposure.

/**
 * @typedef {import('../../src/statistics/hazard.ts').Rate} Rate
 * @typedef {import('./search-ordered-worlds.js').OrderedSearch} OrderedSearch
 */

/**
 * Bisection whose every clean end is believed after so many means of the control.
 * @param {number} means
 * @returns {(size: number, control: Rate) => OrderedSearch}
 */
export function plainBisection(means) {
  return (size, control) => bisection(size, (means * control.exposure) / control.crashes);
}

/**
 * Fixed repeats by the plug-in estimate, with Bonferroni's share of delta for each step: what a
 * careful reader of the textbook does.
 * @param {number} delta
 * @returns {(size: number, control: Rate) => OrderedSearch}
 */
export function bonferroniBisection(delta) {
  return (size, control) => {
    const steps = Math.ceil(Math.log2(size - 1));
    return bisection(size, (Math.log(steps / delta) * control.exposure) / control.crashes);
  };
}

/**
 * @param {number} size
 * @param {number} exposure
 * @returns {OrderedSearch}
 */
function bisection(size, exposure) {
  let [clean, crashing, left] = [0, size - 1, exposure];
  const middle = () => Math.floor((clean + crashing) / 2);
  return {
    observe(observation) {
      if (observation.type !== 'trial') return;
      left -= observation.exposure;
      const done = left <= 1e-9 * exposure;
      if (!observation.crashed && !done) return;
      if (observation.crashed) crashing = middle();
      else clean = middle();
      left = exposure;
    },
    next: () =>
      crashing - clean === 1
        ? { kind: 'end' }
        : {
            kind: 'probe',
            probe: { candidate: String(middle()), layout: 0, exposure: left, purpose: 'certify' },
          },
    answer: () => ({ kind: 'found', first: crashing }),
    sampleTruth: () => {
      throw new Error('plain bisection believes nothing');
    },
  };
}
