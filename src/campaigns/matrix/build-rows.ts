import type { Plan } from '../../pipeline/plan.ts';
import { runSteps } from '../../pipeline/run-steps.ts';
import { nowIso } from '../../system/clock.ts';
import { EnvironmentError } from '../../system/errors.ts';
import type { MatrixTools, MatrixWork } from './matrix-tools.ts';

/** Builds each row once, when its first trial is due. */
export function createBuilder({ plans, journal, journaled, undo }: MatrixWork, tools: MatrixTools) {
  const built = new Set<string>();
  const keys = new Map(
    journaled.entries.flatMap((entry) =>
      entry.type === 'row-built' ? [[entry.row, entry.buildKey] as const] : [],
    ),
  );
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
      const products = outcomes.find(({ name }) => name === 'build')?.stamp?.outputs ?? [];
      const sha256 = products[0]?.sha256 ?? null;
      journal.append({ type: 'row-built', at: nowIso(), row, buildKey, sha256, seconds });
      tools.emit({ type: 'row-built', row, seconds });
      built.add(row);
      return plan;
    },
  };
}

/** @throws EnvironmentError when a row was built otherwise before: trials must not be mixed. */
function requireSameBuild(row: string, before: string | undefined, now: string): void {
  if (before === undefined || before === now) return;
  throw new EnvironmentError(
    `row ${row} cannot go on: its sources, flags or compiler are not what they were when it began, ` +
      'and trials of two builds must not be mixed: start a new matrix',
  );
}
