/** A function's value and its derivative at one place. */
export interface Slope {
  readonly value: number;
  readonly slope: number;
}

/** Longest single step, in the units of the argument (logarithms, in all the uses here). */
const LONGEST_STEP = 40;
const MOST_STEPS = 300;

/**
 * The root of an increasing function: Newton's method, kept inside what is already known to hold
 * the root, with bisection where a step would leave it. Exact to the last digits of the argument.
 * Throws RangeError when the function never changes its sign within reach.
 */
export function solveIncreasing(at: (x: number) => Slope, start: number): number {
  let [low, high, x] = [-Infinity, Infinity, start];
  for (let step = 0; step < MOST_STEPS; step++) {
    const { value, slope } = at(x);
    if (value === 0) return x;
    if (value < 0) low = x;
    else high = x;
    const next = nextPlace({ low, high, x, newton: x - value / slope });
    if (Math.abs(next - x) <= 4e-16 * Math.max(1, Math.abs(x))) return next;
    x = next;
  }
  throw new RangeError(`no root was found from ${start} on in ${MOST_STEPS} steps`);
}

function nextPlace({
  low,
  high,
  x,
  newton,
}: Record<'low' | 'high' | 'x' | 'newton', number>): number {
  const far = Math.abs(newton - x) > LONGEST_STEP;
  if (newton > low && newton < high && !far) return newton;
  if (low === -Infinity) return x - LONGEST_STEP;
  if (high === Infinity) return x + LONGEST_STEP;
  return low + (high - low) / 2;
}
