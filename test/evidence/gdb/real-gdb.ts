import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadDebugger } from '../../../src/campaigns/debug/find-debugger.ts';
import type { DebuggerReading, DebugRequest } from '../../../src/evidence/debugger.ts';
import { stackSignature } from '../../../src/evidence/stack-signature.ts';
import { findProgram } from '../../../src/system/find-program.ts';
import { instrumentLog } from '../../../src/trial/instrument.ts';
import { runTrial } from '../../../src/trial/run-trial.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';
import { plainEnvironment, withKeeper } from '../../system/kept.ts';

/** Why gdb cannot be used; in CI a missing one is a failure, never a reason. */
export const noGdb: string | undefined =
  process.platform !== 'linux'
    ? 'needs gdb of Linux'
    : process.env['CI'] !== undefined || findProgram('gdb') !== null
      ? undefined
      : 'needs gdb';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'debug');

/** Builds test/fixtures/debug/faults.c with a blank and letters beyond ASCII in its path. */
export function faults(...flags: readonly string[]): string {
  const folder = testFolder();
  const program = join(folder, 'faults ü');
  execFileSync(
    'gcc',
    [
      '-g',
      '-O1',
      '-fno-optimize-sibling-calls',
      ...flags,
      join(fixtures, 'faults.c'),
      '-o',
      program,
      '-pthread',
    ],
    {
      stdio: 'pipe',
    },
  );
  return program;
}

/** A gdb that may not trace: the real one behind test/fixtures/debug/no-ptrace.c. */
export function gdbWithoutPtrace(): string {
  const folder = testFolder();
  const wrapper = join(folder, 'no-ptrace');
  execFileSync('gcc', [join(fixtures, 'no-ptrace.c'), '-o', wrapper], { stdio: 'pipe' });
  const gdb = join(folder, 'gdb');
  const words = [wrapper, findProgram('gdb') ?? 'gdb'].map((word) => `'${word}'`).join(' ');
  writeFileSync(gdb, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  return gdb;
}

export interface SeenTrial {
  readonly trial: TrialRecord;
  readonly reading: DebuggerReading;
  readonly output: string;
  readonly folder: string;
  /** What was printed by gdb. */
  readonly log: string;
}

/** Runs a program once as an instrumented trial, under the real gdb. */
export async function underGdb(
  argv: readonly string[],
  changes: Partial<DebugRequest> & {
    readonly gdb?: string;
    readonly timeoutSeconds?: number;
  } = {},
): Promise<SeenTrial> {
  const { gdb = findProgram('gdb') ?? 'gdb', timeoutSeconds = 60, ...asked } = changes;
  const folder = join(testFolder(), 'trials', '000001');
  const tool = await loadDebugger('gdb');
  const request: DebugRequest = {
    argv,
    folder,
    shell: '/bin/bash',
    expressions: [],
    dump: 'none',
    symbols: [],
    ...asked,
  };
  const command = tool.command(gdb, request);
  const trial = await withKeeper((keeper) =>
    runTrial(
      {
        id: 1,
        variant: 'plain+gdb',
        seed: null,
        argv,
        environment: { ...plainEnvironment, HOME: folder, SHELL: '/bin/bash' },
        folder,
        heartbeatFile: join(folder, 'heartbeat'),
        watch: 'file',
        protocol: { iteration: '^14 (\\d+)$', success: '^done$' },
        iterations: 1,
        timeoutSeconds,
        stallSeconds: 60,
        outputCap: 1024 * 1024,
        keepOutput: true,
        instrument: {
          ...command,
          read: (text) => {
            const { end, scene, gaps } = tool.read(text, request);
            return {
              end,
              problem: end === null ? (gaps[0] ?? '') : null,
              stack: scene === null ? [] : stackSignature(scene.frames),
            };
          },
        },
      },
      { keeper, signal: new AbortController().signal, onProgress: () => undefined },
    ),
  );
  const log = await instrumentLog(command.log);
  return {
    trial,
    reading: tool.read(log, request),
    output: readFileSync(join(folder, 'output.txt'), 'utf8'),
    folder,
    log,
  };
}

function testFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'winrepro gdb äö ')));
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}
