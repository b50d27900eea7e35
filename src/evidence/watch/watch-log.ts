import { TextDecoder } from 'node:util';
import type { WatchPlace } from '../../recipe/watch-place.ts';
import { createLineSplitter } from '../../trial/line-splitter.ts';
import { readCdbEvent } from './read-cdb-event.ts';
import { readRemark, readStop } from './read-record.ts';
import type { Remark, Stop, StopPlace } from './stop.ts';

export interface WatchLog {
  /** Any piece of the log, cut anywhere; UTF-8, or UTF-16 with its byte order mark. */
  push(chunk: Uint8Array): void;
  /** No more will come. */
  end(): void;
  /** Records that began and were not ended, or said too little: the log was torn there. */
  torn(): number;
}

export interface WatchLogSink {
  stop(stop: Stop): void;
  remark(remark: Remark): void;
}

/** A record of cdb's has a line for each register; more than this is none of ours. */
const MOST_LINES = 96;
const kinds = 'entry|before|after|place|caller|crash|end|event|problem';
/** At the beginning of a line; cdb's own prompt may stand in front. */
const begin = new RegExp(`^wr:(${kinds})(?=\\s|$)`);
const prompts = /^(?:\d{1,3}:\d{3,5}>[ ]?)+/;
const CLOSE = 'wr:.';

/**
 * Reads what a debugger prints while it watches, as it grows, in bounded memory. A record begins with
 * `wr:entry` at the head of a line and ends with `wr:.`, at the end of that line or as a later one; all
 * else is talk of the debugger, such as the commands of a script that cdb repeats, and is passed over. A
 * record without its end does not count.
 */
export function createWatchLog(show: readonly WatchPlace[], sink: WatchLogSink): WatchLog {
  let open: { kind: string; lines: string[] } | null = null;
  let torn = 0;

  function readLine(line: string): void {
    const text = line.replace(prompts, '');
    const [mark = '', kind] = begin.exec(text) ?? [];
    if (kind !== undefined) {
      if (open !== null) torn += 1;
      open = { kind, lines: [] };
      more(text.slice(mark.length));
    } else if (text === line || text === CLOSE) {
      more(text);
    }
  }

  function more(text: string): void {
    if (open === null) return;
    const closes = text === CLOSE || text.endsWith(` ${CLOSE}`);
    open.lines.push(closes ? text.slice(0, -CLOSE.length) : text);
    if (closes) finish();
    else if (open.lines.length > MOST_LINES) {
      open = null;
      torn += 1;
    }
  }

  function finish(): void {
    if (open === null) return;
    const { kind, lines } = open;
    open = null;
    const text = lines.join('\n');
    if (isPlace(kind)) {
      const stop = readStop(kind, text, show);
      if (stop === null) torn += 1;
      else sink.stop(stop);
      return;
    }
    const remarks = kind === 'event' ? readCdbEvent(lines) : [readRemark(kind, text)];
    for (const remark of remarks) {
      if (remark === null) torn += 1;
      else sink.remark(remark);
    }
  }

  const splitter = createLineSplitter({ line: readLine, overlong: () => 0 });
  const bytes = createRecoder((chunk) => {
    splitter.push(chunk);
  });
  return {
    push: bytes.push,
    end() {
      bytes.end();
      splitter.end();
      if (open !== null) torn += 1;
      open = null;
    },
    torn: () => torn,
  };
}

function isPlace(kind: string): kind is StopPlace {
  return kind === 'entry' || kind === 'before' || kind === 'after';
}

/** Hands on bytes as UTF-8; UTF-16 is known by the mark that it begins with (cdb's `-logou`). */
function createRecoder(onBytes: (bytes: Uint8Array) => void): {
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => void;
} {
  let head: Uint8Array | null = new Uint8Array();
  let decoder: TextDecoder | null = null;
  const hand = (chunk: Uint8Array): void => {
    onBytes(decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true })));
  };
  return {
    push(chunk) {
      if (head === null) {
        hand(chunk);
        return;
      }
      const known: Uint8Array = Buffer.concat([head, chunk]);
      head = known;
      if (known.length < 2) return;
      head = null;
      if (known[0] === 0xff && known[1] === 0xfe) decoder = new TextDecoder('utf-16le');
      hand(known);
    },
    end() {
      if (head !== null && head.length > 0) onBytes(head);
    },
  };
}
