import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A log of cdb; the head of the file, above `---`, says where it is from. */
export function transcript(name: string): string {
  const file = fileURLToPath(new URL(`transcripts/${name}.txt`, import.meta.url));
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  return text.slice(text.indexOf('\n---\n') + '\n---\n'.length);
}

/** templates/debuggers/cdb.txt, as it is shipped. */
export const template = readFileSync(
  fileURLToPath(new URL('../../../templates/debuggers/cdb.txt', import.meta.url)),
  'utf8',
);
