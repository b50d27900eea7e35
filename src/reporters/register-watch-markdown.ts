import type { RegisterWatchReport } from '../records/register-watch.ts';
import { escapeInline } from './markdown-text.ts';
import { watchFacts, watchHeadline } from './register-watch-text.ts';
import { watchTable } from './watch-table.ts';

/** A watch as Markdown, for an issue. */
export function registerWatchMarkdown(report: RegisterWatchReport): string {
  const { rows, alike } = watchTable(report);
  const [head = [], ...body] = rows;
  return [
    `**${escapeInline(watchHeadline(report))}**`,
    '',
    ...watchFacts(report).map(([name, text]) => `- ${escapeInline(name)}: ${escapeInline(text)}`),
    ...report.gaps.map((gap) => `- not seen: ${escapeInline(gap)}`),
    ...(body.length === 0
      ? []
      : ['', line(head), `|${' --- |'.repeat(head.length)}`, ...body.map(line)]),
    ...(alike === '' ? [] : ['', escapeInline(alike)]),
    '',
  ].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(escapeInline).join(' | ')} |`;
}
