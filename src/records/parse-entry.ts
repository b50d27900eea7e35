import { entryShapes } from './entry-shapes.ts';
import type { JournalEntry } from './journal-entry.ts';
import { isObject, wrongKey } from './shape.ts';

/** The entry that a line holds, or what is wrong with the line. */
export function parseEntry(line: string): { entry: JournalEntry } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: 'it is not JSON' };
  }
  if (!isObject(value)) return { problem: 'it is not an object' };
  const type = value['type'];
  if (typeof type !== 'string' || !isEntryType(type)) {
    return { problem: `its type ${JSON.stringify(type)} is unknown` };
  }
  const wrong = wrongKey(value, entryShapes[type]);
  if (wrong !== null) return { problem: `its key ${wrong} is missing or wrong` };
  return { entry: value as unknown as JournalEntry };
}

function isEntryType(type: string): type is JournalEntry['type'] {
  return Object.hasOwn(entryShapes, type);
}
