/** The version of the document that a debugger's look at a crash becomes. */
export const CRASH_REPORT_SCHEMA = 'winrepro/crash-report/1';

/** What a debugger saw when the program crashed, whichever debugger it was. */
export interface CrashReport {
  readonly schema: typeof CRASH_REPORT_SCHEMA;
  readonly recipe: string;
  readonly variant: string;
  /** The debug session and the trial in it, counted from 1. */
  readonly session: string;
  readonly trial: number;
  readonly seed: number | null;
  /** The last iteration that began, from 0; null when no mark was seen. */
  readonly iteration: number | null;
  readonly signature: string;
  readonly debugger: DebuggerName;
  readonly crash: CrashScene;
  /** The innermost functions without what differs from build to build, as in the signature. */
  readonly stack: readonly string[];
  /** What stands out in it, a sentence each. */
  readonly findings: readonly string[];
  /** What could not be read, a sentence each. */
  readonly gaps: readonly string[];
  /** Paths relative to the session's folder, with forward slashes. */
  readonly files: {
    /** What the debugger printed, whole. */
    readonly log: string;
    readonly dump: DumpFile | null;
  };
}

export interface DebuggerName {
  readonly kind: DebuggerKind;
  /** As it calls itself: `GNU gdb (Debian 13.1-3) 13.1`. */
  readonly version: string;
}

export type DebuggerKind = 'gdb' | 'cdb' | 'procdump';

export interface DumpFile {
  readonly file: string;
  readonly bytes: number;
}

/** The state of the program at the crash. Addresses and values are `0x` and lower-case digits. */
export interface CrashScene {
  readonly exception: CrashException;
  /** The innermost first. */
  readonly frames: readonly StackFrame[];
  /** General registers by their name, `rip` and the flags among them, in the debugger's order. */
  readonly registers: Readonly<Record<string, string>>;
  /** xmm registers by their name, 16 bytes each, as two 64-bit halves. */
  readonly xmm: Readonly<Record<string, { readonly low: string; readonly high: string }>>;
  readonly disassembly: readonly Instruction[];
  readonly expressions: readonly AskedExpression[];
  readonly modules: readonly LoadedModule[];
}

export interface CrashException {
  /** As a status is labelled: `SIGSEGV`, `0xC0000005`. */
  readonly code: string;
  /** In words: `segmentation fault`, `ACCESS_VIOLATION`. */
  readonly name: string;
  /** The address of the instruction that faulted. */
  readonly instruction: string | null;
  /** The data address that it reached for; null where the exception has none or it is not told. */
  readonly accessed: string | null;
  readonly access: 'read' | 'write' | 'execute' | null;
}

export interface StackFrame {
  readonly address: string | null;
  /** The file name of the module, without its folder; null when not told. */
  readonly module: string | null;
  /** Null for code that no symbol covers, such as a JIT's. */
  readonly function: string | null;
  /** Bytes from the beginning of the function; null when not told. */
  readonly offset: number | null;
  readonly file: string | null;
  /** Counted from 1. */
  readonly line: number | null;
  /** Arguments as the debugger prints them, `subok=<optimized out>`. */
  readonly arguments: readonly { readonly name: string; readonly value: string | null }[];
}

export interface Instruction {
  readonly address: string;
  /** `find_array_prepare+7`; null when not told. */
  readonly place: string | null;
  readonly text: string;
  /** The instruction that faulted. */
  readonly faulting: boolean;
}

export interface AskedExpression {
  readonly expression: string;
  readonly function: string;
  /** As the debugger prints it; null when it cannot say. */
  readonly value: string | null;
  /** Why there is no value: optimized away, no such frame; null when there is one. */
  readonly problem: string | null;
}

export interface LoadedModule {
  readonly name: string;
  readonly path: string | null;
  readonly start: string;
  readonly end: string;
  /** Its version where the system keeps one. */
  readonly version: string | null;
}
