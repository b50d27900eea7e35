import type { Path } from './problem.ts';

/** A key that the format does not know, and the known one that takes its place, if any. */
export interface KeyRepair {
  readonly path: Path;
  readonly meant: string | null;
}

/**
 * The value with its unknown keys taken for what they were probably meant to be, or left out, so
 * that the rest of it can be judged in the same go.
 */
export function repairKeys(value: unknown, repairs: readonly KeyRepair[]): unknown {
  return repairs.reduce((so, repair) => repairKey(so, repair.path, repair.meant), value);
}

/** Where a path of the repaired value stood before the repair. */
export function pathBefore(path: Path, repairs: readonly KeyRepair[]): Path {
  return repairs.reduce<Path>((so, { path: from, meant }) => {
    const at = from.length - 1;
    const isBelow = so[at] === meant && from.slice(0, -1).every((key, depth) => so[depth] === key);
    return isBelow ? [...from, ...so.slice(from.length)] : so;
  }, path);
}

function repairKey(value: unknown, [key, ...rest]: Path, meant: string | null): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      index === key ? repairKey(item, rest, meant) : item,
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]: [string, unknown]): [string, unknown][] => {
      if (name !== key) return [[name, inner]];
      if (rest.length > 0) return [[name, repairKey(inner, rest, meant)]];
      return meant === null || Object.hasOwn(value, meant) ? [] : [[meant, inner]];
    }),
  );
}
