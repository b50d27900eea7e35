/**
 * Seeded randomness for simulations and for repeatable orders: xoshiro128** of Blackman and Vigna
 * ("Scrambled linear pseudorandom number generators", 2021; public domain), seeded through
 * SplitMix32 so that neighbouring seeds give unrelated streams. Not for secrets.
 */

/** A source of numbers strictly between 0 and 1, evenly spread over 2^53 - 1 values. */
export type Random = () => number;

export type State = readonly [number, number, number, number];

/**
 * The stream of a seed, a whole number from 0 to 2^53 - 1. Throws RangeError for any other seed.
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`a seed is a whole number from 0 to 2^53 - 1, not ${seed}`);
  }
  const next = splitMix32(seed >>> 0, Math.floor(seed / 2 ** 32));
  const bits = xoshiro128([next(), next(), next(), next()]);
  return () => {
    for (;;) {
      const value = ((bits() >>> 5) * 2 ** 26 + (bits() >>> 6)) / 2 ** 53;
      if (value > 0) return value;
    }
  };
}

/** The 32-bit outputs of xoshiro128**, from a state that is not all zeros. */
export function xoshiro128(state: State): () => number {
  let [a, b, c, d] = state;
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** Two words of seed: the second starts from where the first has led. */
function splitMix32(low: number, high: number): () => number {
  let state = (mix32((low + 0x9e3779b9) | 0) + high) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mix32(state);
  };
}

/** The 32-bit finaliser of MurmurHash3 (A. Appleby). */
function mix32(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** An exponential time with this mean. */
export function exponentialDraw(random: Random, mean: number): number {
  return -mean * Math.log(random());
}

/** A Weibull time: scale times a unit exponential to the power 1 / shape. */
export function weibullDraw(random: Random, shape: number, scale: number): number {
  return scale * exponentialDraw(random, 1) ** (1 / shape);
}

/**
 * A gamma draw with this shape and unit scale: Marsaglia and Tsang, "A simple method for generating
 * gamma variables", 2000; below shape 1 through shape + 1.
 */
export function gammaDraw(random: Random, shape: number): number {
  if (!(shape > 0)) throw new RangeError(`the shape of a gamma draw is above 0, not ${shape}`);
  if (shape < 1) return gammaDraw(random, shape + 1) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = normalDraw(random);
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(random()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) {
      return d * v;
    }
  }
}

/** Box and Muller, 1958; the second of the pair is not kept, so that no state hides here. */
function normalDraw(random: Random): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}
