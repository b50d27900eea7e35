import { nearest } from './did-you-mean.ts';
import { editFlags, flagsOf, keysOf, type FlagEdits, type FlagLists } from './flags.ts';
import type { Finding, Path } from './problem.ts';
import { families, platforms, type Recipe } from './schema.ts';

/**
 * Flag edits that could change nothing anywhere: removals of flags that no list holds, and edits
 * where nothing is compiled. What holds on one platform only is judged when it is resolved there.
 */
export function flagFindings({ toolchain, variants, axes }: Recipe): readonly Finding[] {
  if (toolchain === undefined) {
    return Object.entries(variants).flatMap(([name, variant]) =>
      (['flags', 'defines', 'compiler'] as const).flatMap((key): readonly Finding[] => {
        if (variant[key] === undefined) return [];
        const sentence = 'changes nothing without a toolchain section; add one or take this out';
        return [{ path: ['variants', name, key], at: 'key', sentence }];
      }),
    );
  }
  return [
    ...Object.entries(variants).flatMap(([name, { flags }]) =>
      absentEverywhere(toolchain.flags, flags ?? {}, ['variants', name, 'flags']),
    ),
    ...Object.entries(axes).flatMap(([name, axis]) =>
      axis.kind === 'objects'
        ? absentEverywhere(toolchain.flags, axis.without, ['axes', name, 'without'])
        : [],
    ),
  ];
}

const machines = families.flatMap((family) =>
  platforms.map((platform) => ({ family, platform }) as const),
);

function absentEverywhere(lists: FlagLists, edits: FlagEdits, path: Path): readonly Finding[] {
  const tried = machines.map(({ family, platform }) => {
    const flags = flagsOf(lists, family, platform);
    const { absent } = editFlags(flags, edits, family, platform);
    return { keys: keysOf(family, platform), flags, absent };
  });
  const distinct = new Map(
    tried
      .flatMap(({ absent }) => absent)
      .map((one) => [`${one.key} ${one.list} ${one.index}`, one]),
  );
  return [...distinct.values()].flatMap(({ key, list, index, flag }): readonly Finding[] => {
    const concerned = tried.filter(({ keys }) => keys.includes(key));
    const isAbsent = concerned.every(({ absent }) =>
      absent.some((one) => one.key === key && one.list === list && one.index === index),
    );
    if (!isAbsent) return [];
    const present = [...new Set(concerned.flatMap(({ flags }) => flags[list]))];
    const sentence = `"${flag}" is not among the ${list} flags of ${key}; ${moveFor(flag, present)}`;
    return [{ path: [...path, key, list, 'remove', index], at: 'key', sentence }];
  });
}

function moveFor(flag: string, present: readonly string[]): string {
  if (present.length === 0) return 'that list is empty, so take this out';
  const near = nearest(flag, present);
  return near === undefined ? `there are ${present.join(' ')}` : `did you mean "${near}"?`;
}
