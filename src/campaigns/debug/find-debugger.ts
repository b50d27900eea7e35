import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Debugger } from '../../evidence/debugger.ts';
import { debuggers } from '../../evidence/debuggers.ts';
import { installHint } from '../../pipeline/install-hint.ts';
import type { Platform } from '../../recipe/schema.ts';
import type { DebuggerKind } from '../../records/crash-report.ts';
import type { SessionDebugger } from '../../records/session-record.ts';
import { cdbPlaces } from '../../system/cdb-places.ts';
import { ask } from '../../system/command.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import { readText } from '../../system/files.ts';
import { findProgram } from '../../system/find-program.ts';

/** `set logging enabled` came with it. */
const OLDEST_GDB = 12;

/**
 * The debugger that `--debugger` names (`gdb`, `cdb`, `procdump` or the path of one), or the platform's own.
 *
 * @throws UserError for a path that is no debugger, EnvironmentError when it is not there, does not
 *   answer or is too old.
 */
export async function findDebugger(
  named: string | undefined,
  platform: Platform,
): Promise<SessionDebugger> {
  const wanted = named ?? (platform === 'win32' ? 'cdb' : 'gdb');
  const kind = kindOf(wanted);
  const path = firstProgram(placesOf(wanted));
  if (path === null) {
    throw new EnvironmentError(
      `the debugger ${wanted} was not found: ${installHint(kind, platform)}, or give its path with --debugger`,
    );
  }
  const version = await versionOf(kind, path);
  if (version === null) {
    throw new EnvironmentError(
      `the debugger ${path} does not tell its version: install it again, or give another with --debugger`,
    );
  }
  requireNewEnough(kind, version, path);
  return { kind, path, version };
}

/** The back end of a debugger, with its script. Throws EnvironmentError when that cannot be read. */
export async function loadDebugger(kind: DebuggerKind): Promise<Debugger> {
  const { template, create } = debuggers[kind];
  return create(template === null ? '' : await readText(`${TEMPLATES}${template}`));
}

const TEMPLATES = fileURLToPath(new URL('../../../templates/debuggers/', import.meta.url));

function kindOf(wanted: string): DebuggerKind {
  const name = basename(wanted.replaceAll('\\', '/')).toLowerCase();
  if (name.includes('procdump')) return 'procdump';
  if (name.includes('gdb')) return 'gdb';
  if (name.includes('cdb')) return 'cdb';
  throw new UserError(`--debugger takes gdb, cdb, procdump or the path of one, not ${wanted}`);
}

/** A plain name stands for every place in which that debugger may be. */
function placesOf(wanted: string): readonly string[] {
  if (wanted === 'cdb') return cdbPlaces(process.env);
  return wanted === 'procdump' ? ['procdump64', 'procdump'] : [wanted];
}

function firstProgram(places: readonly string[]): string | null {
  for (const place of places) {
    const path = findProgram(place);
    if (path !== null) return path;
  }
  return null;
}

/** ProcDump has no option for it: its help begins with it. */
const versionQuestions: Readonly<Record<DebuggerKind, readonly string[]>> = {
  gdb: ['--version'],
  cdb: ['-version'],
  procdump: ['-accepteula', '-?'],
};

async function versionOf(kind: DebuggerKind, path: string): Promise<string | null> {
  const answer = await ask([path, ...versionQuestions[kind]]);
  return (
    answer?.stdout
      .split(/\r?\n/)
      .find((line) => line.trim() !== '')
      ?.trim() ?? null
  );
}

/** `GNU gdb (Debian 13.1-3) 13.1`: the last number is the version. */
function requireNewEnough(kind: DebuggerKind, version: string, path: string): void {
  if (kind !== 'gdb') return;
  const major = Number(/(\d+)\.\d[\w.-]*$/.exec(version)?.[1] ?? OLDEST_GDB);
  if (major >= OLDEST_GDB) return;
  throw new EnvironmentError(
    `${path} is ${version}, and winrepro needs gdb ${OLDEST_GDB} or newer: give another with --debugger`,
  );
}
