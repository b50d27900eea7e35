import type { LoadedModule } from '../../records/crash-report.ts';
import { ADDRESS, address } from './addresses.ts';

const MOST_MODULES = 1024;

const head = new RegExp(`^(${ADDRESS})\\s+(${ADDRESS})\\s+(\\S+)`);
const detail =
  /^\s+(Loaded symbol image file|Image path|Image name|File version|Product version):\s*(.*?)\s*$/;

/** Reads the answer to `lmv`: a line with the range and the short name, then indented details. */
export function readModules(lines: readonly string[]): readonly LoadedModule[] {
  const found: { start: string; end: string; short: string; details: Map<string, string> }[] = [];
  for (const line of lines) {
    // What follows was loaded once and is not any more.
    if (line.startsWith('Unloaded modules:')) break;
    const [, start, end, short = ''] = head.exec(line) ?? [];
    if (start !== undefined && end !== undefined && found.length < MOST_MODULES) {
      found.push({ start: address(start), end: address(end), short, details: new Map() });
      continue;
    }
    const [, name, value = ''] = detail.exec(line) ?? [];
    if (name !== undefined && value !== '') found.at(-1)?.details.set(name, value);
  }
  return found.map(({ start, end, short, details }) => {
    const path =
      pathOf(details.get('Image path')) ?? pathOf(details.get('Loaded symbol image file'));
    return {
      name: fileName(details.get('Image name')) ?? fileName(path) ?? short,
      path,
      start,
      end,
      version: details.get('File version') ?? details.get('Product version') ?? null,
    };
  });
}

/** A path without a folder says no more than the name. */
function pathOf(text: string | undefined): string | null {
  return text !== undefined && /[\\/]/.test(text) ? text : null;
}

function fileName(path: string | null | undefined): string | null {
  return path?.split(/[\\/]/).at(-1) ?? null;
}
