import type { MatrixResult, RowResult } from '../records/matrix-result.ts';
import {
  agreementText,
  clockWord,
  controlLines,
  groupedNotes,
  matrixHeadline,
  verdictWord,
} from './matrix-text.ts';
import { escapeInline } from './markdown-text.ts';
import { grouped, rate } from './number-text.ts';

/** A matrix as Markdown, ready to be pasted into an issue. */
export function matrixMarkdown(result: MatrixResult): string {
  return [
    `### ${escapeInline(matrixHeadline(result))}`,
    '',
    '```',
    ...controlLines(result).map((line) => line.replaceAll('`', "'")),
    '```',
    '',
    `| | row | what it is | verdict | crashes | ${clockWord(result.control.clock)} | bound | said before |`,
    '| --- | --- | --- | --- | ---: | ---: | ---: | --- |',
    ...result.rows.map((row) => `| ${cells(row).map(cell).join(' | ')} |`),
    '',
    ...groupedNotes(result).map((note) => `- ${escapeInline(note)}`),
    '',
    `winrepro ${result.winrepro}, matrix ${escapeInline(result.matrix)}, seed ${result.seed}`,
    '',
  ].join('\n');
}

function cells(row: RowResult): readonly string[] {
  const sign = {
    crashes: '✘',
    'rate-changed': '✘',
    cleared: '✔',
    inconclusive: '?',
    'not-tried': '',
  };
  const agreement = agreementText(row);
  return [
    sign[row.verdict],
    row.name,
    row.why,
    agreement === '' ? verdictWord(row) : `${verdictWord(row)}, ${agreement}`,
    `${row.crashes}`,
    grouped(row.exposure),
    row.bound === null || row.crashes > 0 ? '' : rate(row.bound),
    row.said ?? '',
  ];
}

function cell(text: string): string {
  return escapeInline(text).replaceAll('|', '\\|');
}
