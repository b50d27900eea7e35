import type { CrashReport } from './crash-report.ts';
import type { SessionDebugger } from './session-record.ts';
import type { CorruptLine, DuplicateTrial } from './journal.ts';
import type { SignatureCount, TrialResult } from './result.ts';

export const DEBUG_RESULT_SCHEMA = 'winrepro/debug-result/1';

/** The trials of one side: those under the debugger, or those without it. */
export interface DebugSide {
  readonly trials: number;
  readonly crashed: number;
  readonly clean: number;
  /** Hung, failed and interrupted. */
  readonly others: number;
  /** Iterations of the trials that are evidence: those that crashed or ended clean. */
  readonly exposure: number;
  readonly seconds: number;
}

/** Whether the crash comes as often under the debugger as without it. */
export interface InstrumentRate {
  readonly kind: 'same' | 'changed' | 'cannot-tell';
  /** Where the trials without it are from: this session's turns, or runs of the very same build. */
  readonly from: 'turns' | 'runs';
  /** The ids of those runs. */
  readonly runs: readonly string[];
  readonly plain: DebugSide;
  /** Crashes per iteration under the debugger over those without; null when nothing can be compared. */
  readonly ratio: { readonly value: number; readonly lower: number; readonly upper: number } | null;
  readonly confidence: number;
  /** Rates within this factor of each other, either way, are the same. */
  readonly factor: number;
  /** Whether both crash after the same marks; null when one of them has no crash. */
  readonly sameSignature: boolean | null;
}

/** `result.json` of a debug session, computed from its record and its journal. */
export interface DebugResult {
  readonly schema: typeof DEBUG_RESULT_SCHEMA;
  readonly winrepro: string;
  readonly session: string;
  readonly recipe: string;
  readonly variant: string;
  readonly title: string;
  readonly state: 'finished' | 'failed' | 'interrupted';
  readonly reason: string | null;
  readonly debugger: SessionDebugger;
  /** The one trial waited for a person to attach a debugger: only how it ended is known. */
  readonly attached: boolean;
  readonly seed: number;
  /** SHA-256 of the program that ran; null for none. */
  readonly build: string | null;
  /** The first crash that the debugger saw; null when there was none. */
  readonly crash: CrashReport | null;
  /** File names of all crash reports, relative to the session's folder. */
  readonly reports: readonly string[];
  readonly instrumented: DebugSide;
  /** Crashes under the debugger, by what makes them the same; the most frequent first. */
  readonly signatures: readonly SignatureCount[];
  /** Null when there are no trials without the debugger to compare with. */
  readonly rate: InstrumentRate | null;
  /** Those under the debugger have its name behind their variant's. */
  readonly trials: readonly (TrialResult & { readonly variant: string })[];
  readonly journal: {
    readonly torn: number;
    readonly corrupt: readonly CorruptLine[];
    readonly duplicates: readonly DuplicateTrial[];
  };
  /** The command that goes on with it; null when it is over. */
  readonly resume: string | null;
}
