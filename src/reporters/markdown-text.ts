import { oneLine } from './printable.ts';

/** What a child, a compiler or a recipe said must not become markup, a link or a mention. */
export function escapeInline(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_~[\]<>@#]/g, (character) => `\\${character}`);
}

/** Text in backquotes, in one line. */
export function inlineCode(text: string): string {
  return `\`${oneLine(text).replaceAll('`', "'")}\``;
}

/** Lines as a block of code. */
export function fenced(lines: readonly string[]): readonly string[] {
  // The fence must be longer than any run of backticks inside.
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [fence, ...lines, fence];
}
