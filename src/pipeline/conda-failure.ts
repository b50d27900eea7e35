import { stripVTControlCharacters } from 'node:util';
import type { Pinned } from '../recipe/schema.ts';

const MOST_LINES = 30;

/**
 * Why a conda client failed, in its own words: from the JSON that `--json` ends with, else from the
 * first line of its output that reads like an error on.
 */
export function condaReason(output: string): string {
  const plain = stripVTControlCharacters(output).replaceAll('\0', '');
  const document = lastDocument(plain);
  const told = document === null ? '' : stripVTControlCharacters(reasonOf(document));
  if (told !== '') return told;
  // A progress bar overwrites its line; what counts is what was left standing.
  const lines = plain.split(/\r?\n/).map((line) => (line.split('\r').at(-1) ?? '').trimEnd());
  const first = lines.findIndex((line) =>
    /error|critical|could not solve|problems while solving|nothing provides/i.test(line),
  );
  const shown = first < 0 ? lines.slice(-MOST_LINES) : lines.slice(first, first + MOST_LINES);
  return shown.join('\n').trim();
}

/**
 * Whether a reason says that this build of a package is not to be had. A conflict with another
 * package, or another package that is missing, does not: there another build would be chosen for a
 * cause that nobody looked at.
 *
 * Wordings: conda's PackagesNotFoundError and ResolvePackageNotFound list the specs in lines of
 * their own; libmamba says `nothing provides requested ...`, or from 1.0 on `... does not exist`.
 */
export function saysUnavailable(reason: string, { package: name }: Pinned, build: number): boolean {
  const listed =
    /PackagesNotFound|PackageNotFound|not available from (the )?current channels/i.test(reason);
  const plainName = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const glob = `\\*_${build}(?!\\d)`;
  const item = new RegExp(`^\\W*${plainName}(?![\\w.-]).*${glob}`, 'u');
  const ofBuild = `${plainName}(?![\\w.-])[^,]*${glob}`;
  const nothing = new RegExp(`nothing provides (requested )?${ofBuild}`, 'u');
  const missing = new RegExp(`^\\W*${ofBuild}[^,]* does not exist`, 'u');
  return reason
    .split('\n')
    .some((line) => (listed && item.test(line)) || nothing.test(line) || missing.test(line));
}

/** The line of a reason that says that the channels could not be reached; null when none does. */
export function offlineWords(reason: string): string | null {
  const offline =
    /HTTP 000|could(n't| not) resolve host|connection (failed|refused|reset|timed out)|failed to (establish a new connection|connect)|could(n't| not) connect to server|ConnectionError|NewConnectionError|name resolution|name or service not known|getaddrinfo|network is unreachable|timeout was reached/i;
  return (
    reason
      .split('\n')
      .find((line) => offline.test(line))
      ?.trim() ?? null
  );
}

/** The last JSON object whose braces stand at the start of a line, or fill one line. */
function lastDocument(text: string): Readonly<Record<string, unknown>> | null {
  const starts = [...text.matchAll(/^\{/gm)].map(({ index }) => index).reverse();
  const ends = [...text.matchAll(/\}\s*$/gm)].map(({ index }) => index + 1).reverse();
  for (const start of starts) {
    for (const end of ends.filter((end) => end > start)) {
      const value = parsed(text.slice(start, end));
      if (value !== null) return value;
    }
  }
  return null;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}

function reasonOf(document: Readonly<Record<string, unknown>>): string {
  const { solver_problems: problems, exception_name: name, message, error } = document;
  if (Array.isArray(problems) && problems.length > 0) return problems.map(String).join('\n');
  for (const text of [message, error]) {
    if (typeof text !== 'string' || text === '') continue;
    return typeof name === 'string' && !text.includes(name) ? `${name}: ${text}` : text;
  }
  return '';
}
