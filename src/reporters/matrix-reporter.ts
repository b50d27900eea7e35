import pc from 'picocolors';
import type { MatrixEvent } from '../records/matrix-event.ts';
import { createLiveLines } from './live-lines.ts';
import { count, duration } from './number-text.ts';
import { oneLine } from './printable.ts';
import type { Screen } from './screen.ts';
import { trialLine } from './trial-line.ts';

/** Progress of a matrix as it happens: one line a build, a trial and a verdict. */
export function createMatrixReporter(screen: Screen): (event: MatrixEvent) => void {
  const colors = pc.createColors(screen.colors);
  const { line, redraw } = createLiveLines(screen);
  return (event) => {
    switch (event.type) {
      case 'matrix-started': {
        const before =
          event.journaled === 0 ? '' : `, ${count(event.journaled, 'trial')} done before`;
        line(`${event.recipe}: ${oneLine(event.title)}`);
        line(`  ${event.matrix}: ${count(event.rows, 'row')} against ${event.control}${before}`);
        break;
      }
      case 'note':
        line(colors.yellow(oneLine(event.message)));
        break;
      case 'row-building':
        redraw(`  ${event.row}: ${event.step} ...`);
        break;
      case 'row-built':
        line(colors.dim(`  ${event.row}: built (${duration(event.seconds)})`));
        break;
      case 'row-failed':
        line(colors.yellow(`  ${event.row}: cannot be tried: ${oneLine(event.reason)}`));
        break;
      case 'trial-ended':
        line(trialLine(event.trial, event.trial.variant, colors));
        break;
      case 'verdict':
        line(colors.bold(`  ${event.row}: ${event.verdict}`) + colors.dim(` (${event.open} open)`));
        break;
      case 'matrix-ended':
        break;
    }
  };
}
