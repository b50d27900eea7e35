import type { Protocol } from '../recipe/protocol.ts';
import { createLineAutomaton, type LineAutomaton } from './line-automaton.ts';
import { compileLinePattern, digitsPlace, type LinePattern } from './line-pattern.ts';

/** A protocol's expressions, ready to be tried; any number of parsers may share them. */
export interface ProtocolWords {
  readonly iteration: LinePattern;
  readonly stage: LinePattern | null;
  readonly trace: LinePattern | null;
  readonly success: LinePattern | null;
  /** Where the number of the turn stands in a line that `iteration` matches; null when unknown. */
  readonly digitsAt: number | null;
  /** For lines that begin with neither a mark nor a blank; null when it cannot know all of the expressions. */
  readonly automaton: LineAutomaton | null;
}

/** Bits of what the automaton finds. */
export const ITERATION = 1;
export const STAGE = 2;
export const TRACE = 4;
export const SUCCESS = 8;

const SPACE = 0x20;

/** Throws SyntaxError; recipes are validated before. */
export function compileProtocol(protocol: Protocol): ProtocolWords {
  const { iteration, stage, trace, success, events } = protocol;
  const marks = new Set(Object.keys(events ?? {}).map((mark) => mark.charCodeAt(0)));
  return {
    iteration: compileLinePattern(iteration),
    stage: optionalPattern(stage),
    trace: optionalPattern(trace),
    success: optionalPattern(success),
    digitsAt: digitsPlace(iteration),
    automaton: createLineAutomaton(
      [iteration, stage, trace, success],
      (byte) => byte > SPACE && !marks.has(byte),
    ),
  };
}

function optionalPattern(source: string | undefined): LinePattern | null {
  return source === undefined ? null : compileLinePattern(source);
}
