/**
 * The keeper: a small process between winrepro and every child it starts. It holds nothing but the
 * children, so that when winrepro dies by whatever cause (kill -9, out of memory, a closed window)
 * the channel breaks and the keeper ends every process tree at once.
 *
 * Why not the ways that need no process of ours: PR_SET_PDEATHSIG (setpriv) exists on Linux only
 * and reaches the direct child only; the job object that libuv makes on Windows lets grandchildren
 * break away (libuv src/win/process.c, SILENT_BREAKAWAY_OK).
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { findProgram } from './find-program.ts';
import type { EndedMessage, FromKeeper, StartMessage, ToKeeper } from './keeper-messages.ts';
import { openNoteBook } from './process-notes.ts';
import { startChild } from './keeper-child.ts';
import { endLeftovers, killTree } from './process-tree.ts';

const windows = process.platform === 'win32';
const notes = openNoteBook(process.argv[2] ?? '.');
/** Children that run, by the id that winrepro gave them. */
const running = new Map<number, number>();

process.on('message', (message) => {
  const request = message as ToKeeper;
  if (request.kind === 'start') start(request);
  else void killChild(request.id);
});
process.on('disconnect', () => void endAll());
// A terminal's Ctrl-C never comes here (own session); a polite kill of the keeper still tidies up.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => void endAll());
}

async function endAll(): Promise<void> {
  const pids = [...running.values()];
  await Promise.all(pids.map(killTree));
  for (const pid of pids) notes.remove(pid);
  process.exit(0);
}

async function killChild(id: number): Promise<void> {
  const pid = running.get(id);
  if (pid !== undefined) await killTree(pid);
}

function start(request: StartMessage): void {
  const startedAt = performance.now();
  const ended = (fields: Partial<EndedMessage>): void => {
    send({
      kind: 'ended',
      id: request.id,
      exitCode: null,
      signal: null,
      seconds: (performance.now() - startedAt) / 1000,
      leftovers: 0,
      startError: null,
      ...fields,
    });
  };
  const startFailed = (error: NodeJS.ErrnoException): void => {
    ended({ startError: { code: error.code ?? 'UNKNOWN', message: error.message } });
  };

  let log: number;
  try {
    log = openSync(request.output, 'a');
  } catch (error) {
    startFailed(error as NodeJS.ErrnoException);
    return;
  }
  const [file = '', ...args] = request.argv;
  // Windows: execa leaves a name that is not found to cmd.exe, whose own failure (9009 or 1) would
  // pass for the program's.
  if (windows && findProgram(asSeenFrom(request.cwd, file), request.env) === null) {
    closeSync(log);
    startFailed(Object.assign(new Error(`${file} was not found`), { code: 'ENOENT' }));
    return;
  }
  const child = startChild(file, args, request, log);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      if (!writeAll(log, chunk)) void killChild(request.id);
    });
  }
  const { pid } = child;
  if (pid === undefined) {
    void child.failed.then((error) => {
      closeSync(log);
      startFailed(error);
    });
    return;
  }
  running.set(request.id, pid);
  notes.add(pid, file);
  send({ kind: 'started', id: request.id, pid });
  child.onExit((exitCode, signal) => {
    const seconds = (performance.now() - startedAt) / 1000;
    void endLeftovers(pid, request.wholeSession === true).then(async (leftovers) => {
      // A pipe may still hold output; a grandchild that keeps it open has just been ended.
      if (request.channel === 'pipe') await child.closed;
      closeSync(log);
      running.delete(request.id);
      notes.remove(pid);
      ended({ exitCode, signal, seconds, leftovers });
    });
  });
}

/** A path with a folder starts at the child's own folder, not at the keeper's. */
function asSeenFrom(cwd: string, file: string): string {
  return /[\\/]/.test(file) ? resolve(cwd, file) : file;
}

/** Returns false when the disk takes no more; other children must not lose their keeper by that. */
function writeAll(fd: number, chunk: Buffer): boolean {
  try {
    for (let written = 0; written < chunk.length;) {
      written += writeSync(fd, chunk, written);
    }
    return true;
  } catch {
    return false;
  }
}

function send(message: FromKeeper): void {
  // A broken channel means that winrepro is gone; 'disconnect' does the rest.
  process.send?.(message, undefined, undefined, () => undefined);
}
