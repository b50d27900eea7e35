import { editDistance } from './edit-distance.ts';

/** The candidates, the ones most like `word` first; equally like ones keep their order. */
export function byLikeness(word: string, candidates: readonly string[]): readonly string[] {
  const folded = word.toLowerCase();
  const distance = new Map(
    candidates.map((candidate) => [candidate, editDistance(folded, candidate.toLowerCase())]),
  );
  return candidates.toSorted((a, b) => (distance.get(a) ?? 0) - (distance.get(b) ?? 0));
}

/** The candidate that was most likely meant; undefined when none is near enough to be a slip. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = byLikeness(word, candidates);
  if (best === undefined) return undefined;
  const slips = Math.max(1, Math.floor(Math.max(word.length, best.length) * 0.4));
  const distance = editDistance(word.toLowerCase(), best.toLowerCase());
  return distance <= slips && distance < best.length ? best : undefined;
}
