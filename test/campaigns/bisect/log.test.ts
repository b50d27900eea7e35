import { describe, expect, it } from 'vitest';
import { bisectionLog } from '../../../src/campaigns/bisect/log.ts';
import { nextStep } from '../../../src/campaigns/bisect/next-step.ts';
import { standingOf } from '../../../src/campaigns/bisect/standing.ts';
import { toldTrial } from '../../../src/campaigns/bisect/told-trial.ts';
import { beginning } from '../../../src/campaigns/bisect/beginning.ts';
import type { BisectionRecord } from '../../../src/records/bisection-record.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import { bisectionRecord, named, rowFailed, skipped, undone } from './samples.ts';
import { simulateBisection, worldOf } from './simulated-bisection.ts';

/** The words of each command: this log quotes nothing but with apostrophes. */
function commandsIn(log: string): readonly (readonly string[])[] {
  return log
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) =>
      [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
    );
}

/** Each `--name` with the word behind it, or nothing for one that stands alone. */
function optionsIn(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    words.flatMap((word, index) => {
      const next = words[index + 1] ?? '';
      return word.startsWith('--') ? [[word.slice(2), next.startsWith('--') ? '' : next]] : [];
    }),
  );
}

/** What the commands of a log write into a fresh journal, as cli/bisect-edit-session.ts does. */
function toldAnew(record: BisectionRecord, log: string): readonly JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const [, , verb, candidate = '', outcome, turns, ...rest] of commandsIn(log)) {
    if (verb === 'skip') entries.push(skipped(candidate));
    if (verb !== 'tell') continue;
    if (outcome === 'unbuildable') entries.push(rowFailed(candidate));
    if (outcome !== 'crashed' && outcome !== 'clean') continue;
    const signature = optionsIn(rest).get('signature');
    const standing = standingOf(record, entries).now();
    entries.push(toldTrial({ candidate, outcome, turns: Number(turns), signature }, standing));
  }
  return entries;
}

describe('the log of a bisection', () => {
  const record = bisectionRecord({ elements: named(8) });
  const world = worldOf({
    seed: 3,
    hazard: ({ candidate }) => (/^(0-[2-7]|1-[2-7]|2)/.test(candidate) ? 1 : 0),
    builds: ({ candidate }) => candidate !== '0-2',
  });
  const whole = simulateBisection(record, world);
  const ground = whole.entries.findIndex(({ type }) => type === 'search-began');
  const half = whole.entries.slice(0, Math.floor((ground + whole.entries.length) / 2));

  it('begins it as it was begun, tells every trial, and goes on', () => {
    const [begin = [], ...rest] = commandsIn(bisectionLog(record, half));
    expect(begin.slice(0, 5)).toEqual(['winrepro', 'bisect', 'flags', 'control', '--prepare']);
    const { trials } = standingOf(record, half).now();
    const told = rest.filter(
      ([, , verb, , outcome]) => verb === 'tell' && outcome !== 'unbuildable',
    );
    expect(told.map(([, , , candidate, outcome, turns]) => [candidate, outcome, turns])).toEqual(
      trials.map(({ variant, outcome, exposure }) => [variant, outcome, `${exposure.iterations}`]),
    );
    expect(rest.at(-1)).toEqual(['winrepro', 'resume']);
  });

  it('says every option, so that nothing rests on defaults or on measurements', () => {
    const space = { ...record.space, maxSets: 3, strategy: 'one' } as const;
    const given = bisectionRecord({
      space,
      elements: named(8),
      layouts: 3,
      variant: 'my variant',
      axis: { ...record.axis, expand: false, within: 'src/a b.c' },
      options: {
        delta: 0.01,
        rho: 0.33,
        controlCrashes: 9,
        jobs: 4,
        budgetSeconds: 90,
        maxBuilds: 12,
        buildCost: 2.5,
        startupCost: 0.125,
        timeoutSeconds: 7,
        stallSeconds: 3,
        seed: 99,
        iterations: 1234,
        watch: 'pipe',
        compiler: 'gcc-12',
        interpreter: '/o p t/python',
        lock: 'lock.txt',
        source: { archive: '/a b.zip' },
      },
    });
    const [begin = []] = commandsIn(bisectionLog(given, []));
    const options = {
      prepare: '',
      variant: 'my variant',
      'no-expand': '',
      in: 'src/a b.c',
      delta: 0.01,
      rho: 0.33,
      'control-crashes': 9,
      jobs: 4,
      layouts: 3,
      budget: 90,
      'max-builds': 12,
      'max-sets': 3,
      strategy: 'one',
      'build-cost': 2.5,
      'startup-cost': 0.125,
      seed: 99,
      iterations: 1234,
      watch: 'pipe',
      compiler: 'gcc-12',
      interpreter: '/o p t/python',
      lock: 'lock.txt',
      source: '/a b.zip',
    };
    const said = Object.fromEntries(optionsIn(begin));
    expect(said).toMatchObject(
      Object.fromEntries(Object.entries(options).map(([name, value]) => [name, `${value}`])),
    );
    // A trial that hung under another limit would not hang again.
    expect(said).toMatchObject({ timeout: '7', stall: '3' });
  });

  it('tells what was skipped or cannot be built, and nothing of what was undone', () => {
    const { trials } = standingOf(record, half).now();
    const last = trials.at(-1)?.id ?? 0;
    const entries = [...half, skipped('0-1'), rowFailed('2-3'), undone(last)];
    const rest = commandsIn(bisectionLog(record, entries));
    expect(rest).toContainEqual(['winrepro', 'bisect', 'skip', '0-1']);
    expect(rest).toContainEqual(['winrepro', 'bisect', 'tell', '2-3', 'unbuildable']);
    const tolds = rest.filter(
      ([, , verb, , outcome]) => verb === 'tell' && outcome !== 'unbuildable',
    );
    expect(tolds).toHaveLength(trials.length - 1);
  });

  it('is typed as cmd.exe reads it on Windows', () => {
    const windows = bisectionRecord({ platform: 'win32', variant: 'my variant' });
    const log = bisectionLog(windows, []);
    expect(log).toMatch(/^rem 2026/);
    expect(log).toContain('--variant "my variant"');
    expect(log).not.toContain("'");
  });

  it('told into a fresh journal leads to the same next question', () => {
    const situation = { budgetSpent: false, secondsSinceControl: 0 };
    const question = (entries: readonly JournalEntry[]) => {
      const standing = standingOf(record, entries).now();
      const step = nextStep(record, standing, situation);
      if (step.kind !== 'begin') return { step, standing };
      const now = standingOf(record, [...entries, beginning(record, standing, [])]).now();
      return { step: nextStep(record, now, situation), standing: now };
    };
    const before = question(half);
    const anew = question(toldAnew(record, bisectionLog(record, half)));
    expect(anew.standing.trials).toHaveLength(before.standing.trials.length);
    // What the search was told, not what was built: builds are made and seen again.
    const told = (standing: typeof before.standing) =>
      standing.history.filter(({ type }) => type !== 'built');
    expect(told(anew.standing)).toHaveLength(told(before.standing).length);
    expect(anew.step).toEqual(before.step);
  });
});
