import { describe, expect, it } from 'vitest';
import type { StressEvent, VariantStanding } from '../../src/records/stress-event.ts';
import { createStressReporter, tickerText } from '../../src/reporters/stress-reporter.ts';
import { crashRecord, trialRecord } from '../records/samples.ts';
import { stressResult } from './stress-samples.ts';

type Tick = Extract<StressEvent, { type: 'tick' }>;

function standing(changes: Partial<VariantStanding> = {}): VariantStanding {
  return {
    ...{ name: 'ltcg', trials: 1370, crashes: 31, exposure: 310_000 },
    ...{ hazard: 1.0e-4, lower: 0.68e-4, upper: 1.42e-4 },
    ...changes,
  };
}

function tick(changes: Partial<Tick> = {}): Tick {
  return {
    ...{ type: 'tick', seconds: 7500, trials: 1370, crashes: 31, active: 4, waiting: null },
    variants: [standing()],
    ...changes,
  };
}

describe('the ticker', () => {
  it('says how long, how many, how often and the hazard with its limits', () => {
    expect(tickerText(tick())).toBe(
      '2h05m: 1,370 trials, 31 crashes (2.3 %), 4 active, hazard 1.0e-4 [0.7e-4, 1.4e-4]',
    );
  });

  it.each([
    [0.4, '0s'],
    [59.9, '59s'],
    [60, '1m00s'],
    [3599, '59m59s'],
    [3600, '1h00m'],
    [100 * 3600 + 61, '100h01m'],
  ])('after %d s begins with %s', (seconds, text) => {
    expect(tickerText(tick({ seconds }))).toContain(`${text}: `);
  });

  it.each([
    [0, 0, '0 trials, 0 crashes, 4 active'],
    [1, 1, '1 trial, 1 crash (100 %), 4 active'],
    [1000, 1000, '(100 %)'],
    [1000, 994, '(99 %)'],
    [3, 1, '(33 %)'],
    [100_000, 3, '(0.0030 %)'],
    [10, 0, '0 crashes (0.0 %)'],
  ])('of %d trials with %d crashes says %s', (trials, crashes, text) => {
    expect(tickerText(tick({ trials, crashes }))).toContain(text);
  });

  it.each([
    // The value is rounded first: 9.96e-5 is 1.0e-4, and so are its limits.
    [{ hazard: 9.96e-5, lower: 2.2e-5, upper: 3e-4 }, 'hazard 1.0e-4 [0.2e-4, 3.0e-4]'],
    [{ hazard: 6.7e-5, lower: 2.2e-5, upper: 1.6e-4 }, 'hazard 6.7e-5 [2.2e-5, 16.0e-5]'],
    // One crash: the lower limit is a fortieth of the value, and not 0.
    [{ hazard: 1e-4, lower: 2.53e-6, upper: 5.57e-4 }, 'hazard 1.0e-4 [0.03e-4, 5.6e-4]'],
    [{ hazard: 0.5, lower: 0.0127, upper: 2.8 }, 'hazard 0.50 [0.013, 2.8]'],
    [{ crashes: 0, hazard: 0, lower: 0, upper: 3.2e-6 }, 'hazard below 3.2e-6'],
    [{ crashes: 0, hazard: 0, lower: 0, upper: 0.37 }, 'hazard below 0.37'],
  ])('of %o says %s', (changes, text) => {
    expect(tickerText(tick({ variants: [standing(changes)] }))).toContain(`, ${text}`);
  });

  it('names the variants where there are several, and leaves out what is not known yet', () => {
    const variants = [standing(), standing({ name: 'O0', hazard: null }), standing({ name: 'b' })];
    expect(tickerText(tick({ variants }))).toMatch(
      /4 active, ltcg 1\.0e-4 \[0\.7e-4, 1\.4e-4\], b 1\.0e-4 \[0\.7e-4, 1\.4e-4\]$/,
    );
  });

  it('says why no trial is started', () => {
    expect(tickerText(tick({ waiting: 'paused: `winrepro resume x` goes on' }))).toMatch(
      /, paused: `winrepro resume x` goes on$/,
    );
  });
});

describe('the progress of a stress run', () => {
  function told(events: readonly StressEvent[], live = false): string {
    let text = '';
    const screen = {
      ...{ live, colors: false, columns: () => 200 },
      write: (more: string) => {
        text += more;
      },
    };
    const report = createStressReporter(screen);
    for (const event of events) report(event);
    return text;
  }

  it('begins with what it is and when it ends', () => {
    const started: StressEvent = {
      ...{ type: 'stress-started', stress: 'id-4f2a', recipe: 'control', title: 'A crash\u0007' },
      ...{ variants: ['a', 'b'], jobs: 3, journaled: 0, until: ['8h', '5 crashes'] },
    };
    const text = told([started, { ...started, journaled: 1200, until: [] }]);
    expect(text).not.toContain('\u0007');
    expect(text).toContain('  id-4f2a: a, b; 8h or 5 crashes; 3 at a time\n');
    expect(text).toContain(
      '  id-4f2a: a, b; until Ctrl-C; 3 at a time, 1,200 trials done before\n',
    );
  });

  it('shows the first crash of a signature, the first ten faults, and no other trial', () => {
    const ended = (trial: ReturnType<typeof trialRecord>, isNew = false): StressEvent => ({
      ...{ type: 'trial-ended', trial, isNew },
    });
    const hung = Array.from({ length: 15 }, (_, place) =>
      ended(trialRecord(place + 10, { outcome: 'hung' })),
    );
    const lines = told([
      ended(crashRecord(1), true),
      ended(crashRecord(2)),
      ended(trialRecord(3)),
      ...hung,
    ])
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toContain('optimized: crashed at iteration 411');
    expect(lines[0]).toContain('new: SIGSEGV at 14');
  });

  it('draws the ticker over on a terminal, and prints it line by line elsewhere', () => {
    const ticks = [tick(), tick({ trials: 1371 })];
    const lines = told(ticks);
    expect(lines).toBe(`${ticks.map(tickerText).join('\n')}\n`);
    const drawn = told([...ticks, { type: 'stress-ended', result: stressResult([]) }], true);
    expect(drawn).not.toContain('\n');
    expect(drawn).toContain(`\r\u001B[K${tickerText(tick())}`);
    expect(drawn.endsWith('\r\u001B[K')).toBe(true);
  });

  it('tells of builds, of variants that cannot be tried, and of notes', () => {
    expect(
      told([
        { type: 'row-building', row: 'a', step: 'patches' },
        { type: 'row-built', row: 'a', seconds: 1.5 },
        { type: 'row-failed', row: 'b', reason: 'no compiler' },
        { type: 'note', message: 'the machine slept' },
      ]),
    ).toBe('  a: built (1.50 s)\n  b: cannot be tried: no compiler\nthe machine slept\n');
  });
});
