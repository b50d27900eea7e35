import { readTextFrom } from '../system/output-file.ts';
import { exists, writeFileAtomically } from '../system/files.ts';
import type { ProcessEnd } from '../system/keeper.ts';
import type { ProcessStatus } from './status.ts';
import type { StopCause } from './trial-end.ts';

/** A program that is started in a trial's stead and starts the trial itself: a debugger. */
export interface Instrument {
  readonly argv: readonly string[];
  /** Absolute paths, written before the start. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Absolute path of what it prints itself; the program's output goes where it always does. */
  readonly log: string;
  /** Environment variables in place of the trial's own. */
  readonly variables: Readonly<Record<string, string>>;
  /** Never throws, whatever the log holds. */
  readonly read: (log: string) => InstrumentReading;
}

/** What its log says of the program. */
export interface InstrumentReading {
  /** How the program ended; null when the log does not tell. */
  readonly end: ProcessStatus | null;
  /** Why it does not, in one sentence with the next move; null when it does. */
  readonly problem: string | null;
  /** Functions of the stack at the crash, without addresses, the innermost first; empty without one. */
  readonly stack: readonly string[];
}

/** Of a log, this much is read, bytes; one of a crash has some 40 KiB. */
const LARGEST_LOG = 32 * 1024 * 1024;

/** Makes the trial's folder ready for its instrument. Throws EnvironmentError. */
export async function prepareInstrument({ files }: Instrument): Promise<void> {
  for (const { path, text } of files) await writeFileAtomically(path, text);
}

/** Reads what an instrument that has ended wrote. Throws EnvironmentError for an unreadable log. */
export async function readInstrument(
  instrument: Pick<Instrument, 'log' | 'read'>,
): Promise<InstrumentReading> {
  return instrument.read(await instrumentLog(instrument.log));
}

/** The text of its log; empty when it wrote none. */
export async function instrumentLog(path: string): Promise<string> {
  return (await exists(path)) ? readTextFrom(path, 0, LARGEST_LOG) : '';
}

/** How the program in an instrument ended: what was killed with it did not live to tell. */
export function endSeen(
  { end, problem }: InstrumentReading,
  own: ProcessEnd,
  stopped: StopCause,
): { readonly end: ProcessStatus; readonly problem: string | null } {
  if (end !== null) return { end, problem: null };
  if (stopped !== null || own.startError !== null) return { end: own, problem: null };
  return { end: { exitCode: null, signal: null }, problem };
}
