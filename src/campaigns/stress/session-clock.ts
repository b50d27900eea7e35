import { createAwakeClock } from '../../system/clock.ts';

/** How long a session has been at work: the time asleep and paused left out. */
export interface SessionClock {
  /** Reads on; `paused` says whether the time since the last reading counts. */
  look(paused: boolean): void;
  /** Of this session. */
  seconds(): number;
  /** Seconds that the machine slept since the last call, to be told once; 0 for none. */
  takeSleep(): number;
}

export function createSessionClock(): SessionClock {
  const clock = createAwakeClock();
  let [worked, last] = [0, 0];
  return {
    look(paused) {
      const now = clock.read();
      if (!paused) worked += now - last;
      last = now;
    },
    seconds: () => worked,
    takeSleep: () => clock.takeSleep(),
  };
}
