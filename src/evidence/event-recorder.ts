import type { Protocol } from '../recipe/protocol.ts';
import { createProtocolParser } from '../trial/protocol-parser.ts';
import { eventCodes, type RecordedKind } from './event-codes.ts';
import { createGrowingBytes } from './growing-bytes.ts';

export interface RecorderSettings {
  /** So many codes 0 stand before the first trial, between two and behind the last. */
  readonly padding: number;
  /** The turns of the loop are events too: for output that does not say how each call ended. */
  readonly turns: boolean;
  /** Events that are kept at most; the others are counted. */
  readonly most: number;
}

/** What was read from the output of one trial. */
export interface RecordedTrial {
  /** Where its events stand in `codes`; the end is behind the last. */
  readonly start: number;
  readonly end: number;
  readonly turns: number;
  /** The last iteration that began; null when none was printed. */
  readonly iteration: number | null;
  /** The iteration of its first failure; null without one, or when none was printed. */
  readonly firstFailure: number | null;
  /** Whether a failure was put at its end, for the crash; false when it ends with one anyway. */
  readonly crashAdded: boolean;
  /** The line that only a complete loop prints was seen. */
  readonly success: boolean;
}

export interface RecordedEvents {
  /** One byte an event; code c stands for `kinds[c - 1]`, 0 for none. */
  readonly codes: Uint8Array;
  readonly kinds: readonly RecordedKind[];
  readonly trials: readonly RecordedTrial[];
  /** Events that there was no room for. */
  readonly left: number;
}

export interface EventRecorder {
  /** Reads the whole output of one trial, cut anywhere; a crash at its end is a failure there. */
  readonly trial: (output: Iterable<Uint8Array>, crashed: boolean) => void;
  readonly recorded: () => RecordedEvents;
}

/**
 * Turns outputs into bytes, one an event, so that ten million events are ten megabytes. Marks are
 * found by the parser that counts them for the journal, hence the two always agree.
 */
export function createEventRecorder(protocol: Protocol, settings: RecorderSettings): EventRecorder {
  const { padding, turns: withTurns, most } = settings;
  const codes = eventCodes(protocol.events ?? {});
  const fails = codes.kinds.map(({ role }) => role === 'failure');
  const bytes = createGrowingBytes();
  const trials: RecordedTrial[] = [];
  let events = 0;
  let left = 0;
  pad();

  function pad(): void {
    for (let count = 0; count < padding; count++) bytes.push(0);
  }

  function add(code: number): void {
    if (events < most) bytes.push(code);
    else left += 1;
    events += 1;
  }

  return {
    trial(output, crashed) {
      const start = bytes.length();
      let [turns, iteration, firstFailure, failed] = [
        0,
        null as number | null,
        null as number | null,
        false,
      ];
      const failure = (): void => {
        if (!failed) firstFailure = iteration;
        failed = true;
      };
      const parser = createProtocolParser(protocol, {
        onMarks(text, from, to) {
          for (let at = from; at < to; at++) {
            const code = codes.ofCharacter(text.charCodeAt(at));
            if (fails[code - 1] === true) failure();
            add(code);
          }
        },
        onTurn(turn) {
          iteration = turn;
          turns += 1;
          if (withTurns) add(codes.turn);
        },
      });
      for (const chunk of output) parser.push(chunk);
      parser.end();
      const last = bytes.length() > start ? bytes.last() : 0;
      // `X` and then the crash are one failure, seen twice.
      const crashAdded = crashed && fails[last - 1] !== true && left === 0;
      if (crashAdded) {
        failure();
        add(codes.crash);
      }
      const end = bytes.length();
      const { success } = parser.snapshot();
      trials.push({ start, end, turns, iteration, firstFailure, crashAdded, success });
      pad();
    },
    recorded: () => ({ codes: bytes.bytes(), kinds: codes.kinds, trials, left }),
  };
}
