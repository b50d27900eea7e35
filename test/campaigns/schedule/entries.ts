import fc from 'fast-check';
import type { ScheduleEntry } from '../../../src/campaigns/schedule/schedule-entry.ts';

/** Letters that some scheduler, shell or file format has a meaning for. */
const LETTERS = Array.from(`abz019 '"$%&;|<>()[]{}*?!#~^@:=,.+-_/äöü木😀\``);

/** Words that stand on one line, with a backslash or without. */
export function words(withBackslash: boolean): fc.Arbitrary<string> {
  const letters = withBackslash ? [...LETTERS, '\\', '\\'] : LETTERS;
  return fc.array(fc.constantFrom(...letters), { maxLength: 12 }).map((parts) => parts.join(''));
}

/** An entry that runs this command line. */
export function entryOf(argv: readonly string[], every: ScheduleEntry['time']['every'] = ['mon']) {
  const time = { hour: 2, minute: 5, every };
  return { name: 'nightly', time, argv, folder: '/tmp/a b' } satisfies ScheduleEntry;
}
