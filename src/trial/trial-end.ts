import type { Protocol } from '../recipe/protocol.ts';
import type { ProtocolState } from './protocol-state.ts';
import type { DecodedStatus } from './status.ts';

/** Why winrepro ended a trial; null when it ended by itself. */
export type StopCause = 'timeout' | 'stall' | 'interrupt' | null;

/** Everything that is known about a trial that is over. */
export interface TrialEnd {
  readonly status: DecodedStatus;
  readonly state: ProtocolState;
  readonly stopped: StopCause;
  readonly startError: { readonly code: string; readonly message: string } | null;
  /** Processes of the trial that outlived it and were ended. */
  readonly leftovers: number;
  readonly protocol: Protocol;
  /** Turns that the loop was asked for. */
  readonly iterations: number;
  readonly seconds: number;
  readonly stallSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
  /** Why the debugger does not tell how the program ended; null when it does, or there is none. */
  readonly instrumentProblem?: string | null | undefined;
  /** The innermost functions of the program, `read < fill`, when a debugger saw them. */
  readonly faultingFunction?: string | null | undefined;
}
