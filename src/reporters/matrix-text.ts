import pc from 'picocolors';
import type { MatrixResult, RowResult } from '../records/matrix-result.ts';
import { alignedRows } from './aligned-rows.ts';
import { count, grouped, rate } from './number-text.ts';
import { oneLine } from './printable.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** The signs of the table of 2021: ✔ clears, ✘ crashes, ? unknown. */
/** The columns of the table that hold numbers. */
const NUMBERS: ReadonlySet<number> = new Set([3, 4, 5]);

const SIGNS: Readonly<Record<RowResult['verdict'], string>> = {
  crashes: '✘',
  'rate-changed': '✘',
  cleared: '✔',
  inconclusive: '?',
  'not-tried': '-',
};

/** A matrix for a person at a terminal. */
export function matrixText(result: MatrixResult, folder: string, useColors: boolean): string {
  const colors = pc.createColors(useColors);
  return [
    colors.bold(matrixHeadline(result)),
    ...controlLines(result).map((line) => `  ${line}`),
    '',
    ...table(result, colors),
    ...noteLines(result).map((line) => `  ${line}`),
    ...nextLines(result, folder).map((line) => colors.dim(`  ${line}`)),
    '',
  ].join('\n');
}

/** The result in one sentence. */
export function matrixHeadline({
  recipe,
  rows,
  kind,
  conclusion,
  reason,
  state,
}: MatrixResult): string {
  const [only] = rows;
  if (kind === 'probe' && only !== undefined) {
    return oneLine(`${recipe}/${only.name} ${verdictWord(only)}: ${only.reason}`);
  }
  const decided = rows.filter(({ verdict }) => isDecided(verdict)).length;
  const how = conclusion ?? state;
  const why = reason === null ? '' : `: ${reason}`;
  return oneLine(`${recipe}: ${decided} of ${count(rows.length, 'row')} decided, ${how}${why}`);
}

export function isDecided(verdict: RowResult['verdict']): boolean {
  return verdict !== 'inconclusive' && verdict !== 'not-tried';
}

/** What was measured of the control, and how the model checks came out. */
export function controlLines({ control, beta, rho }: MatrixResult): readonly string[] {
  const { variant, trials, crashes, exposure, clock, mean, signature } = control;
  const seen = `${count(crashes, 'crash', 'crashes')} in ${count(trials, 'trial')}, ${grouped(exposure)} ${clockWord(clock)}`;
  if (mean === null) return [`control     ${variant}: ${seen}`];
  const checks = Object.entries(control.checks).map(([name, state]) => `${name} ${state}`);
  return [
    `control     ${variant}: ${seen}`,
    `            one crash in ${grouped(mean.mean)} [${grouped(mean.lower)}, ${grouped(mean.upper)}] ${clockWord(clock)}`,
    `            ${oneLine(signature ?? '')}`,
    `cleared     after ${grouped(Math.ceil(control.clearExposure ?? 0))} clean ${clockWord(clock)}: the chance that a row with ${rho} of the control's hazard is called so is ${beta}`,
    `checks      ${checks.join(', ')}`,
    ...(control.doubts.length === 0
      ? []
      : [`doubts      ${control.doubts.join(', ')}: a row needs two crashes`]),
  ];
}

export function clockWord(clock: string): string {
  return clock === 'minorCollections' ? 'minor collections' : clock;
}

/** `crashes`, `cleared`, `causal`: a word for a cell. */
export function verdictWord({ verdict, claim }: RowResult): string {
  if (verdict === 'cleared' && claim === 'causal') return 'causal';
  return verdict === 'not-tried' ? 'not tried' : verdict;
}

/** `as expected`, or what the recipe says instead. */
export function agreementText({ expected, agrees }: RowResult): string {
  if (expected === 'unknown') return '';
  if (agrees === null) return `${expected} expected`;
  return agrees ? 'as expected' : `NOT as expected (${expected})`;
}

function table({ rows }: MatrixResult, colors: Colors): readonly string[] {
  const cells = [
    ['', 'row', 'verdict', 'crashes', 'exposure', 'bound', ''],
    ...rows.map((row) => [
      SIGNS[row.verdict],
      row.name,
      verdictWord(row),
      `${row.crashes}`,
      grouped(row.exposure),
      boundCell(row),
      agreementText(row),
    ]),
  ];
  return alignedRows(cells, NUMBERS).map((text, index) => {
    const row = rows[index - 1];
    return row?.agrees === false ? colors.yellow(text) : text;
  });
}

function boundCell({ bound, verdict }: RowResult): string {
  if (bound === null || verdict === 'crashes' || verdict === 'rate-changed') return '';
  return rate(bound);
}

function noteLines(result: MatrixResult): readonly string[] {
  const { rows, masked } = result;
  return [
    ...(rows.length > 0 ? [''] : []),
    ...groupedNotes(result),
    ...(masked === null
      ? []
      : [
          `layout hid the crash in ${masked.masked} of ${count(masked.placebos, 'placebo')}: in ${percent(masked.estimate)} of layouts [${percent(masked.lower)}, ${percent(masked.upper)}]`,
        ]),
  ];
}

/** One line for a note that several rows share. */
export function groupedNotes(result: MatrixResult): readonly string[] {
  const rows = new Map<string, string[]>();
  for (const row of result.rows) {
    for (const note of rowNotes(row, result)) rows.set(note, [...(rows.get(note) ?? []), row.name]);
  }
  return [...rows].map(([note, names]) => `${names.join(', ')}: ${note}`);
}

/** What the table has no column for. */
function rowNotes(row: RowResult, { control, kind }: MatrixResult): readonly string[] {
  const { verdict, basis, ratio, foreign, unknown, tainted, sameAs, reason } = row;
  const notes: string[] = [];
  if ((verdict === 'inconclusive' || verdict === 'not-tried') && kind === 'matrix')
    notes.push(oneLine(reason));
  if (verdict === 'rate-changed' && ratio !== null) {
    notes.push(
      `${ratio.ratio.toPrecision(2)} times the control's hazard [${ratio.lower.toPrecision(2)}, ${ratio.upper.toPrecision(2)}]`,
    );
  }
  if (basis !== null && basis !== 'formula' && verdict === 'cleared') {
    notes.push(`a model check of the control failed, so the bound rests on ${basis}`);
  }
  for (const { signature, count: times } of foreign) {
    notes.push(
      `${count(times, 'crash', 'crashes')} of another kind, not counted: ${oneLine(signature)}`,
    );
  }
  if (unknown > 0) notes.push(`${count(unknown, 'trial')} hung or failed, no evidence`);
  if (tainted > 0) {
    notes.push(`${count(tainted, 'clean trial')} tainted: ${control.variant} had gone quiet`);
  }
  if (sameAs !== null) notes.push(`the very binary of ${sameAs}`);
  return notes;
}

export function percent(share: number): string {
  return `${(share * 100).toPrecision(2)} %`;
}

function nextLines({ resume, totals }: MatrixResult, folder: string): readonly string[] {
  return [
    `${count(totals.trials, 'trial')}, ${grouped(totals.iterations)} iterations, ${totals.seconds.toFixed(1)} s of trials`,
    `folder: ${folder}`,
    ...(resume === null ? [] : [`go on: ${resume}`]),
  ];
}
