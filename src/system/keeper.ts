import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { EnvironmentError } from './errors.ts';
import type { EndedMessage, FromKeeper, StartMessage, ToKeeper } from './keeper-messages.ts';
import { killTree } from './process-tree.ts';

export type ProcessRequest = Omit<StartMessage, 'kind' | 'id'>;
export type ProcessEnd = Omit<EndedMessage, 'kind' | 'id'>;

/** A child process that ends with winrepro, whatever ends winrepro. */
export interface KeptProcess {
  /** The process id, or null when it could not be started. */
  readonly started: Promise<number | null>;
  /** How it ended. Rejects with EnvironmentError when the keeper itself was ended. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends its whole tree at once; `ended` tells when that is done. */
  kill(): void;
}

export interface Keeper {
  start(request: ProcessRequest): KeptProcess;
  /** Ends whatever still runs, then the keeper. */
  close(): Promise<void>;
}

interface Pending {
  pid: number | null;
  onStarted(pid: number | null): void;
  onEnded(end: ProcessEnd): void;
  onLost(error: Error): void;
}

/**
 * Starts the keeper process (see keeper-process.ts).
 *
 * @param program where the compiled keeper-process.js is; given by the composition root, since only
 *   that knows whether it runs from dist or from a test.
 * @param notes the folder in which it notes the children that run.
 */
export function startKeeper(program: URL, notes: string): Keeper {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let closing = false;

  const child = execa({
    // Out of reach of the terminal's Ctrl-C, and on Windows out of libuv's job object, which would
    // end the keeper together with winrepro, before it could end the grandchildren.
    detached: true,
    cleanup: false,
    reject: false,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
    windowsHide: true,
  })(process.execPath, [fileURLToPath(program), notes]);

  const send = (message: ToKeeper): void => {
    if (child.connected) child.send(message);
  };
  child.on('message', (message) => {
    const report = message as unknown as FromKeeper;
    const process = pending.get(report.id);
    if (process === undefined) return;
    if (report.kind === 'started') {
      process.pid = report.pid;
      process.onStarted(report.pid);
    } else {
      pending.delete(report.id);
      process.onStarted(null);
      process.onEnded(report);
    }
  });
  const gone = child.then(async () => {
    const lost = [...pending.values()];
    pending.clear();
    await Promise.all(lost.flatMap(({ pid }) => (pid === null ? [] : [killTree(pid)])));
    const error = new EnvironmentError(
      'the process that keeps winrepro’s children was ended from outside: run `winrepro resume`',
    );
    for (const process of lost) {
      process.onStarted(null);
      process.onLost(error);
    }
  });

  return {
    start(request) {
      const id = ++lastId;
      let onStarted: (pid: number | null) => void = () => undefined;
      const started = new Promise<number | null>((resolve) => (onStarted = resolve));
      const ended = new Promise<ProcessEnd>((onEnded, onLost) => {
        if (closing || !child.connected) {
          onLost(new EnvironmentError('the keeper of child processes is gone: run again'));
          return;
        }
        pending.set(id, { pid: null, onStarted, onEnded, onLost });
        send({ kind: 'start', id, ...request });
      });
      return { started, ended, kill: () => send({ kind: 'kill', id }) };
    },
    async close() {
      closing = true;
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
