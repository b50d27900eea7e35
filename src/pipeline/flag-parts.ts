import { keysOf } from '../recipe/flags.ts';
import type { Family, FamilyKey, Platform } from '../recipe/schema.ts';
import type { FlagSettings } from '../recipe/settings.ts';
import type { Compiler } from '../system/compilers.ts';
import { printedParts, type FlagPart, type MacroParts } from '../system/compiler-flags.ts';
import { UserError } from '../system/errors.ts';

/** A flag, or a part of what a flag stands for, that can be switched off by itself. */
export interface FlagElement {
  readonly name: string;
  /** The edit that switches it off: what goes from the lists, and what comes in its place. */
  readonly remove: readonly string[];
  readonly add: readonly string[];
  /** Names of elements without which this one has no effect. */
  readonly needs: readonly string[];
}

const listNames = ['common', 'compile', 'link'] as const;

/** The candidates of an axis that speak of a family on a platform, the general ones first. */
export function candidatesOf(
  candidates: Readonly<Partial<Record<FamilyKey, readonly string[]>>>,
  family: Family,
  platform: Platform,
): readonly string[] {
  return [...new Set(keysOf(family, platform).flatMap((key) => candidates[key] ?? []))];
}

/**
 * Asks the compiler for the parts of the optimization levels among the candidates.
 *
 * @throws EnvironmentError when it does not answer.
 */
export async function macroParts(
  candidates: readonly string[],
  compiler: Pick<Compiler, 'path' | 'family'>,
): Promise<MacroParts> {
  const parts: Record<string, readonly FlagPart[]> = {};
  for (const level of candidates) {
    if (noneOf(level, compiler.family) !== null) parts[level] = await printedParts(compiler, level);
  }
  return parts;
}

/**
 * What can be switched off in a variant's flags: each candidate, and behind an optimization level the
 * parts that it stands for. Of several levels the last is in force, and only that has parts.
 *
 * @param axis the axis' name in the recipe, for the message.
 * @throws UserError for a candidate that is in none of the lists.
 */
export function flagElements(
  candidates: readonly string[],
  flags: FlagSettings,
  family: Family,
  printed: MacroParts,
  axis = 'flags',
): readonly FlagElement[] {
  const present = listNames.flatMap((list) => flags[list]);
  const absent = candidates.find((one) => !present.includes(one));
  if (absent !== undefined) {
    throw new UserError(
      `${absent} is not among the flags of this variant (${[...new Set(present)].join(' ')}): correct axes.${axis}.candidates of the recipe, or choose another variant`,
    );
  }
  const level = present.findLast((one) => noneOf(one, family) !== null);
  return candidates.flatMap((flag) => {
    const none = noneOf(flag, family);
    const whole = {
      name: flag,
      remove: [flag],
      add: none === null ? [] : [none],
      needs: needsOf(flag, candidates),
    };
    const parts = flag === level ? partsOf(flag, family, printed) : [];
    return [
      whole,
      ...parts
        .filter(({ name, off }) => ![name, ...off].some((one) => present.includes(one)))
        .map(({ name, off }) => ({ name, remove: [], add: off, needs: [flag] })),
    ];
  });
}

/**
 * The flags without some elements. A level makes way for `-O0` or `/Od` where it stands, because an
 * interpreter's own level may stand in front of the list; a part is switched off wherever its level
 * stands. Parts of a level that is off are off with it, and add nothing.
 */
export function withoutElements(flags: FlagSettings, off: readonly FlagElement[]): FlagSettings {
  const names = new Set(off.map(({ name }) => name));
  const replaced = new Map(
    off.flatMap(({ remove, add }) => remove.map((flag) => [flag, add] as const)),
  );
  const parts = off.filter(
    ({ remove, needs }) => remove.length === 0 && !needs.some((one) => names.has(one)),
  );
  const edited = (list: readonly string[]): readonly string[] => [
    ...list.flatMap((flag) => replaced.get(flag) ?? [flag]),
    ...parts
      .filter(({ needs }) => needs.every((one) => list.includes(one)))
      .flatMap(({ add }) => add),
  ];
  return { common: edited(flags.common), compile: edited(flags.compile), link: edited(flags.link) };
}

/** What takes the place of an optimization level; null for any other flag. */
function noneOf(flag: string, family: Family): string | null {
  if (family === 'msvc') return /^[/-]O[12x]$/.test(flag) ? '/Od' : null;
  return /^-O(?:[1-9]|s|z|g|fast)?$/.test(flag) ? '-O0' : null;
}

/** The linker's half of MSVC's whole-program optimization does nothing without the compiler's. */
function needsOf(flag: string, candidates: readonly string[]): readonly string[] {
  return /^[/-]LTCG(?::|$)/.test(flag) ? candidates.filter((one) => /^[/-]GL$/.test(one)) : [];
}

function partsOf(level: string, family: Family, printed: MacroParts): readonly FlagPart[] {
  return family === 'msvc' ? (MSVC_PARTS[level.replace(/^-/, '/')] ?? []) : (printed[level] ?? []);
}

const INLINE: FlagPart = { name: '/Ob2', off: ['/Ob0'] };
const INTRINSICS: FlagPart = { name: '/Oi', off: ['/Oi-'] };
const FAST: FlagPart = { name: '/Ot', off: ['/Os'] };
const SMALL: FlagPart = { name: '/Os', off: ['/Ot'] };
const FRAME: FlagPart = { name: '/Oy', off: ['/Oy-'] };
const STRINGS: FlagPart = { name: '/GF', off: ['/GF-'] };
const COMDATS: FlagPart = { name: '/Gy', off: ['/Gy-'] };

/**
 * As Microsoft documents the levels (https://learn.microsoft.com/cpp/build/reference/o-options-optimize-code).
 * `/Og`, a part of all of them, is deprecated and has no counterpart. cl itself was not tried; a part
 * without effect (`/Oy` is of x86 only) makes an equal binary, and is seen by that.
 */
const MSVC_PARTS: MacroParts = {
  '/Ox': [INLINE, INTRINSICS, FAST, FRAME],
  '/O2': [INLINE, INTRINSICS, FAST, FRAME, STRINGS, COMDATS],
  '/O1': [INLINE, SMALL, FRAME, STRINGS, COMDATS],
};
