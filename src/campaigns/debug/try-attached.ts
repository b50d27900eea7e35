import type { SessionDebugger } from '../../records/session-record.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { mayTraceOthers } from '../../system/trace-permission.ts';
import { runTrial, type TrialPlan, type TrialTools } from '../../trial/run-trial.ts';
import type { DebugTools } from './run-debug.ts';

/**
 * The shell stops itself and, once a debugger lets it go on, becomes the program: the process id stays,
 * and a debugger follows.
 */
const STOP_FIRST = ['/bin/sh', '-c', 'kill -STOP $$; exec "$@"', 'sh'] as const;

/**
 * Runs one trial that is stopped before its program begins, tells its process id and how to attach a
 * debugger to it, and waits for its end however long that takes.
 */
export async function tryAttached(
  plan: TrialPlan,
  tool: SessionDebugger,
  tools: TrialTools,
  { emit }: Pick<DebugTools, 'emit'>,
): Promise<TrialRecord> {
  const stops = process.platform !== 'win32';
  const note = (message: string): void => {
    emit({ type: 'note', message });
  };
  const trial = { ...plan, argv: stops ? [...STOP_FIRST, ...plan.argv] : plan.argv };
  return runTrial(trial, {
    ...tools,
    onStarted: (pid) => {
      if (pid === null) return;
      note(
        stops
          ? `process ${pid} is stopped before the program begins; Ctrl-C ends it`
          : `process ${pid} runs: on Windows it must wait by itself, as the variant attach of numpy-pypy does`,
      );
      for (const line of howTo(tool, pid)) note(line);
    },
  });
}

function howTo({ kind, path }: SessionDebugger, pid: number): readonly string[] {
  if (kind === 'cdb') return [`attach: "${path}" -p ${pid}, then: sxd av; g`];
  if (kind === 'procdump') return [`attach: "${path}" -accepteula -ma -e ${pid}`];
  const sudo = mayTraceOthers() ? '' : 'sudo ';
  return [
    `attach: ${sudo}${path} -q -p ${pid} -ex "handle SIGSTOP nostop noprint nopass" -ex "set breakpoint pending on"`,
    'then, in gdb: tbreak main (or another function), continue',
    `without a debugger: kill -CONT ${pid}`,
  ];
}
