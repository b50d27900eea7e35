/**
 * winrepro's own exit codes. A child's code is never forwarded: an access violation is
 * 3221225477, which `git bisect run` would take for an order to abort, and a shell's 127 for "bad".
 */
export const exitCode = {
  /** run: the crash was reproduced. probe: cleared. replay: the same. Other commands: done. */
  done: 0,
  /**
   * run: no crash within the trials; the upper bound of its rate is printed. probe: it crashes.
   * matrix, bisect: the question is void. replay: its verdict is another one.
   */
  notReproduced: 1,
  /** matrix: rows are left without a verdict. bisect: the budget was spent before the answer. replay: cannot be told. */
  undecided: 3,
  /** A bug of winrepro (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  /** The set-up failed: environment, build, disk. The code that makes `git bisect run` skip. */
  setUpFailed: 125,
  /** A usage error: 128 and more abort a `git bisect run`, so that a typo never counts as bad. */
  usage: 129,
  /** Interrupted, with everything saved. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
