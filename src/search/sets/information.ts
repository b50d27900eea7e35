/** The entropy of a yes or no with this chance, in bits. */
function entropy(chance: number): number {
  if (chance <= 0 || chance >= 1) return 0;
  return -chance * Math.log2(chance) - (1 - chance) * Math.log2(1 - chance);
}

/**
 * What a run tells of whether a candidate crashes, in bits: it does with this chance, and is then
 * still clean with the chance `miss`; one that does not crash is always clean.
 */
export function runInformation(crashes: number, miss: number): number {
  return entropy(crashes * (1 - miss)) - crashes * entropy(miss);
}
