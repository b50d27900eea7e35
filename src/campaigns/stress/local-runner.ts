import type { StressFolder } from '../../records/stress-folder.ts';
import type { StressRecord } from '../../records/stress-record.ts';
import type { Plan } from '../../pipeline/plan.ts';
import { InternalError } from '../../system/errors.ts';
import { compileProtocol, type ProtocolWords } from '../../trial/protocol-words.ts';
import { runTrial, type TrialPlan } from '../../trial/run-trial.ts';
import { layOutTrial } from '../lay-out-trial.ts';
import type { StressTools, TrialRunner } from './stress-tools.ts';

/** Runs trials on this machine, each in a scratch folder of its own. */
export function localRunner(
  record: StressRecord,
  folder: StressFolder,
  plans: ReadonlyMap<string, Plan>,
  tools: StressTools,
): TrialRunner {
  const { options } = record;
  const words = new Map<string, ProtocolWords>();
  const wordsOf = ({ variant, protocol }: TrialPlan): ProtocolWords => {
    const known = words.get(variant) ?? compileProtocol(protocol);
    words.set(variant, known);
    return known;
  };
  return {
    capacity: () => options.jobs,
    run(id, variant, signal, onEnded) {
      const plan = plans.get(variant);
      if (plan === undefined) throw new InternalError(`variant ${variant} was not built`);
      const laidOut = layOutTrial(id, { ...options, variant }, folder, plan, tools);
      return runTrial(laidOut, {
        keeper: tools.keeper,
        signal,
        onProgress: () => undefined,
        onEnded,
        words: wordsOf(laidOut),
      });
    },
  };
}
