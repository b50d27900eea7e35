/** How the options of one tool take each other back. */
export interface OptionRules {
  /** Options with the same key decide the same matter; the last of them counts. */
  readonly keyOf: (option: string) => string;
  /**
   * What has to stand before the wanted options of a key for those found to count no more: nothing
   * where the wanted ones win by being last; null where no option takes the found ones back.
   */
  readonly undo: (
    key: string,
    found: readonly string[],
    wanted: readonly string[],
  ) => readonly string[] | null;
}

/** cl and link take a dash for a slash. */
export function withSlash(option: string): string {
  return option.replace(/^-/, '/');
}
