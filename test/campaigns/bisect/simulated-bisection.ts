import { beginBatch } from '../../../src/campaigns/bisect/begin-batch.ts';
import { beginning } from '../../../src/campaigns/bisect/beginning.ts';
import { nextStep, type BisectionEnd } from '../../../src/campaigns/bisect/next-step.ts';
import { rowOf, type Row } from '../../../src/campaigns/bisect/row.ts';
import { controlCandidate } from '../../../src/campaigns/bisect/space.ts';
import { standingOf, type Standing } from '../../../src/campaigns/bisect/standing.ts';
import type { BisectionRecord } from '../../../src/records/bisection-record.ts';
import type { JournalEntry } from '../../../src/records/journal-entry.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';
import { exponentialDraw, seededRandom } from '../../../src/statistics/random.ts';
import { clean, crash, CRASH, FOREIGN } from '../matrix/trials.ts';
import { rowBuilt, rowFailed } from './samples.ts';

/** A machine on which processes crash at constant hazards. */
export interface World {
  readonly seed: number;
  /** Iterations per crash of the control. */
  readonly mean: number;
  /** Iterations of the recipe's own loop. */
  readonly loop: number;
  /** The hazard of a row's crash, in those of the control. */
  readonly hazard: (row: Row) => number;
  /** Another crash that comes in all rows, in hazards of the control. */
  readonly foreign: number;
  /** From this trial on the crash has gone away: it comes in no row. */
  readonly goneFrom: number;
  readonly builds: (row: Row) => boolean;
  readonly binary: (name: string) => string;
}

export interface SimulatedBisection {
  readonly end: BisectionEnd;
  /** The journal, in the order in which its entries were written. */
  readonly entries: readonly JournalEntry[];
  readonly standing: Standing;
}

const START = Date.UTC(2026, 10, 23);
/** Far above what any bisection of the tests needs. */
const MOST_STEPS = 3000;

export function worldOf(changes: Partial<World> & Pick<World, 'seed' | 'hazard'>): World {
  return {
    mean: 10_000,
    loop: 100_000,
    foreign: 0,
    goneFrom: Infinity,
    builds: () => true,
    binary: (name) => `binary of ${name}`,
    ...changes,
  };
}

/**
 * A whole bisection, chosen and judged by the product, run in simulated time as run-search.ts runs
 * it in real time. A trial ends as its number and its row have it, so that two sessions that ask the
 * same are answered the same. Throws when it never ends.
 *
 * @param journaled by an earlier session.
 */
export function simulateBisection(
  record: BisectionRecord,
  world: World,
  journaled: readonly JournalEntry[] = [],
): SimulatedBisection {
  const entries = [...journaled];
  const keeper = standingOf(record, journaled);
  const add = (entry: JournalEntry): void => {
    entries.push(entry);
    keeper.add(entry);
  };
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const now = keeper.now();
    const time = secondsOf(entries);
    const step = nextStep(record, now, {
      budgetSpent: isSpent(record, now.trials),
      secondsSinceControl: secondsSince(now.assessment.since.at, time),
    });
    if (step.kind === 'end') return { end: step.end, entries, standing: now };
    if (step.kind === 'begin') {
      add(beginning(record, now, []));
      continue;
    }
    const row = step.kind === 'complete' ? step.batch.row : step.row;
    const wasBuilt = now.builds.has(row);
    if (!world.builds(rowOf(row))) {
      add(rowFailed(row));
      continue;
    }
    if (!wasBuilt) add(rowBuilt(row, world.binary(row)));
    if (step.kind === 'trials') {
      const isAsked = step.purpose === 'screen' || step.purpose === 'certify';
      if (isAsked && !wasBuilt && keeper.now().owed === null) continue;
      add(beginBatch(step, world.loop, keeper.now(), record));
    }
    const { open, nextId, ahead } = keeper.now();
    if (open === null) throw new Error('a batch that did not begin');
    const { first, processes, iterations } = open;
    const batch = Array.from({ length: processes }, (_, index) => first + index)
      .filter((id) => id >= nextId && !ahead.includes(id))
      .map((id) => trialOf(id, row, { iterations, record, world }));
    // Journaled as they end, which is not the order of their numbers.
    for (const trial of batch.toSorted((a, b) => a.seconds - b.seconds)) {
      add({ ...trial, startedAt: new Date(Math.round(START + time * 1000)).toISOString() });
    }
  }
  throw new Error(`no end: seed ${world.seed}`);
}

function trialOf(
  id: number,
  name: string,
  {
    iterations,
    record,
    world,
  }: { readonly iterations: number; readonly record: BisectionRecord; readonly world: World },
): TrialRecord {
  const random = seededRandom(world.seed * 1_000_003 + id);
  const row = rowOf(name);
  const isControl = row.candidate === controlCandidate(record) && row.layout === 0;
  const share = id >= world.goneFrom ? 0 : isControl ? 1 : world.hazard(row);
  const [own, other] = [share, world.foreign].map((hazard) => {
    const drawn = exponentialDraw(random, world.mean);
    return hazard === 0 ? Infinity : drawn / hazard;
  }) as [number, number];
  const at = Math.ceil(Math.min(own, other));
  return at > iterations
    ? clean(name, iterations)(id)
    : crash(name, at, own <= other ? CRASH : FOREIGN)(id);
}

export function trialsIn(entries: readonly JournalEntry[]): readonly TrialRecord[] {
  return entries.filter((entry) => entry.type === 'trial');
}

/** What a resumed bisection must have in common with one that was never stopped. */
export function tableOf(entries: readonly JournalEntry[]): readonly string[] {
  return trialsIn(entries)
    .toSorted((a, b) => a.id - b.id)
    .map(
      ({ id, variant, outcome, exposure }) => `${id} ${variant} ${outcome} ${exposure.iterations}`,
    );
}

/** Seconds since the start at which all trials so far have ended. */
function secondsOf(entries: readonly JournalEntry[]): number {
  return trialsIn(entries).reduce(
    (latest, { startedAt, seconds }) =>
      Math.max(latest, (Date.parse(startedAt) - START) / 1000 + seconds),
    0,
  );
}

function secondsSince(at: string | null, now: number): number {
  return at === null ? 0 : now - (Date.parse(at) - START) / 1000;
}

function isSpent(
  { options }: BisectionRecord,
  trials: readonly { readonly seconds: number }[],
): boolean {
  const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0) / options.jobs;
  return options.budgetSeconds !== null && seconds >= options.budgetSeconds;
}
