/** One prerequisite, looked for on this machine. */
export interface Finding {
  readonly name: string;
  /** False only when what was asked for cannot be done without it. */
  readonly ok: boolean;
  /** What was found, with its version; null when nothing was. */
  readonly found: string | null;
  readonly neededFor: string;
  /** The next move, with the exact command; null when all is well. */
  readonly remedy: string | null;
}
