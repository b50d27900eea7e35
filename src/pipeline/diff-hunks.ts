import { hunkEnd, readHunk } from './unified-diff.ts';

/** A hunk of a diff that can be applied without the others. */
export interface SeparateHunk {
  /** `ufunc_object.c:2627`: the file, and its first changed line before. */
  readonly label: string;
  /** The lines of its file's header, with their line ends. */
  readonly header: string;
  /** Its own lines, with their line ends. */
  readonly text: string;
}

/**
 * The hunks of a unified diff in their order. A file that is made, removed, renamed or binary has no
 * hunk to be left out: null, because such a diff is not to be taken apart.
 */
export function separateHunks(diff: string): readonly SeparateHunk[] | null {
  const lines = diff.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const bare = lines.map((line) => line.replace(/\r?\n$/, ''));
  const hunks: SeparateHunk[] = [];
  let header: string[] = [];
  let file = '';
  let inHeader = false;
  let index = 0;
  while (index < lines.length) {
    const line = bare[index] ?? '';
    const hunk = file === '' ? null : readHunk(line);
    if (inHeader && WHOLE_FILE.test(line)) return null;
    if (hunk !== null) {
      let end = hunkEnd(bare, index + 1, hunk);
      // `\ No newline at end of file` belongs to the line in front of it.
      while (bare[end]?.startsWith('\\') === true) end += 1;
      hunks.push({
        label: `${file}:${hunk.oldStart}`,
        header: header.join(''),
        text: lines.slice(index, end).join(''),
      });
      index = end;
      continue;
    }
    if (line.startsWith('diff --git ')) {
      header = [];
      file = '';
      inHeader = true;
    }
    if (line.startsWith('--- ') && (bare[index + 1] ?? '').startsWith('+++ ')) {
      if (line.includes('/dev/null') || (bare[index + 1] ?? '').includes('/dev/null')) return null;
      header = [lines[index] ?? '', lines[index + 1] ?? ''];
      file = fileName(bare[index + 1] ?? '');
      inHeader = false;
      index += 1;
    }
    index += 1;
  }
  return hunks;
}

/** A diff of some of the hunks, each file's header once. */
export function joinHunks(hunks: readonly SeparateHunk[]): string {
  let text = '';
  let header = '';
  for (const hunk of hunks) {
    if (hunk.header !== header) text += hunk.header;
    header = hunk.header;
    text += hunk.text;
  }
  return text;
}

/** Of git's header lines. */
const WHOLE_FILE =
  /^(?:new file mode|deleted file mode|rename (?:from|to)|copy (?:from|to)|GIT binary patch|Binary files)(?: |$)/;

function fileName(line: string): string {
  const path = (line.slice('+++ '.length).split('\t')[0] ?? '').replace(/^"|"$/g, '');
  return path.split('/').at(-1) ?? path;
}
