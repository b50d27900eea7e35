/** One line of a transcript that does something, with what is expected of it. */
export type Step =
  | { readonly kind: 'comment' | 'blank'; readonly line: string }
  | { readonly kind: 'prepare'; readonly line: string; readonly words: readonly string[] }
  | { readonly kind: 'file'; readonly line: string; readonly path: string; readonly text: string }
  | {
      readonly kind: 'command';
      readonly line: string;
      readonly args: readonly string[];
      readonly expected: string;
    };

/** Reads a transcript; its form is told in `test/transcripts/README.md`. */
export function parseTranscript(text: string): readonly Step[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const steps: Step[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    at += 1;
    const block: string[] = [];
    while (isBlockLine(lines[at])) block.push(lines[at++] ?? '');
    steps.push(stepOf(line, block));
  }
  return steps;
}

/** What a command did, in the form that a transcript expects. */
export function outcomeText(exitCode: number | null, stdout: string, stderr: string): string {
  return [
    `? exit ${exitCode ?? 'by a signal'}`,
    ...marked(stdout, '1'),
    ...marked(stderr, '2'),
  ].join('\n');
}

/** The text of a transcript, each command with the given outcome in place of the expected one. */
export function renderTranscript(steps: readonly Step[], outcomes: readonly string[]): string {
  const rest = [...outcomes];
  const blocks = steps.map((step) => {
    if (step.kind === 'command') return `${step.line}\n${rest.shift() ?? step.expected}`;
    return step.kind === 'file' ? [step.line, ...marked(step.text, '|')].join('\n') : step.line;
  });
  return `${blocks.join('\n')}\n`;
}

function isBlockLine(line: string | undefined): boolean {
  return line !== undefined && /^(\?|[12|](\s|$))/.test(line);
}

function stepOf(line: string, block: readonly string[]): Step {
  if (line === '') return { kind: 'blank', line };
  if (line.startsWith('#')) return { kind: 'comment', line };
  const words = wordsOf(line.slice(2));
  if (line.startsWith('@ file ')) {
    const text = block.map((row) => `${row.slice(2)}\n`).join('');
    return { kind: 'file', line, path: words[1] ?? '', text };
  }
  if (line.startsWith('@ ')) return { kind: 'prepare', line, words };
  if (line.startsWith('$ ') && words[0] === 'winrepro') {
    return { kind: 'command', line, args: words.slice(1), expected: block.join('\n') };
  }
  throw new Error(`not a line of a transcript: ${line}`);
}

/** Splits at blanks; what is in single quotes stays together. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** A line without its line feed is marked, so that a missing one at the end is seen. */
function marked(text: string, mark: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  if (last !== '') lines.push(`${last}<no line feed>`);
  return lines.map((line) => `${mark} ${line}`.trimEnd());
}
