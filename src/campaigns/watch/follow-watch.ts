import type { Protocol } from '../../recipe/protocol.ts';
import type { WatchPlace } from '../../recipe/watch-place.ts';
import { createIterationClock } from '../../evidence/watch/iteration-clock.ts';
import type { Remark, Stop } from '../../evidence/watch/stop.ts';
import {
  createWatchTally,
  type WatchTally,
  type WatchTallyOptions,
} from '../../evidence/watch/tally.ts';
import { createWatchLog } from '../../evidence/watch/watch-log.ts';
import { followFile, type FollowedFile } from '../../system/follow-file.ts';

export interface WatchFiles {
  /** What the debugger writes about each stop; made by the debugger. */
  readonly log: string;
  /** The log may be emptied behind the reader: its writer opened it for append. */
  readonly append: boolean;
  /** What the program prints. */
  readonly output: string;
}

export interface FollowedWatch {
  readonly tally: WatchTally;
  /** Reads what is new; a file that is not there yet is asked for again. */
  poll(): void;
  /** Reads all that is left. */
  finish(): void;
  close(): void;
  remarks(): readonly Remark[];
  torn(): number;
  /** Whether stops had the iteration of their own, and not that of the moment at which they were read. */
  exact(): boolean;
}

/** A log over this size is emptied while the debugger goes on writing. */
const LOG_CAP = 64 * 1024 * 1024;
/** The one-time remarks of a log that repeats them would fill the memory. */
const MOST_REMARKS = 1000;

/** Reads a debugger's log and the program's output side by side, in bounded memory. */
export function followWatch(
  files: WatchFiles,
  what: {
    readonly show: readonly WatchPlace[];
    readonly protocol: Protocol;
    readonly tally: WatchTallyOptions;
  },
): FollowedWatch {
  const clock = createIterationClock(what.protocol);
  const tally = createWatchTally(what.tally);
  const remarks: Remark[] = [];
  const waiting: Stop[] = [];
  let exact = true;
  const parser = createWatchLog(what.show, {
    stop: (stop) => waiting.push(stop),
    remark: (remark) => {
      if (remarks.length < MOST_REMARKS) remarks.push(remark);
    },
  });
  const toParser = (chunk: Uint8Array): void => {
    parser.push(chunk);
  };
  const toClock = (chunk: Uint8Array): void => {
    clock.push(chunk);
  };
  const log = lazily(() => followFile(files.log, toParser, 0, files.append ? 'empty' : 'read'));
  const output = lazily(() => followFile(files.output, toClock, 0, 'read'));

  /** The log first: all that the program had printed at these stops is in its output by now. */
  function poll(): number {
    const bytes = log.read();
    while (output.read() > 0);
    for (const stop of waiting.splice(0)) {
      if (stop.printed === null) exact = false;
      const iteration = stop.printed === null ? clock.latest() : clock.at(stop.printed);
      tally.take(stop, { iteration, exact: stop.printed !== null });
    }
    if (files.append) log.emptyIfOver(LOG_CAP);
    return bytes;
  }

  return {
    tally,
    poll,
    finish() {
      while (poll() > 0);
      parser.end();
      poll();
    },
    close() {
      log.close();
      output.close();
    },
    remarks: () => remarks,
    torn: () => parser.torn(),
    exact: () => exact,
  };
}

/** A file that may not be there yet, or that its writer does not share while it writes. */
function lazily(open: () => FollowedFile): FollowedFile {
  let file: FollowedFile | null = null;
  return {
    read(limit) {
      try {
        file ??= open();
      } catch {
        return 0;
      }
      return file.read(limit);
    },
    emptyIfOver: (cap) => file?.emptyIfOver(cap) ?? false,
    close() {
      file?.close();
    },
  };
}
