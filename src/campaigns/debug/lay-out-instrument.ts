import { dirname, join } from 'node:path';
import type { Debugger, DebugRequest } from '../../evidence/debugger.ts';
import { stackSignature } from '../../evidence/stack-signature.ts';
import type { DebugRecord } from '../../records/debug-record.ts';
import type { DebugExpression } from '../../recipe/evidence-schema.ts';
import { directCommand } from '../../system/direct-command.ts';
import type { Instrument } from '../../trial/instrument.ts';
import type { TrialPlan } from '../../trial/run-trial.ts';

/** A trial under a debugger, and what the debugger was asked in it. */
export interface InstrumentedTrial {
  readonly plan: TrialPlan & { readonly instrument: Instrument };
  readonly request: DebugRequest;
  /** Absolute path of the dump that it may leave; null for none. */
  readonly dump: string | null;
}

/**
 * Puts the debugger around a trial. Throws EnvironmentError when the trial's own program is not there.
 */
export async function layOutInstrument(
  plan: TrialPlan,
  tool: Debugger,
  { debugger: session, options }: Pick<DebugRecord, 'debugger' | 'options'>,
  expressions: readonly DebugExpression[],
): Promise<InstrumentedTrial> {
  const argv = await directCommand(plan.argv, join(plan.folder, 'scratch'), plan.environment);
  const request: DebugRequest = {
    argv,
    folder: plan.folder,
    shell: plan.environment['SHELL'] ?? null,
    expressions,
    dump: options.dump,
    // Beside the program; a library's PDB is found by the path that its linker wrote into it.
    symbols: argv.slice(0, 1).map((program) => dirname(program)),
  };
  const { dump, ...command } = tool.command(session.path, request);
  const instrument: Instrument = {
    ...command,
    read: (log) => {
      const { end, scene, gaps } = tool.read(log, request);
      return {
        end,
        problem: end === null ? (gaps[0] ?? 'the debugger does not tell how it ended') : null,
        stack: scene === null ? [] : stackSignature(scene.frames),
      };
    },
  };
  return { plan: { ...plan, instrument }, request, dump };
}
