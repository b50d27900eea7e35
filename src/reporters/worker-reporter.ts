import pc from 'picocolors';
import type { WorkerEvent } from '../records/worker-event.ts';
import { createLiveLines } from './live-lines.ts';
import { count } from './number-text.ts';
import { oneLine } from './printable.ts';
import { drawRowLine } from './row-line.ts';
import type { Screen } from './screen.ts';
import { trialLine } from './trial-line.ts';

/** Progress of a worker: what it joins, what it refuses, and each trial that it ran. */
export function createWorkerReporter(screen: Screen): (event: WorkerEvent) => void {
  const colors = pc.createColors(screen.colors);
  const lines = createLiveLines(screen);
  const { line } = lines;
  return (event) => {
    switch (event.type) {
      case 'worker-started':
        line(
          `worker ${oneLine(event.name)} at ${event.address}: ${count(event.slots, 'trial')} at a time`,
        );
        break;
      case 'note':
      case 'row-building':
      case 'row-built':
        drawRowLine(event, lines, colors);
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
      case 'trial-ended':
        line(trialLine(event.trial, event.trial.variant, colors));
        break;
    }
  };
}
