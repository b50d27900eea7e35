import pc from 'picocolors';
import type { Reporter, RunEvent } from '../records/run-event.ts';
import type { TrialRecord } from '../records/trial-record.ts';
import { count, duration, grouped } from './number-text.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';

interface Running {
  readonly seed: number | null;
  iteration: number | null;
  seconds: number;
}

/** The state of a run that the live line tells of. */
interface Tally {
  readonly running: Map<number, Running>;
  trials: number;
  done: number;
  crashed: number;
}

/**
 * Progress as it happens: one line a step and a trial, and on a terminal a last line that is
 * redrawn with the current iteration and its rate.
 */
export function createTraceReporter(screen: Screen): Reporter {
  const colors = pc.createColors(screen.colors);
  const tally: Tally = { running: new Map(), trials: 0, done: 0, crashed: 0 };
  let drawn = false;
  const clear = (): void => {
    if (drawn) screen.write('\r\u001B[K');
    drawn = false;
  };
  const line = (text: string): void => {
    clear();
    screen.write(`${text}\n`);
  };
  const redraw = (text: string): void => {
    if (!screen.live) return;
    screen.write(`\r\u001B[K${text.slice(0, Math.max(20, screen.columns() - 1))}`);
    drawn = true;
  };
  return {
    name: 'terminal',
    onEvent(event) {
      switch (event.type) {
        case 'note':
          line(colors.yellow(printable(event.message)));
          break;
        case 'run-started':
          tally.trials = event.trials;
          tally.done = event.journaled;
          for (const text of heading(event)) line(text);
          break;
        case 'step-started':
          redraw(`  ${event.step} ...`);
          break;
        case 'step-progress':
          redraw(`  ${event.step} ... ${progressText(event)}`);
          break;
        case 'step-ended': {
          const how = event.reused ? 'kept' : duration(event.seconds);
          line(`  ${event.step.padEnd(12)}${printable(event.summary)} ${colors.dim(`(${how})`)}`);
          break;
        }
        case 'trial-started':
          tally.running.set(event.id, { seed: event.seed, iteration: null, seconds: 0 });
          break;
        case 'trial-progress': {
          const running = tally.running.get(event.id);
          if (running === undefined) break;
          running.iteration = event.iteration;
          running.seconds = event.seconds;
          redraw(liveLine(tally));
          break;
        }
        case 'trial-ended':
          tally.running.delete(event.trial.id);
          tally.done += 1;
          if (event.trial.outcome === 'crashed') tally.crashed += 1;
          line(trialLine(event.trial, colors));
          for (const warning of event.trial.warnings)
            line(colors.yellow(`    ${printable(warning)}`));
          break;
        case 'run-ended':
          clear();
          break;
      }
    },
  };
}

function progressText({ done, of }: Extract<RunEvent, { type: 'step-progress' }>): string {
  return of === null ? `${count(done, 'file')} compiled` : `${done} of ${of} files compiled`;
}

function heading(event: Extract<RunEvent, { type: 'run-started' }>): readonly string[] {
  const { run, recipe, variant, title, journaled, trials, untilCrash } = event;
  const limit = untilCrash
    ? `until the first crash, at most ${count(trials, 'trial')}`
    : count(trials, 'trial');
  const before = journaled === 0 ? '' : `, ${grouped(journaled)} of them done before`;
  return [`${recipe}/${variant}: ${printable(title)}`, `  run ${run}: ${limit}${before}`];
}

function liveLine({ running, trials, done, crashed }: Tally): string {
  const parts = [...running].map(([id, { iteration, seconds }]) => {
    const speed = iteration !== null && seconds > 0 ? ` ${grouped(iteration / seconds)}/s` : '';
    return `trial ${id}: ${iteration === null ? 'starting' : `iteration ${grouped(iteration)}`}${speed}`;
  });
  return `  ${parts.join(', ')}; ${grouped(done)} of ${grouped(trials)} done, ${count(crashed, 'crash', 'crashes')}`;
}

function trialLine(trial: TrialRecord, colors: ReturnType<typeof pc.createColors>): string {
  const { id, outcome, iteration, exposure, seconds, seed } = trial;
  const where =
    outcome === 'crashed'
      ? `at iteration ${iteration === null ? 'unknown' : grouped(iteration)}, ${trial.signature ?? trial.status}`
      : outcome === 'clean'
        ? count(exposure.iterations, 'iteration')
        : printable(trial.reason);
  const paint = {
    crashed: colors.red,
    clean: colors.green,
    hung: colors.yellow,
    failed: colors.yellow,
    interrupted: colors.yellow,
  }[outcome];
  const seedText = seed === null ? '' : `, seed ${seed}`;
  return `  trial ${String(id).padStart(3)}  ${paint(outcome)} ${where} ${colors.dim(`(${duration(seconds)}${seedText})`)}`;
}
