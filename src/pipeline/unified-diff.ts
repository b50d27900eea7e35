/** One stretch of a file that a diff changes. */
export interface DiffHunk {
  /** `@@ -2627,6 +2627,8 @@`, without the text that may follow. */
  readonly header: string;
  /** Line numbers from 1; 0 for the missing side of a made or removed file. */
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
}

export interface DiffFile {
  /** The path before, in the tree (without `a/`); null when the diff makes the file. */
  readonly before: string | null;
  /** The path after; null when the diff removes the file. */
  readonly after: string | null;
  readonly hunks: readonly DiffHunk[];
}

interface OpenFile {
  before: string | null;
  after: string | null;
  hunks: DiffHunk[];
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * The files and hunks of a unified diff, as `git diff` or `diff -u` write it (the format: git-diff(1),
 * "Generating patch text with -p"), with LF or CRLF. Text between the files is skipped, as git does.
 */
export function parseUnifiedDiff(text: string): readonly DiffFile[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const files: OpenFile[] = [];
  let current: OpenFile | null = null;
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    const next = lines[index + 1] ?? '';
    const hunk = current === null ? null : readHunk(line);
    if (line.startsWith('diff --git ')) {
      current = gitHeader(line);
      files.push(current);
    } else if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      // `diff -u` has no other start of a file; of `git diff` the file is begun already.
      if (current === null || current.hunks.length > 0) {
        current = { before: null, after: null, hunks: [] };
        files.push(current);
      }
      current.before = sidePath(line.slice(4));
      current.after = sidePath(next.slice(4));
      index += 1;
    } else if (current !== null && hunk !== null) {
      current.hunks.push(hunk);
      index = hunkEnd(lines, index + 1, hunk) - 1;
    } else if (current !== null) {
      extendedHeader(line, current);
    }
    index += 1;
  }
  return files.filter(({ before, after }) => before !== null || after !== null);
}

/** The paths that a diff reads or writes, sorted, each once. */
export function touchedFiles(text: string): readonly string[] {
  const paths = parseUnifiedDiff(text).flatMap(({ before, after }) => [before, after]);
  return [...new Set(paths.filter((path) => path !== null))].sort();
}

/** The hunk that a line begins; null for any other line. */
export function readHunk(line: string): DiffHunk | null {
  const found = HUNK.exec(line);
  if (found === null) return null;
  const [header, oldStart, oldLines, newStart, newLines] = found;
  return {
    header,
    oldStart: Number(oldStart),
    oldLines: Number(oldLines ?? 1),
    newStart: Number(newStart),
    newLines: Number(newLines ?? 1),
  };
}

/** The index after a hunk's body: its lines are counted, since one may look like a header. */
export function hunkEnd(lines: readonly string[], start: number, hunk: DiffHunk): number {
  let { oldLines, newLines } = hunk;
  let index = start;
  while ((oldLines > 0 || newLines > 0) && index < lines.length) {
    const mark = lines[index]?.[0] ?? ' ';
    if (mark === '-') oldLines -= 1;
    else if (mark === '+') newLines -= 1;
    else if (mark === ' ') {
      oldLines -= 1;
      newLines -= 1;
    } else if (mark !== '\\') break;
    index += 1;
  }
  return index;
}

/** Of a file that has no `---` line: empty, of another mode, renamed or binary. */
function gitHeader(line: string): OpenFile {
  const paths = line.slice('diff --git '.length);
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(paths);
  // Unquoted names may hold spaces; then both are the same below their first folder.
  const middle = (paths.length - 1) / 2;
  const [before, after] =
    quoted === null ? [paths.slice(0, middle), paths.slice(middle + 1)] : quoted.slice(1);
  return { before: sidePath(before ?? ''), after: sidePath(after ?? ''), hunks: [] };
}

function extendedHeader(line: string, file: OpenFile): void {
  if (file.hunks.length > 0) return;
  const moved = /^(?:rename|copy) (from|to) (.+)$/.exec(line);
  if (moved !== null) {
    const path = unquote(moved[2] ?? '');
    if (moved[1] === 'from') file.before = path;
    else file.after = path;
  } else if (line.startsWith('new file mode ')) {
    file.before = null;
  } else if (line.startsWith('deleted file mode ')) {
    file.after = null;
  }
}

/** The path of a `---` or `+++` line, without its first folder (`-p1`); null for /dev/null. */
function sidePath(written: string): string | null {
  // `diff -u` puts the time behind a tab, git a bare tab behind a name with spaces.
  const path = unquote(written.startsWith('"') ? written : (written.split('\t')[0] ?? ''));
  if (path === '/dev/null') return null;
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(slash + 1);
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Undoes git's C-style quotes, in which bytes beyond ASCII are octal: `"a/\303\274.c"`. */
function unquote(written: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"/.exec(written)?.[1];
  if (inner === undefined) return written;
  const bytes = inner.replaceAll(/\\([0-7]{3}|.)|[^\\]+/gu, (part: string, escaped?: string) => {
    if (escaped === undefined) return Buffer.from(part, 'utf8').toString('latin1');
    if (/^[0-7]{3}$/.test(escaped)) return String.fromCharCode(parseInt(escaped, 8));
    return ESCAPES[escaped] ?? escaped;
  });
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
