import type { Plan } from '../pipeline/plan.ts';
import { makeRunId } from '../records/run-folder.ts';
import type { RunEvent } from '../records/run-event.ts';
import type { SessionDebugger, SessionRecord } from '../records/session-record.ts';
import { nowIso } from '../system/clock.ts';
import { buildKeyOf } from './build-target.ts';
import type { LoadedRecipe } from './find-recipe.ts';
import { recordedRecipe } from './recorded-recipe.ts';

/** What a session under a debugger begins with. */
interface Beginning {
  readonly loaded: LoadedRecipe;
  readonly plan: Plan;
  readonly debugger: SessionDebugger;
  /** The version of winrepro, and the arguments that it was started with. */
  readonly winrepro: string;
  readonly argv: readonly string[];
  /** Random: tells apart two sessions that begin in the same second. */
  readonly suffix: string;
}

/** What is kept of a session under a debugger that begins now. */
export function beginSession(beginning: Beginning): SessionRecord {
  const { loaded, plan, winrepro, argv, suffix } = beginning;
  const { recipe, variant, title, platform } = plan.settings;
  const createdAt = nowIso();
  return {
    id: makeRunId({ createdAt, recipe, variant, suffix }),
    createdAt,
    winrepro,
    recipe: recordedRecipe(loaded),
    variant,
    title,
    platform,
    buildKey: buildKeyOf(plan),
    debugger: beginning.debugger,
    argv,
  };
}

/** Reporters hear that a session begins, as they do of a run. */
export function announceSession(
  record: SessionRecord,
  session: {
    readonly folder: string;
    readonly seed: number;
    readonly trials: number;
    /** Trials that the journal holds already. */
    readonly journaled: number;
  },
  emit: (event: RunEvent) => void,
): void {
  const { id, recipe, variant, title } = record;
  emit({
    type: 'run-started',
    run: id,
    recipe: recipe.name,
    variant,
    title,
    untilCrash: true,
    ...session,
  });
}
