import type { DebuggerKind } from './crash-report.ts';
import { requireRecord } from './require-record.ts';
import { recipeShape, type RecipeRecord } from './run-record.ts';
import { hasShape, isCount, isFlag, isOneOf, isText, isTexts, type Shape } from './shape.ts';
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

/** The debugger that a session works with. */
export interface SessionDebugger {
  readonly kind: DebuggerKind;
  /** Absolute path. */
  readonly path: string;
  /** As it calls itself. */
  readonly version: string;
}

/** `debug.json`, written once: with the journal all that `resume` and `report` need. */
export interface DebugRecord {
  readonly schema: typeof DEBUG_SCHEMA;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The version of winrepro that began it. */
  readonly winrepro: string;
  readonly recipe: RecipeRecord;
  readonly variant: string;
  readonly title: string;
  readonly platform: string;
  /** The key of the last step: it goes on only with the very build that it began with. */
  readonly buildKey: string;
  readonly debugger: SessionDebugger;
  readonly options: DebugOptions;
  readonly argv: readonly string[];
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

const tool: Shape<SessionDebugger> = {
  kind: isOneOf('gdb', 'cdb'),
  path: isText,
  version: isText,
};

const debug: Shape<DebugRecord> = {
  schema: isText,
  id: isText,
  createdAt: isText,
  winrepro: isText,
  recipe: hasShape(recipeShape),
  variant: isText,
  title: isText,
  platform: isText,
  buildKey: isText,
  debugger: hasShape(tool),
  options: hasShape(options),
  argv: isTexts,
};
