import { nearest } from '../../recipe/did-you-mean.ts';
import {
  GENERAL_REGISTERS,
  parsePlace,
  XMM_REGISTERS,
  type WatchPlace,
} from '../../recipe/watch-place.ts';
import { UserError } from '../../system/errors.ts';
import { nonVolatile, type Convention } from './convention.ts';

/** What a debugger watches in one trial. */
export interface WatchRequest {
  /** The trial's own command line. */
  readonly argv: readonly string[];
  /** Absolute; the debugger's script and logs are put here. It starts in the folder's `scratch`. */
  readonly folder: string;
  /** SHELL in the trial's environment, which gdb needs for itself; null without one. */
  readonly shell: string | null;
  /** With its module in front or without: `libpypy3_c!PyPyErr_WarnEx`. */
  readonly function: string;
  readonly across: string | null;
  readonly show: readonly WatchPlace[];
  readonly convention: Convention;
}

/** A function's name without its module. */
export function bareName(name: string): string {
  return name.slice(name.indexOf('!') + 1);
}

/** The registers that are compared around a call, and those that are shown there. */
export function comparedRegisters({ convention }: Pick<WatchRequest, 'convention'>): {
  readonly general: readonly string[];
  readonly xmm: readonly string[];
} {
  const all = nonVolatile[convention];
  return {
    general: all.filter((name) => !name.startsWith('xmm')),
    xmm: all.filter((name) => name.startsWith('xmm')),
  };
}

/**
 * Reads the places that a person typed: `r8,poi(r8),xmm6`.
 *
 * @throws UserError for one that is no place, with the place that was likely meant.
 */
export function readPlaces(texts: readonly string[]): readonly WatchPlace[] {
  return texts.map((text) => {
    const place = parsePlace(text);
    if (place !== null) return place;
    const meant = nearest(text, [...GENERAL_REGISTERS, ...XMM_REGISTERS]);
    throw new UserError(
      `--show has "${text}", which is no register of x86-64 and no word that one points at, such as ` +
        `poi(r8+8)${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    );
  });
}
