import type { BisectionRecord } from '../../records/bisection-record.ts';
import type {
  BatchBegan,
  JournalEntry,
  RowBuilt,
  SearchBegan,
} from '../../records/journal-entry.ts';
import type { TrialRecord } from '../../records/trial-record.ts';
import type { Observation, Probe, Search, SearchSettings } from '../../search/search.ts';
import { assess, type Assessment, type MatrixRules } from '../matrix/assessment.ts';
import { createFeed, type Feed } from './feed.ts';
import { rowName, rowOf } from './row.ts';
import { controlCandidate, createSearch, negativeCandidate, type SpaceAnswer } from './space.ts';

/** How a bisection stands, by its journal alone. */
export interface Standing {
  /** The trials that count, in the order of their numbers. */
  readonly trials: readonly TrialRecord[];
  readonly assessment: Assessment;
  /** The yardstick of the search; null while the controls are tried. */
  readonly began: SearchBegan | null;
  readonly search: Search<SpaceAnswer> | null;
  /** What the search was told. */
  readonly history: readonly Observation[];
  readonly builds: ReadonlyMap<string, RowBuilt>;
  /** Rows that cannot be built or started, with the reason. */
  readonly failed: ReadonlyMap<string, string>;
  /** A batch of which trials are still to come; null when nothing is under way. */
  readonly open: BatchBegan | null;
  /** What the search asked for when it was built, and still waits for; null for nothing. */
  readonly owed: Probe | null;
  /** A row that crashed once where once is not enough; null for none. */
  readonly lone: string | null;
  /** Numbers of trials that were journaled, though an earlier one was lost with a killed winrepro. */
  readonly ahead: readonly number[];
  /** The number of the next trial. */
  readonly nextId: number;
}

/** Takes the entries of a journal as they come. */
export interface StandingKeeper {
  add(entry: JournalEntry): void;
  now(): Standing;
}

/** The controls are judged by this error: both are the ground that all else stands on (facts 5.3). */
const CONTROL_BETA = 0.01;

/** The rules by which the controls and the placebos of a bisection are judged. */
export function controlRules(record: BisectionRecord): MatrixRules {
  const control = controlCandidate(record);
  const negative = negativeCandidate(record);
  const placebos = Array.from({ length: record.layouts - 1 }, (_, index) =>
    rowName({ candidate: control, layout: index + 1 }),
  );
  return {
    control,
    negative,
    rows: [...(negative === null ? [] : [negative]), ...placebos],
    controlCrashes: record.options.controlCrashes,
    beta: CONTROL_BETA,
    rho: record.options.rho,
    negativeRho: Math.min(record.options.rho, record.options.background),
    jitThreshold: record.earliest,
    clock: 'iterations',
  };
}

/**
 * Folds the entries of a journal into how the bisection stands. Trials count in the order of their
 * numbers, whatever order they ended in: one behind a lost one waits for it.
 *
 * @param undone numbers of the trials that the user took back.
 */
export function createStanding(
  record: BisectionRecord,
  undone: ReadonlySet<number> = new Set(),
): StandingKeeper {
  const rules = controlRules(record);
  const trials: TrialRecord[] = [];
  const ahead = new Map<number, TrialRecord>();
  const builds = new Map<string, RowBuilt>();
  const failed = new Map<string, string>();
  const skipped: string[] = [];
  const history: Observation[] = [];
  let nextId = 1;
  let began: SearchBegan | null = null;
  let search: Search<SpaceAnswer> | null = null;
  let feed: Feed | null = null;
  let owed: Probe | null = null;
  let open: BatchBegan | null = null;
  let assessment = assess(trials, rules);

  const begin = (entry: SearchBegan): void => {
    began = entry;
    search = remembering(createSearch(record, searchSettings(record, entry)), history);
    for (const [row, { sha256 }] of builds) tellBuilt(search, row, sha256);
    for (const row of failed.keys()) tellFailed(search, row, rules.control);
    for (const candidate of skipped) search.observe({ type: 'skipped', candidate });
    feed = createFeed(search, assessment, record, entry);
    // Trials that were told may be of candidates already.
    for (const trial of trials) feedWith(trial);
  };
  // The yardstick stays as it was when the search began.
  const feedWith = (trial: TrialRecord): void => {
    if (trial.variant !== rules.control && !rules.rows.includes(trial.variant)) feed?.add(trial);
  };
  const count = (trial: TrialRecord): void => {
    trials.push(trial);
    // A trial of another row was told by hand in its place.
    if (trial.variant !== open?.row || trial.id >= open.first + open.processes - 1) open = null;
    if (owed !== null && rowName(owed) === trial.variant) owed = null;
    assessment = assess(trials, rules);
    feedWith(trial);
  };
  return {
    add(entry) {
      switch (entry.type) {
        case 'row-built':
          if (builds.has(entry.row)) return;
          if (search !== null) owed = owedFor(search, entry, builds);
          builds.set(entry.row, entry);
          failed.delete(entry.row);
          if (search !== null) tellBuilt(search, entry.row, entry.sha256);
          break;
        case 'row-failed':
          failed.set(entry.row, entry.reason);
          owed = null;
          if (open?.row === entry.row) open = null;
          if (search !== null) tellFailed(search, entry.row, rules.control);
          break;
        case 'candidate-skipped':
          skipped.push(entry.candidate);
          if (owed?.candidate === entry.candidate) owed = null;
          search?.observe({ type: 'skipped', candidate: entry.candidate });
          break;
        case 'batch-began':
          open = entry;
          break;
        case 'search-began':
          if (began === null) begin(entry);
          break;
        case 'trial':
          if (entry.id >= nextId && !ahead.has(entry.id)) ahead.set(entry.id, entry);
          for (;;) {
            const trial = ahead.get(nextId);
            if (trial === undefined) break;
            ahead.delete(nextId);
            nextId += 1;
            if (undone.has(trial.id)) open = null;
            else count(trial);
          }
          break;
        default:
      }
    },
    now: () => ({
      trials,
      assessment,
      began,
      search,
      history,
      builds,
      failed,
      open,
      owed,
      lone: loneOf(feed, failed),
      ahead: [...ahead.keys()],
      nextId,
    }),
  };
}

/** What a journal that was read says; its undone trials are left out. */
export function standingOf(
  record: BisectionRecord,
  entries: readonly JournalEntry[],
): StandingKeeper {
  const undone = new Set(entries.flatMap((one) => (one.type === 'undone' ? one.trials : [])));
  const keeper = createStanding(record, undone);
  for (const entry of entries) keeper.add(entry);
  return keeper;
}

/** What a search goes by, from what was asked for and what was measured. */
export function searchSettings({ options }: BisectionRecord, began: SearchBegan): SearchSettings {
  return {
    control: { crashes: began.crashes, exposure: began.exposure },
    delta: options.delta,
    rho: options.rho,
    costs: { build: began.build, startup: began.startup },
    masked: began.masked,
    layouts: began.layouts,
  };
}

function remembering<Answer>(search: Search<Answer>, history: Observation[]): Search<Answer> {
  return {
    ...search,
    observe(observation) {
      search.observe(observation);
      history.push(observation);
    },
  };
}

/**
 * What a search asked for is run once it is built, even if the build itself would change its mind
 * about what is cheapest; but not when the binary is one that was seen before.
 */
function owedFor(
  search: Search<unknown>,
  { row, sha256 }: RowBuilt,
  builds: ReadonlyMap<string, RowBuilt>,
): Probe | null {
  const next = search.next();
  if (next.kind === 'end' || rowName(next.probe) !== row) return null;
  const isSeen = sha256 !== null && [...builds.values()].some((one) => one.sha256 === sha256);
  return isSeen ? null : next.probe;
}

/** A row that cannot be tried any more is asked for nothing. */
function loneOf(feed: Feed | null, failed: ReadonlyMap<string, string>): string | null {
  const row = feed?.lone() ?? null;
  return row === null || failed.has(row) ? null : row;
}

/** A build without a product (an interpreter's list) is told from others by nothing. */
function tellBuilt(search: Search<unknown>, row: string, binary: string | null): void {
  if (binary !== null) search.observe({ type: 'built', ...rowOf(row), binary });
}

/**
 * A search knows no single layouts: where one of a candidate cannot be built, the candidate is given
 * up. The control's own say nothing, for the control has crashed.
 */
function tellFailed(search: Search<unknown>, row: string, control: string): void {
  const { candidate } = rowOf(row);
  if (candidate !== control) search.observe({ type: 'unbuildable', candidate });
}
