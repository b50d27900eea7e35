import pc from 'picocolors';
import type { StressEvent, VariantStanding } from '../records/stress-event.ts';
import { createLiveLines } from './live-lines.ts';
import { count, grouped } from './number-text.ts';
import { oneLine } from './printable.ts';
import { drawRowLine } from './row-line.ts';
import type { Screen } from './screen.ts';
import { trialLine } from './trial-line.ts';

/** More trials of an outcome that nobody wants to see are not shown one by one. */
const MOST_FAULTS_SHOWN = 10;

/**
 * Progress of a stress run: a line for each new signature and the first faults, and the ticker, which
 * on a terminal is drawn over and elsewhere is a line each time.
 */
export function createStressReporter(screen: Screen): (event: StressEvent) => void {
  const colors = pc.createColors(screen.colors);
  const lines = createLiveLines(screen);
  const { line, redraw } = lines;
  let faults = 0;
  return (event) => {
    switch (event.type) {
      case 'stress-started':
        line(`${event.recipe}: ${oneLine(event.title)}`);
        line(`  ${event.stress}: ${startText(event)}`);
        break;
      case 'note':
      case 'row-building':
      case 'row-built':
      case 'row-failed':
        drawRowLine(event, lines, colors);
        break;
      case 'trial-ended': {
        const { trial, isNew } = event;
        const isFault = trial.outcome === 'hung' || trial.outcome === 'failed';
        if (isFault) faults += 1;
        if (isNew) {
          line(
            `${trialLine(trial, trial.variant, colors)} ${colors.bold('new')}: ${oneLine(trial.signature ?? '')}`,
          );
        } else if (isFault && faults <= MOST_FAULTS_SHOWN) {
          line(trialLine(trial, trial.variant, colors));
        }
        break;
      }
      case 'tick': {
        const text = tickerText(event);
        if (screen.live) redraw(text);
        else line(text);
        break;
      }
      case 'stress-ended':
        redraw('');
        break;
    }
  };
}

function startText(event: Extract<StressEvent, { type: 'stress-started' }>): string {
  const { variants, until, jobs, journaled } = event;
  const before = journaled === 0 ? '' : `, ${count(journaled, 'trial')} done before`;
  const end = until.length === 0 ? 'until Ctrl-C' : until.join(' or ');
  return `${variants.join(', ')}; ${end}; ${jobs === null ? 'run by a fleet' : `${jobs} at a time`}${before}`;
}

/** `2h05m: 1,370 trials, 31 crashes (2.3 %), 4 active, hazard 1.0e-4 [0.7e-4, 1.4e-4]`. */
export function tickerText(tick: Extract<StressEvent, { type: 'tick' }>): string {
  const { seconds, trials, crashes, active, waiting, variants } = tick;
  const share = trials === 0 ? '' : ` (${percent(crashes / trials)})`;
  const parts = [
    count(trials, 'trial'),
    `${count(crashes, 'crash', 'crashes')}${share}`,
    `${grouped(active)} active`,
    ...hazardTexts(variants),
    ...(waiting === null ? [] : [waiting]),
  ];
  return `${clockText(seconds)}: ${parts.join(', ')}`;
}

/** `2.3 %`, `0.012 %`, `100 %`. */
function percent(share: number): string {
  return share >= 0.995 ? '100 %' : `${(100 * share).toPrecision(2)} %`;
}

function hazardTexts(variants: readonly VariantStanding[]): readonly string[] {
  return variants.flatMap((variant) => {
    if (variant.hazard === null) return [];
    const { crashes, hazard, lower, upper } = variant;
    const name = variants.length === 1 ? 'hazard' : variant.name;
    if (crashes === 0) return [`${name} below ${inPowersOf(upper, upper)}`];
    const [value, from, to] = [hazard, lower, upper].map((rate) => inPowersOf(hazard, rate));
    return [`${name} ${value ?? ''} [${from ?? ''}, ${to ?? ''}]`];
  });
}

/** `0.7e-4` in the power of ten of 1.0e-4, so that the two can be compared at a glance. */
function inPowersOf(measure: number, value: number): string {
  const exponent = Number(measure.toExponential(1).split('e')[1]);
  if (exponent >= -1) return value.toPrecision(2);
  const mantissa = value / 10 ** exponent;
  return `${mantissa >= 0.1 ? mantissa.toFixed(1) : mantissa.toPrecision(1)}e${exponent}`;
}

/** `45s`, `3m20s`, `2h05m`. */
function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  if (hours > 0) return `${hours}h${two(minutes)}m`;
  return minutes > 0 ? `${minutes}m${two(whole % 60)}s` : `${whole}s`;
}
