import pc from 'picocolors';
import type { MatrixEvent } from '../records/matrix-event.ts';
import { createLiveLines } from './live-lines.ts';
import { count } from './number-text.ts';
import { oneLine } from './printable.ts';
import { drawRowLine } from './row-line.ts';
import type { Screen } from './screen.ts';
import { trialLine } from './trial-line.ts';

/** Progress of a matrix as it happens: one line a build, a trial and a verdict. */
export function createMatrixReporter(screen: Screen): (event: MatrixEvent) => void {
  const colors = pc.createColors(screen.colors);
  const lines = createLiveLines(screen);
  const { line } = lines;
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
      case 'row-building':
      case 'row-built':
      case 'row-failed':
        drawRowLine(event, lines, colors);
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
