/** No shorter line holds it. */
const HEADER = 'Traceback (most recent call last)';

/** A Python traceback in the output; the exception line is null when it never came. */
export interface PythonTraceback {
  readonly exception: string | null;
}

export interface TracebackWatch {
  line(text: string): void;
  /** The exception line is still to come: no line may be left out. */
  isOpen(): boolean;
  /** The loop goes on: the traceback was caught and printed, and says nothing about the end. */
  forget(): void;
  last(): PythonTraceback | null;
}

/**
 * Finds the exception line of the last traceback: the first line after its header that is not
 * indented. Watched line by line because the messages of failed imports (NumPy's) are longer than
 * the kept tail.
 */
export function createTracebackWatch(): TracebackWatch {
  let seen: PythonTraceback | null = null;
  return {
    line(text) {
      if (text.includes(HEADER)) seen = { exception: null };
      else if (seen?.exception === null && /^\S/.test(text)) seen = { exception: text };
    },
    isOpen: () => seen?.exception === null,
    forget() {
      seen = null;
    },
    last: () => seen,
  };
}
