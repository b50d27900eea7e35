import type { Journal } from '../../records/journal.ts';
import type { GuardLimits } from './guards.ts';
import { monotonicSeconds, nowIso, repeat } from '../../system/clock.ts';
import { exists } from '../../system/files.ts';
import { lookAtGuards, type GuardFinding } from './guards.ts';
import { createSessionClock } from './session-clock.ts';

/** What is watched beside the trials, and who hears of it. */
export interface WatchedSession {
  /** Of the stress run. */
  readonly folder: string;
  /** While this file is there, no trial is started. */
  readonly pause: string;
  readonly limits: GuardLimits;
  /** Trials under way. */
  readonly active: () => number;
  readonly append: Journal['append'];
  readonly onNote: (message: string) => void;
  readonly onTick: () => void;
  /** Hears of each look, also of one that failed. */
  readonly onLook: (error: Error | null) => void;
}

/** The time and the state of the machine, looked at every second. */
export interface SessionWatch {
  /** Awake and not paused, of this session. */
  seconds(): number;
  paused(): boolean;
  guards(): GuardFinding;
  /** For how long no trial could be started because memory was short. */
  starvedSeconds(): number;
  /** Looks now. Throws EnvironmentError when the machine does not tell. */
  look(): Promise<void>;
  /** Looks no more; notes how long the session was. */
  end(): void;
}

const LOOK_SECONDS = 1;
const TICK_SECONDS = 5;
const PROGRESS_SECONDS = 30;

export function watchSession(session: WatchedSession): SessionWatch {
  const clock = createSessionClock();
  let guards: GuardFinding = { disk: null, memory: null };
  let paused = false;
  let looking = false;
  let starvedSince: number | null = null;
  let [ticked, noted] = [monotonicSeconds(), 0];

  const noteProgress = (): void => {
    noted = clock.seconds();
    const seconds = Math.round(noted * 1000) / 1000;
    session.append({ type: 'progress', at: nowIso(), seconds });
  };
  const noteSleep = (): void => {
    const slept = clock.takeSleep();
    if (slept === 0) return;
    const text = `the machine slept, or its clock was set forward, by ${slept.toFixed(0)} s`;
    session.append({ type: 'note', at: nowIso(), text });
    session.onNote(text);
  };
  const look = async (): Promise<void> => {
    clock.look(paused);
    noteSleep();
    const before = paused;
    paused = await exists(session.pause);
    guards = await lookAtGuards(session.folder, session.limits);
    const starves = guards.memory !== null && session.active() === 0;
    starvedSince = starves ? (starvedSince ?? clock.seconds()) : null;
    if (clock.seconds() - noted >= PROGRESS_SECONDS) noteProgress();
    // Not by the session's own clock: it stands still in a pause, which must be shown all the same.
    if (paused === before && monotonicSeconds() - ticked < TICK_SECONDS) return;
    ticked = monotonicSeconds();
    session.onTick();
  };
  const endLooks = repeat(LOOK_SECONDS, () => {
    if (looking) return;
    looking = true;
    look()
      .then(() => null)
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
      .then((error) => {
        looking = false;
        session.onLook(error);
      })
      // What listens is ours, and a bug of it must not end the night.
      .catch(() => undefined);
  });
  return {
    seconds() {
      clock.look(paused);
      return clock.seconds();
    },
    paused: () => paused,
    guards: () => guards,
    starvedSeconds: () => (starvedSince === null ? 0 : clock.seconds() - starvedSince),
    look,
    end() {
      endLooks();
      clock.look(paused);
      noteProgress();
      session.onTick();
    },
  };
}
