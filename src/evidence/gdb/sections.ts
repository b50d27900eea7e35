import { parseMiRecord, type MiRecord } from './mi-record.ts';

/** What gdb printed between two marks of our script. */
export interface Section {
  readonly name: string;
  readonly lines: readonly string[];
}

/** One time that a signal stopped the program. */
export interface Stop {
  /** `frames`, `registers`, ...: what was asked, by the name of its mark; `stop` comes first. */
  readonly sections: ReadonlyMap<string, readonly MiRecord[]>;
  /** All was asked: gdb was not ended in the midst of it. */
  readonly whole: boolean;
}

/** The log of one trial, taken apart at our marks. */
export interface GdbLog {
  /** Before the first mark: how the start went. */
  readonly start: readonly string[];
  readonly stops: readonly Stop[];
  /** So many faults that no more were looked at. */
  readonly enough: boolean;
  /** What came behind the last stop, and the answers at the end; null when gdb did not get there. */
  readonly end: { readonly text: string; readonly records: readonly MiRecord[] } | null;
}

const MARK = /^===winrepro ([a-z]+(?: \d+)?)===$/;

/** Takes a log apart. Never throws, whatever the text. */
export function gdbLog(text: string): GdbLog {
  const sections = sectionsOf(text);
  const stops: { sections: Map<string, readonly MiRecord[]>; whole: boolean }[] = [];
  let end: GdbLog['end'] = null;
  let last: readonly string[] = [];
  for (const { name, lines } of sections) {
    if (name === 'stop') stops.push({ sections: new Map(), whole: false });
    const stop = stops.at(-1);
    if (name === 'end') end = { text: last.join('\n'), records: recordsOf(lines) };
    else if (stop !== undefined) stop.sections.set(name, recordsOf(lines));
    if (name === 'asked' && stop !== undefined) stop.whole = true;
    last = lines;
  }
  return {
    start: sections[0]?.lines ?? [],
    stops,
    enough: sections.some(({ name }) => name === 'enough'),
    end,
  };
}

/** The answer to the command of that number in a section, counted from 0; null for an error or none. */
export function answer(stop: Stop, section: string, index: number) {
  const record = (stop.sections.get(section) ?? []).filter(({ kind }) => kind === 'result')[index];
  return record?.kind === 'result' && record.class === 'done' ? record.results : null;
}

/** The text that a console would have shown. */
export function consoleText(records: readonly MiRecord[]): string {
  return records.map((record) => (record.kind === 'console' ? record.text : '')).join('');
}

function sectionsOf(text: string): readonly Section[] {
  const sections: { name: string; lines: string[] }[] = [{ name: '', lines: [] }];
  for (const line of text.split(/\r?\n/)) {
    const name = MARK.exec(line)?.[1];
    if (name !== undefined) sections.push({ name, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

function recordsOf(lines: readonly string[]): readonly MiRecord[] {
  return lines.flatMap((line) => parseMiRecord(line) ?? []);
}
