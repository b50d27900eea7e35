import type { Plan } from '../pipeline/plan.ts';
import { runSteps, type StepOutcome } from '../pipeline/run-steps.ts';
import type { JournalEntry } from '../records/journal-entry.ts';
import type { Journal } from '../records/journal.ts';
import { nowIso } from '../system/clock.ts';
import { EnvironmentError } from '../system/errors.ts';
import type { Keeper } from '../system/keeper.ts';
import type { UndoLog } from '../system/undo-log.ts';

/** The plans of all rows, by their names; a text says why a row cannot be tried here. */
export type RowPlans = ReadonlyMap<string, Plan | string>;

/** What rows are built from, and where it is told. */
export interface RowsToBuild {
  readonly plans: RowPlans;
  readonly journal: Pick<Journal, 'append'>;
  /** The keys of the builds that earlier sessions made. */
  readonly keys: ReadonlyMap<string, string>;
  readonly undo: UndoLog;
  /** Hears of each row that is built, before its first trial. */
  readonly onBuilt?: (row: string, plan: Plan, steps: readonly StepOutcome[]) => Promise<void>;
}

interface BuildTools {
  readonly keeper: Keeper;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
  readonly emit: (
    event:
      | { readonly type: 'row-building'; readonly row: string; readonly step: string }
      | { readonly type: 'row-built'; readonly row: string; readonly seconds: number },
  ) => void;
}

/** Builds each row once, when it is asked for. */
export function createBuilder(rows: RowsToBuild, tools: BuildTools) {
  const { plans, journal, keys, undo, onBuilt } = rows;
  const built = new Set<string>();
  return {
    isBuilt: (row: string): boolean => built.has(row),
    async build(row: string): Promise<Plan> {
      const plan = plans.get(row);
      if (plan === undefined || typeof plan === 'string') {
        throw new EnvironmentError(`row ${row} cannot be tried here: ${plan ?? 'it has no plan'}`);
      }
      if (built.has(row)) return plan;
      const buildKey = plan.steps.at(-1)?.key ?? '';
      requireSameBuild(row, keys.get(row), buildKey);
      const outcomes = await runSteps(plan.steps, {
        ...tools,
        undo,
        onStepStarted: ({ name }) => {
          tools.emit({ type: 'row-building', row, step: name });
        },
        // The next row may have other flags in the same distutils.
      }).finally(() => undo.undoAll());
      const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
      const sha256 = productOf(outcomes);
      await onBuilt?.(row, plan, outcomes);
      journal.append({ type: 'row-built', at: nowIso(), row, buildKey, sha256, seconds });
      tools.emit({ type: 'row-built', row, seconds });
      built.add(row);
      return plan;
    },
  };
}

/** The keys of the builds that a journal tells of. */
export function buildKeys(entries: readonly JournalEntry[]): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap((entry) =>
      entry.type === 'row-built' ? [[entry.row, entry.buildKey] as const] : [],
    ),
  );
}

/** SHA-256 of the first product; null when nothing was built. */
export function productOf(outcomes: readonly StepOutcome[]): string | null {
  const products = outcomes.find(({ name }) => name === 'build')?.stamp?.outputs ?? [];
  return products[0]?.sha256 ?? null;
}

/** @throws EnvironmentError when a row was built otherwise before: trials must not be mixed. */
function requireSameBuild(row: string, before: string | undefined, now: string): void {
  if (before === undefined || before === now) return;
  throw new EnvironmentError(
    `row ${row} cannot go on: its sources, flags or compiler are not what they were when it began, ` +
      'and trials of two builds must not be mixed: start a new run',
  );
}
