/** What the parts of a command may stand for, besides the recipe's own parameters. */
export const placeholders = [
  'program',
  'interpreter',
  'interpreterOptions',
  'script',
  'iterations',
  'seed',
  'heartbeat',
  'scratch',
  'tree',
] as const;

/** The names in braces of a word, `['seed']` of `--seed={seed}`. */
export function placeholdersIn(word: string): readonly string[] {
  return [...word.matchAll(/\{([\w.-]+)\}/g)].map((match) => match[1] ?? '');
}
