import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { gdbWatchCommand } from '../../../src/evidence/watch/gdb-watch.ts';
import { createIterationClock } from '../../../src/evidence/watch/iteration-clock.ts';
import type { Remark, Stop } from '../../../src/evidence/watch/stop.ts';
import { createWatchLog } from '../../../src/evidence/watch/watch-log.ts';
import { readPlaces, type WatchRequest } from '../../../src/evidence/watch/watch-request.ts';
import { findProgram } from '../../../src/system/find-program.ts';

const gdb = findProgram('gdb');
const template = readFileSync(
  fileURLToPath(new URL('../../../templates/debuggers/watch-registers.py', import.meta.url)),
  'utf8',
);

export interface Watched {
  readonly stops: readonly (Stop & { readonly iteration: number | null })[];
  readonly remarks: readonly Remark[];
  readonly output: string;
  /** What gdb itself said. */
  readonly talk: string;
}

/** Watches a program under the real gdb, in a folder whose name must be quoted. */
export async function underGdb(
  argv: readonly string[],
  what: Pick<WatchRequest, 'function' | 'across' | 'convention'> & {
    readonly show: readonly string[];
    /** As a gdb that was built without it. */
    readonly withoutPython?: boolean;
  },
): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), "winrepro watch é'"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(join(folder, 'scratch'));
  const show = readPlaces(what.show);
  const command = gdbWatchCommand(gdb ?? 'gdb', template, {
    ...{ ...what, argv, folder, show, shell: null },
  });
  for (const { path, text } of command.files) {
    const broken = what.withoutPython === true && path.endsWith('.py');
    writeFileSync(path, broken ? 'raise gdb.GdbError("Python scripting is not supported")' : text);
  }
  const file = join(folder, 'output.txt');
  const output = openSync(file, 'a');
  const [program = '', ...args] = command.argv;
  const child = spawn(program, args, {
    cwd: join(folder, 'scratch'),
    stdio: ['ignore', output, output],
    env: { ...process.env, ...command.variables },
  });
  await once(child, 'close');
  const stops: Stop[] = [];
  const remarks: Remark[] = [];
  const log = createWatchLog(show, {
    stop: (stop) => stops.push(stop),
    remark: (remark) => remarks.push(remark),
  });
  log.push(readFileSync(command.log));
  log.end();
  const clock = createIterationClock({ iteration: String.raw`^14 (\d+)$` });
  clock.push(readFileSync(file));
  return {
    stops: stops.map((stop) => ({ ...stop, iteration: clock.at(stop.printed ?? 0) })),
    remarks,
    output: readFileSync(file, 'utf8'),
    talk: readFileSync(join(folder, 'debugger.log'), 'utf8'),
  };
}
