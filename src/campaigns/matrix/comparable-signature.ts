/** What a signature says, piece by piece; null where the program printed nothing of it. */
interface Pieces {
  readonly status: string;
  readonly stage: string | null;
  readonly trace: string | null;
  readonly function: string | null;
}

const FORM =
  /^(?<status>.+?)(?: after (?<stage>[^,]+?)| in the loop)?(?:, trace (?<trace>.+?))?(?: in (?<name>\S+))?$/u;

/**
 * A variant's signature in the words of the control's, when nothing in the two speaks against their
 * being the same crash: a variant that prints a trace says more than the control, one that prints
 * nothing says less, and only what both say can differ.
 */
export function comparableSignature(signature: string, control: string): string {
  const [own, theirs] = [piecesOf(signature), piecesOf(control)];
  const same =
    own.status === theirs.status &&
    agree(own.stage, theirs.stage) &&
    agree(own.trace, theirs.trace) &&
    agree(own.function, theirs.function) &&
    // Died while ending, as interpreters do: another crash than one in the loop.
    (own.stage === 'the loop') === (theirs.stage === 'the loop');
  return same ? control : signature;
}

function agree(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b;
}

function piecesOf(signature: string): Pieces {
  const { status = signature, stage, trace, name } = FORM.exec(signature)?.groups ?? {};
  return { status, stage: stage ?? null, trace: trace ?? null, function: name ?? null };
}
