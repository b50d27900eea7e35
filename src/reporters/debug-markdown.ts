import type { CrashReport } from '../records/crash-report.ts';
import type { DebugResult } from '../records/debug-result.ts';
import {
  askedLines,
  codeLines,
  crashHeadline,
  moduleLines,
  registerLines,
  stackLines,
  xmmLines,
} from './crash-report-text.ts';
import { debugFacts, debugHeadline } from './debug-text.ts';
import { escapeInline, fenced, inlineCode } from './markdown-text.ts';

/** A debug session as Markdown, ready to be pasted into an issue. */
export function debugMarkdown(result: DebugResult): string {
  return [
    `### ${escapeInline(debugHeadline(result))}`,
    '',
    ...fenced(debugFacts(result)),
    ...(result.crash === null ? [] : crashMarkdown(result.crash)),
    '',
    `winrepro ${result.winrepro}, debug session ${inlineCode(result.session)}, seed ${result.seed}`,
    '',
  ].join('\n');
}

function crashMarkdown(report: CrashReport): readonly string[] {
  const { crash, findings, gaps } = report;
  return [
    '',
    `#### ${escapeInline(crashHeadline(report))}`,
    '',
    ...[...findings, ...gaps].map((text) => `- ${escapeInline(text)}`),
    ...block('Stack', stackLines(crash)),
    ...block('Asked', askedLines(crash)),
    ...block('Code', codeLines(crash)),
    ...block('Registers', [...registerLines(crash), '', ...xmmLines(crash)]),
    ...block('Modules', moduleLines(crash)),
  ];
}

function block(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, '', ...fenced(lines)];
}
