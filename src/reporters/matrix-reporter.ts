import pc from 'picocolors';
import type { MatrixEvent } from '../records/matrix-event.ts';
import { count, duration, grouped } from './number-text.ts';
import { oneLine } from './printable.ts';
import type { Screen } from './screen.ts';

/** Progress of a matrix as it happens: one line a build, a trial and a verdict. */
export function createMatrixReporter(screen: Screen): (event: MatrixEvent) => void {
  const colors = pc.createColors(screen.colors);
  let drawn = false;
  const line = (text: string): void => {
    if (drawn) screen.write('\r\u001B[K');
    drawn = false;
    screen.write(`${text}\n`);
  };
  const redraw = (text: string): void => {
    if (!screen.live) return;
    screen.write(`\r\u001B[K${text.slice(0, Math.max(20, screen.columns() - 1))}`);
    drawn = true;
  };
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
        line(trialLine(event, colors));
        break;
      case 'verdict':
        line(colors.bold(`  ${event.row}: ${event.verdict}`) + colors.dim(` (${event.open} open)`));
        break;
      case 'matrix-ended':
        break;
    }
  };
}

function trialLine(
  { trial }: Extract<MatrixEvent, { type: 'trial-ended' }>,
  colors: ReturnType<typeof pc.createColors>,
): string {
  const { id, variant, outcome, iteration, exposure, seconds } = trial;
  const where =
    outcome === 'crashed'
      ? `at iteration ${iteration === null ? 'unknown' : grouped(iteration)}`
      : outcome === 'clean'
        ? count(exposure.iterations, 'iteration')
        : oneLine(trial.reason);
  const paint =
    outcome === 'crashed' ? colors.red : outcome === 'clean' ? colors.green : colors.yellow;
  return `  trial ${String(id).padStart(4)}  ${variant}: ${paint(outcome)} ${where} ${colors.dim(`(${duration(seconds)})`)}`;
}
