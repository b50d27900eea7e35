import type { DebugExpression } from '../recipe/evidence-schema.ts';
import type { CrashScene, DebuggerKind } from '../records/crash-report.ts';
import type { DumpKind } from '../records/debug-record.ts';

/** What a debugger is to do with one trial. */
export interface DebugRequest {
  /** The trial's own command line. */
  readonly argv: readonly string[];
  /**
   * Absolute; the debugger's script, log and dump are put here. The debugger and the program start in
   * its `scratch` folder.
   */
  readonly folder: string;
  /** SHELL in the trial's environment, which gdb needs for itself; null without one. */
  readonly shell: string | null;
  readonly expressions: readonly DebugExpression[];
  readonly dump: DumpKind;
  /** Folders with symbol files (PDB), absolute, and symbol servers, in this order. */
  readonly symbols: readonly string[];
}

/** A debugger, made ready for one trial: what is started in place of the trial's own command. */
export interface DebuggerCommand {
  readonly argv: readonly string[];
  /** Files to be written before the start. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Absolute path of what the debugger prints; the program's own output is not in it. */
  readonly log: string;
  /** Absolute path of the dump that it may write; null for none. */
  readonly dump: string | null;
  /** Environment variables beside the trial's own. */
  readonly variables: Readonly<Record<string, string>>;
}

/** How the program ended, as its debugger tells; null fields where it does not say. */
export interface DebuggedEnd {
  /** As the system gave it, unsigned 32 bit; null when a signal ended it. */
  readonly exitCode: number | null;
  /** `SIGSEGV`; null when it exited or the system has no signals. */
  readonly signal: string | null;
}

/** What a debugger's log says. */
export interface DebuggerReading {
  /** Null when the log does not tell how the program ended: the debugger failed, or was killed. */
  readonly end: DebuggedEnd | null;
  /** Null unless the program crashed. */
  readonly scene: CrashScene | null;
  /** Absolute path of a dump whose name its command could not tell beforehand. */
  readonly dump?: string | null;
  /** What could not be read, or why the debugger failed, a sentence each. */
  readonly gaps: readonly string[];
}

/** One kind of debugger: pure, a command line and a script to one side, a parser to the other. */
export interface Debugger {
  readonly kind: DebuggerKind;
  /** `program` is the debugger's own absolute path. */
  command(program: string, request: DebugRequest): DebuggerCommand;
  /** Reads what the debugger printed. Never throws, whatever the text. */
  read(log: string, request: DebugRequest): DebuggerReading;
}
