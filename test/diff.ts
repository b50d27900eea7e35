/** A unified diff of one file, taken apart; of the repository's own patches, so strict. */
export interface Diff {
  /** What stands in front of `diff --git`, line by line. */
  readonly head: readonly string[];
  readonly file: string;
  /** The abbreviated hash of the blob that it was made from. */
  readonly blob: string;
  readonly hunks: readonly Hunk[];
}

export interface Hunk {
  readonly header: string;
  readonly oldStart: number;
  readonly oldLength: number;
  readonly newStart: number;
  readonly newLength: number;
  /** With their sign: ` `, `-` or `+`. */
  readonly lines: readonly string[];
}

/** Takes a diff apart. Throws Error for one of several files, or of another shape than git's. */
export function parseDiff(text: string): Diff {
  const match =
    /^(?<head>[^]*?)diff --git a\/(?<file>\S+) b\/\k<file>\nindex (?<blob>[0-9a-f]+)\.\.[0-9a-f]+ 100644\n--- a\/\k<file>\n\+\+\+ b\/\k<file>\n(?<body>@@ [^]*\n)$/u.exec(
      text,
    );
  const { head = '', file = '', blob = '', body = '' } = match?.groups ?? {};
  if (match === null) throw new Error('not a diff of one file, as git makes it');
  const parts = body.split(/^(?=@@ )/mu);
  return { head: head.trimEnd().split('\n'), file, blob, hunks: parts.map(parseHunk) };
}

function parseHunk(text: string): Hunk {
  const [header = '', ...lines] = text.replace(/\n$/u, '').split('\n');
  const numbers = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@/u.exec(header)?.slice(1).map(Number);
  const [oldStart = 0, oldLength = 0, newStart = 0, newLength = 0] = numbers ?? [];
  const odd = lines.find((line) => !/^[ +-]/u.test(line));
  if (oldStart === 0 || odd !== undefined) throw new Error(`not a hunk: ${odd ?? header}`);
  return { header, oldStart, oldLength, newStart, newLength, lines };
}

/** The lines of a hunk as they were (`-`) or as they become (`+`), without their sign. */
export function sideOf({ lines }: Hunk, side: '-' | '+'): readonly string[] {
  return lines
    .filter((line) => line.startsWith(' ') || line.startsWith(side))
    .map((line) => line.slice(1));
}

/**
 * A file that the diffs fit, made of their own old lines where they say that these stand, and of
 * padding elsewhere. Throws Error when two of them disagree on a line.
 */
export function fileFor(diffs: readonly Diff[]): readonly string[] {
  const known = new Map<number, string>();
  for (const hunk of diffs.flatMap(({ hunks }) => hunks)) {
    sideOf(hunk, '-').forEach((line, index) => {
      const number = hunk.oldStart + index;
      const other = known.get(number) ?? line;
      if (other !== line) throw new Error(`line ${number} is ${other} and ${line}`);
      known.set(number, line);
    });
  }
  const last = Math.max(...known.keys()) + 20;
  return Array.from({ length: last }, (_, index) => known.get(index + 1) ?? `padding ${index + 1}`);
}
