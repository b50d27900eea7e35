import type { RegisterWatchReport, WatchRow } from '../records/register-watch.ts';
import { grouped } from './number-text.ts';

/** Rows of a watch as a table for people. */
export interface WatchTable {
  /** The first is the head. */
  readonly rows: readonly (readonly string[])[];
  /** Columns that stand to the right. */
  readonly numbers: ReadonlySet<number>;
  /** Which columns are left out because they have one value in all rows; empty for none. */
  readonly alike: string;
}

const steps: Readonly<Record<WatchRow['at'], string>> = {
  entry: 'entry',
  before: 'call',
  after: 'return',
};

/** The places that were asked for, and every register that a call changed; a changed value has a mark. */
export function watchTable({ rows, watch }: RegisterWatchReport): WatchTable {
  const changed = rows.flatMap((row) => row.changed);
  const names = [...new Set([...watch.show, ...changed])];
  const same = names.filter((name) => !changed.includes(name) && isZeroThroughout(name, rows));
  const columns = names.filter((name) => !same.includes(name));
  const head = ['stop', 'iteration', 'at', ...columns];
  return {
    rows: [head, ...rows.map((row) => cellsOf(row, columns))],
    numbers: new Set([0, 1, ...columns.map((_, index) => index + 3)]),
    alike: same.length === 0 ? '' : `0x0 in all of these rows: ${same.join(' ')}`,
  };
}

function isZeroThroughout(name: string, rows: readonly WatchRow[]): boolean {
  return rows.every(({ values }) => (values[name] ?? '0x0') === '0x0' && values[name] !== null);
}

function cellsOf(row: WatchRow, columns: readonly string[]): readonly string[] {
  const turn = row.iteration === null ? '-' : `${row.exact ? '' : '~'}${grouped(row.iteration)}`;
  return [
    grouped(row.stop),
    turn,
    steps[row.at],
    ...columns.map((name) => {
      const value = row.values[name];
      const text = value === undefined ? '' : (value ?? '?');
      return row.changed.includes(name) ? `! ${text}` : text;
    }),
  ];
}
