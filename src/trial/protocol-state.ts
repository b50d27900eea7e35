import type { TraceObservation } from '../records/trial-record.ts';
import type { PythonTraceback } from './python-traceback.ts';

/** What the output told so far. Plain data: a later state shares nothing with an earlier one. */
export interface ProtocolState {
  /** The last iteration that began, as printed; null before the first mark. */
  readonly iteration: number | null;
  /** Turns that began; `IterationCount.begun` says how loops that do not start at 0 count. */
  readonly iterationsBegun: number;
  readonly stage: string | null;
  /** The last line with text, without its event marks, at most 4 KiB of it. */
  readonly lastLine: string | null;
  /** Null when the protocol has no trace. */
  readonly trace: TraceObservation | null;
  /** The groups of the last trace line without addresses, `34 ptr 45 NULL`. */
  readonly traceTemplate: string | null;
  /** Event marks by name; null when the protocol has none. */
  readonly events: Readonly<Record<string, number>> | null;
  /** Events named `minor-collection`; null when the protocol has none of that name. */
  readonly minorCollections: number | null;
  /** The line that only a complete loop prints was seen. */
  readonly success: boolean;
  /** The last Python traceback, unless an iteration followed it. */
  readonly traceback: PythonTraceback | null;
  readonly bytes: number;
  /** Lines seen whole, and after `end()` an unterminated last one. */
  readonly lines: number;
  readonly endsMidLine: boolean;
  /** After `end()`: the unterminated last line is nothing that the protocol knows. */
  readonly endsTorn: boolean;
}
