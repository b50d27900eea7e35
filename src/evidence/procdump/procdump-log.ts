/** What ProcDump said of the program that it started. */
export interface ProcDumpLog {
  /** The code of the last exception that it saw, unsigned 32 bit; null for none. */
  readonly exception: number | null;
  /** That nobody handled it, as ProcDump says itself. */
  readonly unhandled: boolean;
  /** Where it wrote its last dump; null for none. */
  readonly dump: string | null;
  readonly isWritten: boolean;
  /** The program ended while ProcDump watched it. */
  readonly exited: boolean;
  /** What went wrong in its own words; null when nothing did. */
  readonly problem: string | null;
}

const LONGEST_LINE = 4096;
/** May stand behind a torn line of the program's. Some versions put a blank behind the time, some not. */
const stamped = /\[\d\d:\d\d:\d\d\] ?((?:Exception:|Unhandled:|Dump \d|The process has exited).*)$/;

/**
 * Reads ProcDump's lines out of the output that it shares with the program. Microsoft's page of ProcDump
 * shows none of them; these are as public logs of versions 7 to 11 have them:
 * `[19:05:23] Exception: C0000005.ACCESS_VIOLATION`, `[19:05:23] Unhandled: C0000005.ACCESS_VIOLATION`,
 * `[19:05:23] Dump 1 initiated: C:\x.dmp`, `[19:05:23] Dump 1 complete: 62 MB written in 0.1 seconds`,
 * `[09:10:20] The process has exited.`
 */
export function readProcDumpLog(text: string): ProcDumpLog {
  let log: ProcDumpLog = {
    exception: null,
    unhandled: false,
    dump: null,
    isWritten: false,
    exited: false,
    problem: null,
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, said] = stamped.exec(line.slice(0, LONGEST_LINE)) ?? [];
    if (said !== undefined) log = { ...log, ...readStamped(said.trimEnd()) };
  }
  return log;
}

function readStamped(said: string): Partial<ProcDumpLog> {
  const [, kind, code] = /^(Exception|Unhandled): ([0-9A-Fa-f]{8})\b/.exec(said) ?? [];
  if (code !== undefined) {
    return { exception: Number.parseInt(code, 16), unhandled: kind === 'Unhandled' };
  }
  const [, step, rest = ''] = /^Dump \d+ (initiated|complete|error): ?(.*)$/.exec(said) ?? [];
  if (step === 'initiated') return { dump: rest, isWritten: false };
  if (step === 'complete') return { isWritten: true };
  if (step === 'error') return { problem: said };
  return /^The process has exited\b/.test(said) ? { exited: true } : {};
}
