import { requireRecord } from './require-record.ts';
import { sessionShape, type SessionRecord } from './session-record.ts';
import { hasShape, isCount, isFlag, isOneOf, isText, type Shape } from './shape.ts';
import { trialOptionsShape, type CampaignTrialOptions } from './trial-options.ts';

export const DEBUG_SCHEMA = 'winrepro/debug/1';

/** How much of the process a dump holds. */
export type DumpKind = 'none' | 'mini' | 'full';

export interface DebugOptions extends CampaignTrialOptions {
  /** At most so many trials under the debugger. */
  readonly trials: number;
  /** So many trials with the debugger and so many without, in turns; 0 for none without. */
  readonly compare: number;
  readonly dump: DumpKind;
  /** One trial, stopped before it begins, for a person to attach a debugger to. */
  readonly attach: boolean;
}

/** `debug.json`, written once: with the journal all that `resume` and `report` need. */
export interface DebugRecord extends SessionRecord {
  readonly schema: typeof DEBUG_SCHEMA;
  readonly options: DebugOptions;
}

/** Throws EnvironmentError when the value, read from `path`, is not a debug session of this schema. */
export function parseDebugRecord(value: unknown, path: string): DebugRecord {
  requireRecord(value, path, { schema: DEBUG_SCHEMA, shape: debug, what: 'debug session' });
  return value as unknown as DebugRecord;
}

/** How the journal names the trials of a variant that ran under a debugger. */
export function instrumentedName({ variant, debugger: tool, options: asked }: DebugRecord): string {
  return `${variant}+${asked.attach ? 'attached' : tool.kind}`;
}

const options: Shape<DebugOptions> = {
  ...trialOptionsShape,
  trials: isCount,
  compare: isCount,
  dump: isOneOf('none', 'mini', 'full'),
  attach: isFlag,
};

const debug: Shape<DebugRecord> = {
  ...sessionShape,
  schema: isText,
  options: hasShape(options),
};
