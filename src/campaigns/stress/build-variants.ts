import { join } from 'node:path';
import type { Plan } from '../../pipeline/plan.ts';
import { provenanceName } from '../../records/stress-folder.ts';
import { nowIso } from '../../system/clock.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { makeDirectory, writeJson } from '../../system/files.ts';
import { createBuilder, type RowPlans } from '../build-rows.ts';
import { provenanceOf } from '../provenance.ts';
import { localRunner } from './local-runner.ts';
import type { MakeRunner } from './run-stress.ts';

/**
 * Builds all variants on this machine, then runs their trials here. One that cannot be built is left
 * out, and the others go on.
 *
 * @throws EnvironmentError when none can be built.
 */
export function buildHere(plans: RowPlans): MakeRunner {
  return async ({ record, folder, journal, tally, undo, tools }) => {
    await makeDirectory(folder.provenance);
    const built = new Map<string, Plan>();
    const builder = createBuilder(
      {
        plans,
        journal,
        keys: tally.keys,
        undo,
        async onBuilt(variant, plan, steps) {
          const provenance = await provenanceOf({ ...record, variant }, plan, steps, tools);
          await writeJson(join(folder.provenance, provenanceName(variant, null)), provenance);
        },
      },
      tools,
    );
    const failures: EnvironmentError[] = [];
    for (const { name } of record.variants) {
      try {
        built.set(name, await builder.build(name));
      } catch (error) {
        if (!(error instanceof EnvironmentError)) throw error;
        failures.push(error);
        journal.append({ type: 'row-failed', at: nowIso(), row: name, reason: error.message });
        tools.emit({ type: 'row-failed', row: name, reason: error.message });
      }
    }
    if (built.size === 0) {
      // With what the compiler printed.
      throw failures[0] ?? new EnvironmentError('there is no variant to try: name one');
    }
    const runner = localRunner(record, folder, built, tools);
    return { ...runner, close: () => Promise.resolve() };
  };
}
