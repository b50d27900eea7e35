/**
 * The discrete Fourier transform of `size` real values, in place and in complex form: Cooley and
 * Tukey's radix 2 (Mathematics of Computation 19, 1965). Throws RangeError when the sizes of the two
 * parts differ or are no power of two.
 */
export function fourier(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  if (imaginary.length !== size || size < 1 || (size & (size - 1)) !== 0) {
    throw new RangeError(`a transform needs two parts of 2^n values, not ${size}`);
  }
  reorder(real, imaginary);
  for (let half = 1; half < size; half *= 2) {
    for (let turn = 0; turn < half; turn++) {
      const angle = (-Math.PI * turn) / half;
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      for (let low = turn; low < size; low += 2 * half) {
        const high = low + half;
        const [a, b] = [real[high] ?? 0, imaginary[high] ?? 0];
        const [x, y] = [a * cosine - b * sine, a * sine + b * cosine];
        real[high] = (real[low] ?? 0) - x;
        imaginary[high] = (imaginary[low] ?? 0) - y;
        real[low] = (real[low] ?? 0) + x;
        imaginary[low] = (imaginary[low] ?? 0) + y;
      }
    }
  }
}

/** Puts each value where the bits of its place, read backwards, say. */
function reorder(real: Float64Array, imaginary: Float64Array): void {
  let other = 0;
  for (let place = 1; place < real.length; place++) {
    let bit = real.length >> 1;
    for (; (other & bit) !== 0; bit >>= 1) other ^= bit;
    other |= bit;
    if (place >= other) continue;
    for (const part of [real, imaginary]) {
      const kept = part[place] ?? 0;
      part[place] = part[other] ?? 0;
      part[other] = kept;
    }
  }
}
