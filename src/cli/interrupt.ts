import { exitCode } from './exit-codes.ts';

/**
 * npm passes a Ctrl-C on to its child, which the terminal has told already: two signals within
 * moments are one key press (https://github.com/npm/cli/issues/5021).
 */
const SAME_PRESS_MILLISECONDS = 300;

export interface Interrupts {
  readonly signal: AbortSignal;
  dispose(): void;
}

/**
 * Turns Ctrl-C, SIGTERM and SIGHUP into an abort. The first lets the work end in order; the second
 * ends winrepro at once, and the keeper ends the children.
 */
export function watchInterrupts(onFirst: () => void): Interrupts {
  const controller = new AbortController();
  let firstAt: number | null = null;
  const onSignal = (): void => {
    const now = process.uptime() * 1000;
    if (firstAt === null) {
      firstAt = now;
      onFirst();
      controller.abort();
    } else if (now - firstAt > SAME_PRESS_MILLISECONDS) {
      process.exit(exitCode.interrupted);
    }
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    dispose() {
      for (const name of names) process.off(name, onSignal);
    },
  };
}
