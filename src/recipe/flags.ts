import type { Family, FamilyKey, Platform, Recipe, Variant } from './schema.ts';
import type { FlagSettings } from './settings.ts';

export type FlagLists = NonNullable<Recipe['toolchain']>['flags'];
export type FlagEdits = NonNullable<Variant['flags']>;

const listNames = ['common', 'compile', 'link'] as const;
type ListName = (typeof listNames)[number];

/** A flag that was to be removed from a list that does not hold it. */
export interface AbsentFlag {
  readonly key: FamilyKey;
  readonly list: ListName;
  /** Its place in the edit's `remove`. */
  readonly index: number;
  readonly flag: string;
}

/** The keys that speak of a family on a platform, the general ones first. */
export function keysOf(family: Family, platform: Platform): readonly FamilyKey[] {
  return family === 'msvc'
    ? [family, `${family}@${platform}`]
    : ['gnu', family, `gnu@${platform}`, `${family}@${platform}`];
}

/** The flags of a family on a platform: the general ones first, then what is narrower. */
export function flagsOf(lists: FlagLists, family: Family, platform: Platform): FlagSettings {
  const keys = keysOf(family, platform);
  const collect = (list: ListName): readonly string[] =>
    keys.flatMap((key) => lists[key]?.[list] ?? []);
  return { common: collect('common'), compile: collect('compile'), link: collect('link') };
}

/**
 * Edits the flags of a family on a platform, the general edits first. An edit removes before it
 * adds; every occurrence of a removed flag goes; what is added comes last, where compilers let it
 * win. Removals that found nothing are handed back: whether that is a mistake, the caller knows.
 */
export function editFlags(
  flags: FlagSettings,
  edits: FlagEdits,
  family: Family,
  platform: Platform,
): { readonly flags: FlagSettings; readonly absent: readonly AbsentFlag[] } {
  const edited: Record<ListName, readonly string[]> = { ...flags };
  const absent: AbsentFlag[] = [];
  for (const key of keysOf(family, platform)) {
    for (const list of listNames) {
      const { remove = [], add = [] } = edits[key]?.[list] ?? {};
      const before = edited[list];
      absent.push(
        ...remove.flatMap((flag, index) =>
          before.includes(flag) ? [] : [{ key, list, index, flag }],
        ),
      );
      edited[list] = [...before.filter((flag) => !remove.includes(flag)), ...add];
    }
  }
  return { flags: edited, absent };
}
