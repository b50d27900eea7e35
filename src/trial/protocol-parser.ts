import type { Protocol } from '../recipe/protocol.ts';
import { InternalError } from '../system/errors.ts';
import { createEventMarks, type MarkListener } from './event-marks.ts';
import { createIterationCount } from './iteration-count.ts';
import { createLineScanner } from './line-scanner.ts';
import { createLineSplitter, LINE_LIMIT } from './line-splitter.ts';
import { createOutputTail } from './output-tail.ts';
import type { ProtocolState } from './protocol-state.ts';
import {
  compileProtocol,
  ITERATION,
  STAGE,
  SUCCESS,
  TRACE,
  type ProtocolWords,
} from './protocol-words.ts';
import { createTracebackWatch } from './python-traceback.ts';
import { createTraceWatch } from './trace-watch.ts';

export interface ProtocolParser {
  /**
   * Any piece of the output, cut anywhere; not kept, so its buffer may be used again.
   *
   * @throws InternalError after `end()`.
   */
  push(chunk: Uint8Array): void;
  /** No more will come: the unterminated last line is read too. */
  end(): void;
  snapshot(): ProtocolState;
  /** The last iteration that began, cheaper than a snapshot. */
  progress(): number | null;
  /** The end of the output, at most 2 KiB, as text. */
  tail(): string;
}

/** Hears of marks and turns in the order in which they were printed. */
export interface ProtocolListener {
  readonly onMarks: MarkListener;
  readonly onTurn: (iteration: number) => void;
}

/**
 * Reads a reproducer's output as it grows, in bounded memory.
 *
 * An unterminated last line counts at `end()`, for a crash leaves a trace line half printed. Only
 * an iteration mark without its line end does not count, nor the stage that it stands for: `14 12`
 * may be the head of `14 123`, so the iteration before it is the last one that is certain.
 *
 * Of a line longer than 4 KiB the head is read for a trace and the rest is dropped; a run of event
 * marks is counted to its end, however long.
 *
 * @param words of the protocol, when many outputs are read.
 */
export function createProtocolParser(
  protocol: Protocol,
  listener?: ProtocolListener,
  words: ProtocolWords = compileProtocol(protocol),
): ProtocolParser {
  const trace = optional(protocol.trace, createTraceWatch);
  const marks = optional(protocol.events, (names) => createEventMarks(names, listener?.onMarks));
  const iterations = createIterationCount();
  const tracebacks = createTracebackWatch();
  const tail = createOutputTail();
  const { automaton, digitsAt } = words;
  const splitter =
    automaton === null
      ? createLineSplitter({ line: readLine, overlong: readOverlong })
      : createLineScanner(automaton, { line: readLine, overlong: readOverlong, short: readShort });
  let stage: string | null = null;
  let lastLine: string | null = null;
  let success = false;
  let bytes = 0;
  let lastByte = LINE_FEED;
  let endsTorn = false;
  let ended = false;
  // Short lines are made text only when they turn out to be the last.
  const shortLine = { start: 0, end: 0 };
  const shortStage = { start: 0, end: 0 };

  /** What `readLine` does, on the bytes; false when it takes that. */
  function readShort(bytes: Buffer, start: number, end: number, matches: number): boolean {
    if ((matches & TRACE) !== 0) return false;
    if ((matches & ITERATION) !== 0) {
      const turn = digitsAt === null ? NaN : numberAt(bytes, start + digitsAt, end);
      if (Number.isNaN(turn)) return false;
      newTurn(turn);
    } else if (tracebacks.isOpen()) return false;
    if ((matches & SUCCESS) !== 0) success = true;
    if ((matches & STAGE) !== 0) {
      shortStage.start = start;
      shortStage.end = end;
    }
    shortLine.start = start;
    shortLine.end = end;
    return true;
  }

  function keepShort(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    if (shortLine.end > 0) lastLine = bytes.toString('latin1', shortLine.start, shortLine.end);
    if (shortStage.end > 0) {
      const text = bytes.toString('latin1', shortStage.start, shortStage.end);
      setStage(words.stage?.exec(text) ?? null);
    }
    shortLine.end = 0;
    shortStage.end = 0;
  }

  function readLine(line: string, whole: boolean): void {
    const text = afterMarks(line);
    const known = text === '' || readText(text, whole);
    endsTorn = !whole && !known;
    if (text.charCodeAt(0) > SPACE || /\S/u.test(text)) setLastLine(text);
  }

  function setLastLine(text: string): void {
    lastLine = text;
    shortLine.end = 0;
  }

  function setStage(reached: RegExpExecArray | null): void {
    if (reached === null) return;
    stage = firstGroup(reached);
    shortStage.end = 0;
  }

  function afterMarks(line: string): string {
    return marks === null ? line : line.slice(marks.take(line, isOfProtocol));
  }

  function isOfProtocol(text: string): boolean {
    const patterns = [words.iteration, words.stage, words.trace, words.success];
    return patterns.some((pattern) => pattern?.exec(text)?.index === 0);
  }

  /** Returns whether the line said something in the protocol's words. */
  function readText(text: string, whole: boolean): boolean {
    const isTrace = trace?.observe(text, whole, iterations.last()) ?? false;
    const turn = words.iteration.exec(text);
    if (turn !== null && !whole) return isTrace;
    if (turn === null) tracebacks.line(text);
    else beginTurn(turn[1]);
    const reached = words.stage?.exec(text) ?? null;
    setStage(reached);
    const succeeds = words.success?.exec(text) != null;
    success ||= succeeds;
    return isTrace || turn !== null || reached !== null || succeeds;
  }

  function beginTurn(digits: string | undefined): void {
    // More digits than a safe integer has are garbage, not a turn.
    if (digits === undefined || !/^\d{1,15}$/.test(digits)) return;
    newTurn(+digits);
  }

  function newTurn(turn: number): void {
    iterations.begin(turn);
    listener?.onTurn(turn);
    tracebacks.forget();
  }

  function readOverlong(head: string): number {
    const half = LINE_LIMIT / 2;
    if (marks?.takeAll(head, half) === true) return half;
    const text = afterMarks(head);
    trace?.observe(text, false, iterations.last());
    setLastLine(text);
    return 0;
  }

  return {
    push(chunk) {
      if (ended) throw new InternalError('the protocol parser was given output after its end');
      bytes += chunk.length;
      lastByte = chunk.at(-1) ?? lastByte;
      tail.push(chunk);
      splitter.push(chunk);
      keepShort(chunk);
    },
    end() {
      ended = true;
      splitter.end();
    },
    snapshot() {
      const events = marks?.byName() ?? null;
      return {
        iteration: iterations.last(),
        iterationsBegun: iterations.begun(),
        stage,
        lastLine,
        trace: trace?.observation() ?? null,
        traceTemplate: trace?.template() ?? null,
        events,
        minorCollections: events?.['minor-collection'] ?? null,
        success,
        traceback: tracebacks.last(),
        bytes,
        lines: splitter.lines(),
        endsMidLine: lastByte !== LINE_FEED && lastByte !== CARRIAGE_RETURN,
        endsTorn,
      };
    },
    progress: () => iterations.last(),
    tail: () => tail.text(),
  };
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** The number that the digits here make; NaN for one beyond a safe integer. */
function numberAt(bytes: Buffer, start: number, end: number): number {
  let number = 0;
  let place = start;
  for (; place < end; place += 1) {
    const digit = (bytes[place] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  return place - start > 15 ? NaN : number;
}

function optional<T, R>(value: T | undefined, make: (value: T) => R): R | null {
  return value === undefined ? null : make(value);
}

function firstGroup(match: RegExpExecArray): string {
  for (let group = 1; group < match.length; group += 1) {
    const text = match[group];
    if (text !== undefined) return text;
  }
  return match[0];
}
