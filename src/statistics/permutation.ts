import { seededRandom } from './random.ts';

/** The numbers from 0 to size - 1 in an order of the seed's choice (Fisher and Yates). */
export function permutation(size: number, seed: number): readonly number[] {
  const random = seededRandom(seed);
  const order = Array.from({ length: size }, (_, index) => index);
  for (let index = size - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    const [a, b] = [order[index] ?? 0, order[other] ?? 0];
    order[index] = b;
    order[other] = a;
  }
  return order;
}
