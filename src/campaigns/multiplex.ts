import type { Reporter, RunEvent } from '../records/run-event.ts';

/**
 * One listener for many reporters. A reporter that throws hears nothing more; the others hear of it
 * as a note, and the run goes on.
 */
export function multiplex(reporters: readonly Reporter[]): (event: RunEvent) => void {
  const listening = new Set(reporters);
  const emit = (event: RunEvent): void => {
    for (const reporter of [...listening]) {
      try {
        reporter.onEvent(event);
      } catch (error) {
        listening.delete(reporter);
        const why = error instanceof Error ? error.message : String(error);
        emit({
          type: 'note',
          message: `the ${reporter.name} report failed and was left out: ${why}`,
        });
      }
    }
  };
  return emit;
}
