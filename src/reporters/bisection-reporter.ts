import pc from 'picocolors';
import type { BisectionEvent, SearchForecast } from '../records/bisection-event.ts';
import { createLiveLines } from './live-lines.ts';
import { percent } from './matrix-text.ts';
import { count, duration, grouped } from './number-text.ts';
import { oneLine } from './printable.ts';
import type { Screen } from './screen.ts';
import { trialLine } from './trial-line.ts';

/** Progress of a bisection as it happens: a line for each build and each trial, and what it tells. */
export function createBisectionReporter(screen: Screen): (event: BisectionEvent) => void {
  const colors = pc.createColors(screen.colors);
  const { line, redraw } = createLiveLines(screen);
  return (event) => {
    switch (event.type) {
      case 'bisection-started': {
        const before =
          event.journaled === 0 ? '' : `, ${count(event.journaled, 'trial')} done before`;
        line(`${event.recipe}/${event.variant}: axis ${event.axis}`);
        line(`  ${event.bisection}: ${count(event.elements, 'element')}${before}`);
        break;
      }
      case 'note':
        line(colors.yellow(oneLine(event.message)));
        break;
      case 'building':
        redraw(`  ${oneLine(event.label)}: ${event.step} ...`);
        break;
      case 'built': {
        const same = event.sameAs === null ? '' : `, the very binary of ${event.sameAs}`;
        line(colors.dim(`  built ${oneLine(event.label + same)} (${duration(event.seconds)})`));
        break;
      }
      case 'unbuildable':
        line(colors.yellow(`  cannot be tried: ${oneLine(event.label)}: ${oneLine(event.reason)}`));
        break;
      case 'trial-ended':
        line(trialLine(event.trial, oneLine(event.label), colors));
        break;
      case 'search-began':
        line(colors.bold(`  ${beganText(event)}`));
        break;
      case 'narrowed': {
        const text = [event.text, ...leftText(event.left)].filter((part) => part !== '').join('; ');
        if (text !== '') line(colors.dim(`      ${oneLine(text)}`));
        break;
      }
      case 'bisection-ended':
        break;
    }
  };
}

function beganText({
  crashes,
  exposure,
  buildCost,
  masked,
  layouts,
}: Extract<BisectionEvent, { type: 'search-began' }>): string {
  const mean = `one crash in ${grouped(exposure / crashes)} iterations`;
  const layout =
    layouts === 1
      ? ''
      : `; layout hides it in ${percent(masked)} of layouts, so ${layouts} are tried`;
  return `search: ${mean}; a build costs ${buildCost} of that${layout}`;
}

function leftText(left: SearchForecast | null): readonly string[] {
  if (left === null) return [];
  const { probes, seconds } = left;
  return [
    `about ${count(Math.ceil(probes.mean), 'probe')} left (95 %: ${Math.ceil(probes.p95)}), ${duration(seconds.mean)} (95 %: ${duration(seconds.p95)})`,
  ];
}
