import pc from 'picocolors';
import type { WorkerEvent } from '../records/worker-event.ts';
import { createLiveLines } from './live-lines.ts';
import { count, duration } from './number-text.ts';
import { oneLine } from './printable.ts';
import type { Screen } from './screen.ts';
import { trialLine } from './trial-line.ts';

/** Progress of a worker: what it joins, what it refuses, and each trial that it ran. */
export function createWorkerReporter(screen: Screen): (event: WorkerEvent) => void {
  const colors = pc.createColors(screen.colors);
  const { line, redraw } = createLiveLines(screen);
  return (event) => {
    switch (event.type) {
      case 'worker-started':
        line(
          `worker ${oneLine(event.name)} at ${event.address}: ${count(event.slots, 'trial')} at a time`,
        );
        break;
      case 'note':
        line(colors.yellow(oneLine(event.message)));
        break;
      case 'campaign-joined':
        line(
          `${event.campaign}: ${oneLine(event.recipe)}, ${event.variants.map(oneLine).join(', ')}`,
        );
        break;
      case 'campaign-refused':
        line(colors.yellow(`${event.campaign} refused: ${oneLine(event.reason)}`));
        break;
      case 'campaign-left':
        line(`${event.campaign}: left after ${count(event.trials, 'trial')}`);
        break;
      case 'row-building':
        redraw(`  ${event.row}: ${event.step} ...`);
        break;
      case 'row-built':
        line(colors.dim(`  ${event.row}: built (${duration(event.seconds)})`));
        break;
      case 'trial-ended':
        line(trialLine(event.trial, event.trial.variant, colors));
        break;
    }
  };
}
