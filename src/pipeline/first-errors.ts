/** How much of a tool's output a failure shows. */
const MOST_LINES = 30;
const CONTEXT_LINES = 3;

/** What a compiler or a linker says of a fault, with its place or its number. */
const COMPILER_ERROR =
  /(?:^|\s)\S+(?::\d+|\(\d+)(?:[:,]\d+)?\)?\s*:\s*(?:fatal )?error\b|\b(?:fatal )?error (?:LNK|C|D)\d{4}\b|undefined reference|undefined symbol/;

/** What any tool says when it gives up. */
const ERROR =
  /(^|[\s:])(fatal )?error(?=[\s:]|$)|undefined reference|: No such file|^error: patch/i;

/**
 * A configuration asks what the compiler can do by compiling what may fail: numpy.distutils names
 * such a file `_configtest.c`, and its errors are answers.
 */
const QUESTION = /_configtest|conftest/;

/**
 * The part of a build's output that says why it failed: from a little before the first error of a
 * compiler or linker, else the first line that reads like an error, else the end of the output. The
 * first error counts; the later ones are mostly its echo.
 */
export function firstErrors(output: string): string {
  const lines = output.split(/\r?\n/);
  const places = [COMPILER_ERROR, ERROR].map((pattern) =>
    lines.findIndex((line) => pattern.test(line) && !QUESTION.test(line)),
  );
  const first = places.find((place) => place >= 0);
  const shown =
    first === undefined
      ? lines.slice(-MOST_LINES)
      : lines.slice(Math.max(0, first - CONTEXT_LINES), first + MOST_LINES - CONTEXT_LINES);
  return shown.join('\n').trim();
}
