/** What winrepro and its keeper say to each other, as JSON over Node's IPC channel. */

export interface StartMessage {
  readonly kind: 'start';
  readonly id: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child; nothing is inherited beside it. */
  readonly env: Readonly<Record<string, string>>;
  /** The file that stdout and stderr are appended to. */
  readonly output: string;
  /** `file`: the child holds the file itself; `pipe`: the keeper copies a pipe into it. */
  readonly channel: 'file' | 'pipe';
  /** What it leaves behind may be in other process groups, as gdb's programs are: all are ended. */
  readonly wholeSession?: boolean | undefined;
}

export interface KillMessage {
  readonly kind: 'kill';
  readonly id: number;
}

export type ToKeeper = StartMessage | KillMessage;

export interface StartedMessage {
  readonly kind: 'started';
  readonly id: number;
  readonly pid: number;
}

export interface EndedMessage {
  readonly kind: 'ended';
  readonly id: number;
  /** As the system gave it; null when a signal ended the process or it never started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Wall-clock seconds from spawn to exit. */
  readonly seconds: number;
  /** Processes of its group that were still there when it ended; they have been ended too. */
  readonly leftovers: number;
  readonly startError: { readonly code: string; readonly message: string } | null;
}

export type FromKeeper = StartedMessage | EndedMessage;
