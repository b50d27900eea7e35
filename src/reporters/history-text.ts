import pc from 'picocolors';
import type { HistoryDocument, JudgedNight } from '../records/history-document.ts';
import { alignedRows } from './aligned-rows.ts';
import { changeText, nightWord } from './night-text.ts';
import { grouped } from './number-text.ts';
import { oneLine } from './printable.ts';
import { hazardText } from './rate-text.ts';

const HEADINGS = [
  'night (UTC)',
  'id',
  'machine',
  'trials',
  'crashes',
  'rate',
  'verdict',
  'changed',
];
const NUMBERS: ReadonlySet<number> = new Set([
  HEADINGS.indexOf('trials'),
  HEADINGS.indexOf('crashes'),
]);

/** What changed is told in full by `--json` and the page. */
const MOST_CHANGES = 2;

/** A table for each variant of each recipe, the newest night first. */
export function historyText({ nights }: HistoryDocument, useColors: boolean): string {
  const colors = pc.createColors(useColors);
  const groups = new Map<string, JudgedNight[]>();
  for (const one of nights) {
    const name = oneLine(`${one.night.recipe}/${one.night.variant}`);
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups]
    .map(([name, own]) => {
      const rows = [HEADINGS, ...own.map(cells)];
      const [heading = '', ...lines] = alignedRows(rows, NUMBERS);
      return [
        colors.bold(name),
        colors.dim(`  ${heading}`),
        ...lines.map((line) => `  ${line}`),
        '',
      ]
        .map((line) => `${line}\n`)
        .join('');
    })
    .join('');
}

function cells({ night, verdict }: JudgedNight): readonly string[] {
  const changes = verdict.changed.map(({ key, before, after }) => changeText(key, before, after));
  const more = changes.length - MOST_CHANGES;
  const shown = changes.slice(0, MOST_CHANGES).join('; ');
  return [
    night.at.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' '),
    night.campaign.split('-').at(-1) ?? night.campaign,
    night.machine === '' ? '-' : oneLine(night.machine),
    grouped(night.trials),
    grouped(night.crashed),
    hazardText(night.hazard),
    `${nightWord(verdict.kind)}${night.state === 'finished' ? '' : ` (${night.state})`}`,
    more > 0 ? `${shown}; and ${more} more` : shown,
  ];
}
