// What people do without a stated error: delta debugging with repeats, and leaving out one element
// at a time. They are searches too, so that one simulator measures all.

/**
 * @typedef {import('../../src/search/search.ts').Search<readonly number[]>} Foil
 * @typedef {(set: readonly number[]) => string} Name
 * @typedef {Generator<readonly number[], readonly number[], boolean>} Questions sets that are asked,
 *   whether each crashes, and the set that is left
 */

/**
 * A search that takes a set for clean after a fixed clean exposure.
 * @param {Questions} questions
 * @param {{ name: Name, cleanAfter: number }} options
 * @returns {Foil}
 */
export function foil(questions, { name, cleanAfter }) {
  /** @type {Map<string, boolean>} */ const verdicts = new Map();
  let asked = questions.next();
  let clean = 0;
  const answer = (/** @type {boolean} */ crashed) => {
    if (asked.done) return;
    verdicts.set(name(asked.value), crashed);
    clean = 0;
    do {
      const known = verdicts.get(name(asked.value));
      if (known === undefined) return;
      asked = questions.next(known);
    } while (!asked.done);
  };
  return {
    observe: (observation) => {
      if (observation.type !== 'trial') return;
      clean += observation.exposure;
      if (observation.crashed) answer(true);
      else if (clean >= cleanAfter * (1 - 1e-9)) answer(false);
    },
    next: () =>
      asked.done
        ? { kind: 'end' }
        : {
            kind: 'probe',
            probe: {
              candidate: name(asked.value),
              layout: 0,
              exposure: cleanAfter - clean,
              purpose: 'screen',
            },
          },
    answer: () => asked.value,
    sampleTruth: () => () => false,
  };
}

/**
 * Delta debugging (Zeller and Hildebrandt, 2002): halves, quarters, ... and their complements.
 * @param {number} size
 * @returns {Questions}
 */
export function* ddmin(size) {
  let set = Array.from({ length: size }, (_, element) => element);
  let parts = 2;
  while (set.length > 1) {
    const chunks = split(set, parts);
    const complements = chunks.map((chunk) => set.filter((element) => !chunk.includes(element)));
    const smaller = yield* firstCrashing(chunks);
    if (smaller) {
      [set, parts] = [smaller, 2];
      continue;
    }
    // In two parts the complements are the parts.
    const reduced = parts > 2 ? yield* firstCrashing(complements) : null;
    if (reduced) [set, parts] = [reduced, Math.max(parts - 1, 2)];
    else if (parts < set.length) parts = Math.min(2 * parts, set.length);
    else break;
  }
  return set;
}

/**
 * @param {number} size
 * @returns {Questions}
 */
export function* leaveOneOut(size) {
  let set = Array.from({ length: size }, (_, element) => element);
  for (let element = 0; element < size && set.length > 1; element++) {
    const rest = set.filter((other) => other !== element);
    if (yield rest) set = rest;
  }
  return set;
}

/**
 * @param {readonly number[][]} sets
 * @returns {Generator<readonly number[], number[] | null, boolean>}
 */
function* firstCrashing(sets) {
  for (const set of sets) if (yield set) return set;
  return null;
}

/**
 * @param {readonly number[]} set
 * @param {number} parts
 */
function split(set, parts) {
  return Array.from({ length: parts }, (_, part) =>
    set.slice(
      Math.floor((part * set.length) / parts),
      Math.floor(((part + 1) * set.length) / parts),
    ),
  );
}
