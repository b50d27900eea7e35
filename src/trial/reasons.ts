import type { ProtocolState } from './protocol-state.ts';
import { printable, quote } from './quote.ts';
import type { StopCause, TrialEnd } from './trial-end.ts';

const BY_HAND = 'try the command that "winrepro plan" prints by hand';

const startMoves: Readonly<Record<string, string>> = {
  ENOENT: 'the program or its working folder is not there',
  EACCES: 'the program is not executable: correct its permissions or build it again',
  EPERM: 'the system forbids it: see whether a virus scanner or a policy blocks the program',
  E2BIG: 'its arguments and environment are too long: shorten them in the recipe',
  ENOEXEC: 'it is not a program of this system: build it for this platform',
};

export function notStartedReason({ code, message }: NonNullable<TrialEnd['startError']>): string {
  return `the program could not be started (${printable(message)}): ${startMoves[code] ?? BY_HAND}`;
}

export function stoppedReason(end: TrialEnd, cause: Exclude<StopCause, null>): string {
  const where = position(end.state);
  switch (cause) {
    case 'interrupt':
      return `winrepro was stopped while the trial was ${where}: it does not count`;
    case 'timeout':
      return `still running after ${limit(end.timeoutSeconds)}, the time limit, ${where}: a loop that is only slow needs a higher --timeout`;
    case 'stall':
      return `no progress for ${limit(end.stallSeconds)}, the stall limit, ${where}: a loop that is only quiet needs a higher --stall`;
  }
}

export function crashReason({ status, state }: TrialEnd): string {
  const trace = state.trace?.last == null ? '' : `, last trace ${quote(state.trace.last)}`;
  return `${named(status)} ${position(state)}${trace}`;
}

export function userAbortReason({ status, state }: TrialEnd): string {
  const what = state.traceback?.exception ?? named(status);
  return `${printable(what)} came from outside ${position(state)}: the trial does not count`;
}

export function killedReason({ status, state }: TrialEnd): string {
  return `${named(status)} ended it from outside ${position(state)}: ${status.hint ?? 'find out what ends it, then run again'}`;
}

export function startupReason({ status }: TrialEnd): string {
  return `${named(status)}: ${status.hint ?? BY_HAND}`;
}

export function completeReason({ state, protocol, seconds }: TrialEnd): string {
  const proof = protocol.success === undefined ? 'every iteration' : 'the success line';
  const loop = state.iteration === null ? '' : ` after ${turns(state.iterationsBegun)}`;
  return `status 0 and ${proof}${loop} in ${inSeconds(seconds)}`;
}

/** Status 0, which alone proves nothing: under a debugger or Wine crashes end with it too. */
export function incompleteReason(end: TrialEnd): string {
  const { state, protocol, leftovers } = end;
  const missing =
    protocol.success === undefined
      ? `only ${turns(state.iterationsBegun)} of ${end.iterations} began`
      : `the line that only a complete loop prints (/${protocol.success}/) never came`;
  const key = protocol.success === undefined ? 'protocol.iteration' : 'protocol.success';
  return `status 0 but ${missing}: ${
    leftovers > 0
      ? 'it went to the background and left processes behind, so run it in the foreground'
      : `${whatItSaid(state)}; see its output, and correct ${key} of the recipe if the loop was complete`
  }`;
}

export function failedExitReason({ status, state }: TrialEnd): string {
  const hint = status.hint === undefined ? '' : ` (${status.hint})`;
  return `${status.name} is no crash${hint}: ${whatItSaid(state)}; ${BY_HAND}`;
}

function whatItSaid(state: ProtocolState): string {
  const { traceback, lastLine } = state;
  if (traceback !== null) {
    const exception = traceback.exception === null ? '' : ` with ${quote(traceback.exception)}`;
    return `it ended in a Python traceback${exception} ${position(state)}`;
  }
  if (lastLine === null) return 'it printed nothing';
  return `it ended ${position(state)}, its last line ${quote(lastLine)}`;
}

/** Where the loop was, to follow a verb or a name. */
function position({ iteration, stage, success, minorCollections }: ProtocolState): string {
  if (success) return 'after the success line';
  // A run that prints marks of events prints no iterations: fewer prints disturb less.
  const clock = minorCollections === null || minorCollections === 0 ? null : minorCollections;
  const unnumbered =
    clock === null
      ? 'before any iteration mark'
      : `after ${plural(clock, 'minor collection')}, without iteration marks`;
  const where = iteration === null ? unnumbered : `in iteration ${iteration}`;
  return stage === null ? where : `${where}, after ${quote(stage)}`;
}

function named({ label, name, via }: TrialEnd['status']): string {
  return `${label} (${name})${via === 'shell' ? ', told by a shell,' : ''}`;
}

function limit(value: number | undefined): string {
  return value === undefined ? 'too long' : inSeconds(value);
}

function inSeconds(value: number): string {
  return `${Number(value.toFixed(value < 10 ? 2 : 1))} s`;
}

function turns(count: number): string {
  return plural(count, 'iteration');
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
