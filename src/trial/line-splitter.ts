import { isAscii } from 'node:buffer';

/** A line longer than this, in bytes, is not buffered any further: output may have no newlines. */
export const LINE_LIMIT = 4096;
/**
 * Blocks of this size are garbage that V8's small new space takes as it is; with 256 KiB it grew it
 * and the resident memory over 10 million lines was 102 MB instead of 65, at the same speed.
 */
const BLOCK_BYTES = 16 * 1024;

export interface LineSink {
  /** `whole`: its line end was seen; otherwise the output ended here and the line may be torn. */
  line(text: string, whole: boolean): void;
  /**
   * The first `LINE_LIMIT` bytes of a longer line. Returns how many characters of it are done
   * with, the rest being read as a line of its own; 0 drops the rest of the line.
   */
  overlong(text: string): number;
}

export interface LineSplitter {
  push(chunk: Uint8Array): void;
  end(): void;
  /** Line ends seen; after `end()` an unterminated last line counts too. */
  lines(): number;
}

/**
 * Cuts bytes into lines at LF, CRLF and lone CR, wherever the reads fall; holds at most one line of
 * `LINE_LIMIT` bytes. Text is split as Latin-1, in which a byte is a character, and only lines with
 * a byte above 127 are then read as UTF-8 (invalid bytes become U+FFFD).
 */
export function createLineSplitter(sink: LineSink): LineSplitter {
  let pending = '';
  let pendingIsAscii = true;
  let afterCarriageReturn = false;
  let dropping = false;
  let lines = 0;

  function block(bytes: Buffer): void {
    const ascii = pendingIsAscii && isAscii(bytes);
    const decode = ascii ? asItIs : decodeUtf8;
    let text = pending + withLineFeeds(bytes);
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      start = shorten(text, start, end, decode);
      if (!dropping) sink.line(decode(text.slice(start, end)), true);
      dropping = false;
      lines += 1;
      start = end + 1;
    }
    start = shorten(text, start, text.length, decode);
    text = dropping ? '' : text.slice(start);
    pending = text;
    pendingIsAscii = ascii || text === '';
  }

  /** Hands out the head of an overlong line until what is left of it fits, or sets `dropping`. */
  function shorten(text: string, from: number, end: number, decode: (s: string) => string): number {
    let start = from;
    while (!dropping && end - start > LINE_LIMIT) {
      const head = decode(text.slice(start, start + LINE_LIMIT));
      const done = sink.overlong(head);
      dropping = done === 0;
      start += Buffer.byteLength(head.slice(0, done));
    }
    return start;
  }

  function withLineFeeds(bytes: Buffer): string {
    const text = bytes.toString('latin1');
    const rest = afterCarriageReturn && text.startsWith('\n') ? text.slice(1) : text;
    afterCarriageReturn = text.endsWith('\r');
    return rest.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  }

  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; at += BLOCK_BYTES) {
        const length = Math.min(BLOCK_BYTES, chunk.length - at);
        block(Buffer.from(chunk.buffer, chunk.byteOffset + at, length));
      }
    },
    end() {
      if (pending === '' && !dropping) return;
      if (!dropping) sink.line(pendingIsAscii ? pending : decodeUtf8(pending), false);
      lines += 1;
      pending = '';
      dropping = false;
    },
    lines: () => lines,
  };
}

function asItIs(text: string): string {
  return text;
}

function decodeUtf8(latin1: string): string {
  return /[\x80-\xff]/.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1;
}
