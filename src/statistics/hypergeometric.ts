import { logGamma } from './log-gamma.ts';

/** `drawn` balls, without putting back, from `population` of which `marked` are marked. */
export interface Urn {
  readonly population: number;
  readonly marked: number;
  readonly drawn: number;
}

/** Natural logarithms of P(at most so many) and P(at least so many). */
export interface LogTails {
  readonly atMost: number;
  readonly atLeast: number;
}

/** A term that adds less than this share changes no digit of a sum. */
const NEGLIGIBLE = 1e-17;

/**
 * Both tails of the hypergeometric law of the marked balls among those drawn, C(K, x) C(N - K, n - x)
 * / C(N, n), as natural logarithms, since chances such as 10^-2000 are no double: the term at
 * `count` by ln Γ (relative error about 1e-7 for ten million balls), and the further ones by their
 * ratios. Throws RangeError for an urn that cannot be.
 */
export function hypergeometricTails(count: number, urn: Urn): LogTails {
  const { population, marked, drawn } = urn;
  const whole = [population, marked, drawn, count].every(Number.isSafeInteger);
  if (!whole || marked < 0 || drawn < 0 || marked > population || drawn > population) {
    throw new RangeError(`no urn of ${population} with ${marked} marked and ${drawn} drawn`);
  }
  const least = Math.max(0, drawn - (population - marked));
  const most = Math.min(drawn, marked);
  if (count < least) return { atMost: -Infinity, atLeast: 0 };
  if (count > most) return { atMost: 0, atLeast: -Infinity };
  if (count * population <= marked * drawn) {
    const atMost = Math.min(0, logTerm(count, urn) + Math.log(sumDown(count, least, urn)));
    return { atMost, atLeast: complement(atMost, logTerm(count, urn)) };
  }
  const atLeast = Math.min(0, logTerm(count, urn) + Math.log(sumUp(count, most, urn)));
  return { atMost: complement(atLeast, logTerm(count, urn)), atLeast };
}

/** ln of the chance of a count at least as unlikely on its side, doubled, at most ln 1. */
export function logTwoSided({ atMost, atLeast }: LogTails): number {
  return Math.min(0, Math.LN2 + Math.min(atMost, atLeast));
}

/** ln(1 - tail + term): the other tail, which has the term at the count too. */
function complement(logTail: number, logOwn: number): number {
  return Math.min(0, Math.log1p(Math.exp(logOwn) - Math.exp(logTail)));
}

function logTerm(x: number, { population, marked, drawn }: Urn): number {
  return (
    logChoose(marked, x) + logChoose(population - marked, drawn - x) - logChoose(population, drawn)
  );
}

function logChoose(n: number, k: number): number {
  return k === 0 || k === n ? 0 : logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/** The terms from `count` down to `least`, in units of the first. */
function sumDown(count: number, least: number, { population, marked, drawn }: Urn): number {
  let [sum, term] = [1, 1];
  for (let x = count; x > least; x--) {
    term *= (x * (population - marked - drawn + x)) / ((marked - x + 1) * (drawn - x + 1));
    sum += term;
    if (term < sum * NEGLIGIBLE) break;
  }
  return sum;
}

/** The terms from `count` up to `most`, in units of the first. */
function sumUp(count: number, most: number, { population, marked, drawn }: Urn): number {
  let [sum, term] = [1, 1];
  for (let x = count; x < most; x++) {
    term *= ((marked - x) * (drawn - x)) / ((x + 1) * (population - marked - drawn + x + 1));
    sum += term;
    if (term < sum * NEGLIGIBLE) break;
  }
  return sum;
}
