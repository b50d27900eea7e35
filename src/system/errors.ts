/**
 * Errors split by who must act. Each message is one sentence: what is wrong, where, and the next
 * move. Anything else that is thrown is a bug of winrepro.
 */

/** The user must act: bad options, a bad recipe, an unknown variant. Exit code 129. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The machine or the set-up must be mended: no compiler, no space, a failed build. Exit code 125. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  /** What a tool printed, shown below the message; empty when there is nothing to show. */
  readonly evidence: string;

  constructor(
    message: string,
    options: { readonly evidence?: string; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.evidence = options.evidence ?? '';
  }
}

/** winrepro must be mended: a state that the code holds to be impossible. Exit code 70. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/** The user stopped the work (Ctrl-C, SIGTERM); everything journaled is kept. Exit code 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}
