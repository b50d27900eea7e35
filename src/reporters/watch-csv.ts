import type { RegisterWatchReport } from '../records/register-watch.ts';

/**
 * The kept rows of a watch for a spreadsheet (RFC 4180): every value that a stop showed, the calls'
 * registers with it. No cell can begin with `=`: they are numbers, names of ours and register values.
 */
export function watchCsv({ rows }: RegisterWatchReport): string {
  const names = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  const head = ['stop', 'iteration', 'at', 'call', 'returns_to', ...names, 'changed'];
  const lines = rows.map((row) => [
    `${row.stop}`,
    `${row.iteration ?? ''}`,
    row.at,
    `${row.call ?? ''}`,
    row.returnsTo ?? '',
    ...names.map((name) => (row.values[name] === null ? '?' : (row.values[name] ?? ''))),
    row.changed.join(' '),
  ]);
  return [head, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}
