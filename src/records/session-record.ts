import type { DebuggerKind } from './crash-report.ts';
import { recipeShape, type RecipeRecord } from './run-record.ts';
import { hasShape, isOneOf, isText, isTexts, type Shape } from './shape.ts';

/** What is kept of every session under a debugger: of `debug` and of `watch-registers`. */
export interface SessionRecord {
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
  readonly argv: readonly string[];
}

/** The debugger that a session works with. */
export interface SessionDebugger {
  readonly kind: DebuggerKind;
  /** Absolute path. */
  readonly path: string;
  /** As it calls itself. */
  readonly version: string;
}

const tool: Shape<SessionDebugger> = {
  kind: isOneOf('gdb', 'cdb', 'procdump'),
  path: isText,
  version: isText,
};

/** What is right in a session that was read from a file. */
export const sessionShape: Shape<SessionRecord> = {
  id: isText,
  createdAt: isText,
  winrepro: isText,
  recipe: hasShape(recipeShape),
  variant: isText,
  title: isText,
  platform: isText,
  buildKey: isText,
  debugger: hasShape(tool),
  argv: isTexts,
};
