import { join } from 'node:path';
import { watchCommand, type WatchBackEnd } from '../../evidence/watch/watch-command.ts';
import type { WatchRequest } from '../../evidence/watch/watch-request.ts';
import type { WatchedFunctions } from '../../records/register-watch.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import { directCommand } from '../../system/direct-command.ts';
import type { InstrumentReading } from '../../trial/instrument.ts';
import { posixSignals } from '../../trial/posix-signals.ts';
import { runTrial, type TrialPlan, type TrialTools } from '../../trial/run-trial.ts';
import { followWatch, type FollowedWatch } from './follow-watch.ts';

/** What is watched in a trial. */
export interface TrialWatch {
  readonly back: WatchBackEnd;
  readonly watch: WatchedFunctions;
  readonly show: WatchRequest['show'];
  /** How many of the last rows are kept. */
  readonly last: number;
}

export interface WatchedTrial {
  readonly trial: TrialRecord;
  /** Closed. */
  readonly seen: FollowedWatch;
}

/** The program's output must stay whole, or stops could not be told their iteration. */
const OUTPUT_CAP = 4 * 1024 * 1024 * 1024;

/**
 * Runs one trial under the debugger and reads what it writes alongside.
 *
 * @throws EnvironmentError as runTrial does, and when the trial's own program is not there; UserError
 *   when cdb is not told a module.
 */
export async function watchTrial(
  plan: TrialPlan,
  given: TrialWatch,
  tools: TrialTools,
): Promise<WatchedTrial> {
  const { back, watch, show, last } = given;
  const command = watchCommand(back, {
    argv: await directCommand(plan.argv, join(plan.folder, 'scratch'), plan.environment),
    folder: plan.folder,
    shell: plan.environment['SHELL'] ?? null,
    function: watch.function,
    across: watch.across,
    show,
    convention: watch.convention,
  });
  const files = {
    log: command.log,
    append: back.kind === 'gdb',
    output: join(plan.folder, 'output.txt'),
  };
  const seen = followWatch(files, {
    show,
    protocol: plan.protocol,
    tally: { compared: watch.compared, from: watch.from, last },
  });
  const enough = new AbortController();
  const instrument = {
    argv: command.argv,
    files: command.files,
    variables: command.variables,
    // The rows are read as they come; what else the debugger said is small.
    log: join(plan.folder, 'debugger.log'),
    read: (talk: string) => {
      seen.finish();
      return readingOf(seen, talk);
    },
  };
  try {
    const trial = await runTrial(
      { ...plan, instrument, outputCap: OUTPUT_CAP },
      {
        ...tools,
        signal: AbortSignal.any([tools.signal, enough.signal]),
        onProgress: (progress) => {
          seen.poll();
          if (watch.untilChange && seen.tally.change() !== null) enough.abort();
          tools.onProgress(progress);
        },
      },
    );
    return { trial, seen };
  } finally {
    seen.close();
  }
}

function readingOf(seen: FollowedWatch, talk: string): InstrumentReading {
  const remarks = seen.remarks();
  const fault = remarks.findLast((remark) => remark.kind === 'fault');
  const end = remarks.findLast((remark) => remark.kind === 'end');
  const trouble = remarks.findLast((remark) => remark.kind === 'problem');
  const stack = fault === undefined || fault.function === '?' ? [] : [fault.function];
  if (end === undefined) return { end: null, problem: problemText(trouble?.text, talk), stack };
  const { exitCode, signal } = end;
  const known = posixSignals.find(({ linux }) => linux === signal)?.name;
  const name = signal === null ? null : (known ?? `signal ${signal}`);
  return { end: { exitCode, signal: name }, problem: null, stack };
}

function problemText(trouble: string | undefined, talk: string): string {
  if (/Operation not permitted|Could not trace the inferior/i.test(talk)) {
    return 'gdb may not trace processes here (ptrace: Operation not permitted): in a container start it with --cap-add=SYS_PTRACE';
  }
  if (trouble !== undefined) return `the debugger could not watch the program: ${trouble}`;
  const last = talk.split('\n').findLast((line) => line.trim() !== '' && !line.startsWith('^'));
  const said = last === undefined ? '' : `: its last words were ${JSON.stringify(last.trim())}`;
  return `the debugger does not tell how the program ended${said}`;
}
