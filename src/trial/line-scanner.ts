import { LINE_START, STUCK, UNKNOWN, type LineAutomaton } from './line-automaton.ts';
import {
  createLineSplitter,
  LINE_LIMIT,
  type LineSink,
  type LineSplitter,
} from './line-splitter.ts';

/** A line of at most so many bytes is looked at as it stands among the bytes that were read. */
export const SHORT_LINE = 32;

export interface ScannedLineSink extends LineSink {
  /**
   * A whole line of ASCII, `bytes[start]` to before `bytes[end]`, not empty, and what of the automaton matches
   * it. Returns false when it is to be read as text.
   */
  short(bytes: Buffer, start: number, end: number, matches: number): boolean;
}

/**
 * Cuts bytes into lines as the splitter does, which still has those that are cut by a read, end in a
 * lone CR or are too long. Most lines are short and of a few shapes: of these no text is made, which
 * takes a tenth of the time (`npm run bench:parser`).
 */
export function createLineScanner(automaton: LineAutomaton, sink: ScannedLineSink): LineSplitter {
  const { table } = automaton;
  const splitter = createLineSplitter(sink);
  let lines = 0;
  /** The splitter has the beginning of a line. */
  let cut = false;

  /** Returns where the line after it begins, or `from` when the line is not a short one. */
  function shortLine(bytes: Buffer, from: number): number {
    const limit = Math.min(bytes.length, from + SHORT_LINE);
    let state = LINE_START;
    let place = from;
    while (place < limit) {
      const byte = bytes[place] ?? 0;
      let next = table[(state << 8) | byte] ?? STUCK;
      if (next === UNKNOWN) next = automaton.step(state, byte);
      if (next === STUCK) break;
      state = next;
      place += 1;
    }
    const lineEnd = lineEndAt(bytes, place);
    if (lineEnd === 0) return from;
    if (place > from && !sink.short(bytes, from, place, automaton.matches(state))) return from;
    lines += 1;
    return place + lineEnd;
  }

  function longLine(bytes: Buffer, from: number): number {
    const limit = Math.min(bytes.length, from + LINE_LIMIT);
    let place = from;
    let bits = 0;
    for (; place < limit; place += 1) {
      const byte = bytes[place] ?? 0;
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
      bits |= byte;
    }
    const lineEnd = lineEndAt(bytes, place);
    if (lineEnd === 0) return handOver(bytes, from);
    sink.line(bytes.toString(bits < 128 ? 'latin1' : 'utf8', from, place), true);
    lines += 1;
    return place + lineEnd;
  }

  function handOver(bytes: Buffer, from: number): number {
    const lineFeed = bytes.indexOf(LINE_FEED, from);
    cut = lineFeed < 0;
    const end = cut ? bytes.length : lineFeed + 1;
    splitter.push(bytes.subarray(from, end));
    return end;
  }

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      let at = cut ? handOver(bytes, 0) : 0;
      while (at < bytes.length) {
        const next = shortLine(bytes, at);
        at = next > at ? next : longLine(bytes, at);
      }
    },
    end() {
      splitter.end();
    },
    lines: () => lines + splitter.lines(),
  };
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The length of the line end that stands here; 0 for none, and for one that may go on. */
function lineEndAt(bytes: Buffer, place: number): number {
  if (bytes[place] === LINE_FEED) return 1;
  return bytes[place] === CARRIAGE_RETURN && bytes[place + 1] === LINE_FEED ? 2 : 0;
}
