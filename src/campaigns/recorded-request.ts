import type { JudgingOptions } from '../records/judging-options.ts';
import type { VariantRequest } from './prepare.ts';

type Recorded = Pick<
  JudgingOptions,
  'iterations' | 'watch' | 'compiler' | 'interpreter' | 'lock' | 'source'
>;

/** What was asked for, as a record keeps it. */
export function recordedRequest(request: VariantRequest): Recorded {
  const { iterations, watch, compiler, interpreter, lock, source } = request;
  return {
    iterations: iterations ?? null,
    watch: watch ?? null,
    compiler: compiler ?? null,
    interpreter: interpreter ?? null,
    lock: lock ?? null,
    source: source ?? null,
  };
}

/** The same, read from a record. */
export function requestOf(recorded: Recorded): VariantRequest {
  const { iterations, watch, compiler, interpreter, lock, source } = recorded;
  return {
    iterations: iterations ?? undefined,
    watch: watch ?? undefined,
    compiler: compiler ?? undefined,
    interpreter: interpreter ?? undefined,
    lock: lock ?? undefined,
    source: source ?? undefined,
  };
}
