/** How a trial ended. A crash is the success of finding, so it is a value, never an exception. */
export type OutcomeKind = 'crashed' | 'clean' | 'hung' | 'failed' | 'interrupted';

/** What a trial lived through, on several clocks. */
export interface Exposure {
  /** Turns of the loop that began. */
  readonly iterations: number;
  /** Wall-clock seconds from spawn to exit. */
  readonly seconds: number;
  /** Minor collections seen as event marks; null when the protocol has none. */
  readonly minorCollections: number | null;
}

/** The trace lines that a trial printed, and those whose pointer had become NULL. */
export interface TraceObservation {
  readonly count: number;
  readonly nullCount: number;
  /** The first line with a NULL pointer, with the iteration it stood in; null when none had one. */
  readonly firstNull: { readonly iteration: number | null; readonly text: string } | null;
  /** The last trace line, as printed. */
  readonly last: string | null;
}

export interface OutputRecord {
  /** Bytes and lines that the child wrote, including what was cut off the kept file. */
  readonly bytes: number;
  readonly lines: number;
  /** The log outgrew its cap and was cut: counts of lines and marks are lower bounds. */
  readonly truncated: boolean;
  /** The kept output, relative to the run folder; null when none was kept. */
  readonly file: string | null;
  /** The end of the output, at most 2 KiB, as text. */
  readonly tail: string;
}

/** One line of the journal: one fresh process that ran the reproducer loop once. */
export interface TrialRecord {
  readonly type: 'trial';
  /** Counted from 1, without gaps in a finished run. */
  readonly id: number;
  readonly variant: string;
  /** The machine that ran it; only where several run trials of one campaign. */
  readonly worker?: string | undefined;
  /** The seed given to the child; null when its command takes none. */
  readonly seed: number | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly outcome: OutcomeKind;
  /** One sentence: why it counts as this outcome. */
  readonly reason: string;
  /** `SIGSEGV`, `0xC0000005`, `exit 0`, `not started`. */
  readonly status: string;
  /** The status in words: `segmentation fault`, `ACCESS_VIOLATION`. */
  readonly statusName: string;
  /** As the system gave it, unsigned 32 bit; null when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last iteration that began, from 0; null when no mark was seen. */
  readonly iteration: number | null;
  readonly stage: string | null;
  /** What makes two crashes the same crash; null unless crashed. */
  readonly signature: string | null;
  /** The innermost functions at the crash, as in the signature; only where a debugger saw them. */
  readonly stack?: readonly string[] | undefined;
  /** The crash report, relative to the campaign's folder; only where a debugger saw the crash. */
  readonly crashReport?: string | undefined;
  readonly trace: TraceObservation | null;
  /** Event marks by name; null when the protocol has none. */
  readonly events: Readonly<Record<string, number>> | null;
  readonly exposure: Exposure;
  readonly seconds: number;
  readonly watch: 'file' | 'pipe' | 'heartbeat';
  readonly output: OutputRecord;
  /** Doubts about this trial, a sentence each: leftover processes, block-buffered output. */
  readonly warnings: readonly string[];
}
