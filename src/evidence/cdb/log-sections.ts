/** What the script has cdb print before the answers to one question: `winrepro: stack`. */
export const SECTION_MARK = 'winrepro: ';

/** The questions of the script, in its order. */
export const sectionNames = [
  'start',
  'event',
  'exception',
  'registers',
  'xmm',
  'dump',
  'stack',
  'arguments',
  'before',
  'after',
  'modules',
  'expressions',
  'end',
] as const;

/** The end of a longer line is not read; the longest that cdb prints of a stack are C++ names. */
const LONGEST_LINE = 4096;

export type SectionName = (typeof sectionNames)[number];

/** A log of cdb, cut at the marks of the script. */
export interface Sections {
  /** The lines of a section without prompts; none when the log has no such section. */
  lines(name: SectionName): readonly string[];
  has(name: SectionName): boolean;
  /** Every line, also those in front of the first section. */
  all(): readonly string[];
}

/**
 * Cuts a log into sections. Prompts (`0:000> `) are taken off; whether cdb repeats a command of a
 * script behind its prompt is not documented, so a repeated `.echo winrepro: stack` is no mark.
 */
export function sectionsOf(log: string): Sections {
  const lines = log.split(/\r\n|\r|\n/);
  const all = lines.map((line) => withoutPrompt(line.slice(0, LONGEST_LINE)));
  const sections = new Map<SectionName, string[]>();
  let current: string[] | null = null;
  for (const line of all) {
    const name = markedBy(line);
    if (name === null) {
      current?.push(line);
    } else {
      current = [];
      sections.set(name, current);
    }
  }
  return {
    lines: (name) => sections.get(name) ?? [],
    has: (name) => sections.has(name),
    all: () => all,
  };
}

function withoutPrompt(line: string): string {
  return line.replace(/^(?:\d{1,3}:\d{3,4}(?::\w{1,8})?> ?)+/, '');
}

function markedBy(line: string): SectionName | null {
  if (!line.startsWith(SECTION_MARK)) return null;
  const name = line.slice(SECTION_MARK.length).trimEnd();
  return sectionNames.find((known) => known === name) ?? null;
}
