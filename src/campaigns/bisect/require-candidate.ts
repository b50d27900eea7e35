import type { BisectionRecord } from '../../records/bisection-record.ts';
import { UserError } from '../../system/errors.ts';
import { rowName, rowOf } from './row.ts';
import { createSearch } from './space.ts';

/**
 * Throws UserError for what cannot be the name of a candidate of this bisection.
 *
 * @param layouts that a candidate may name, its own included.
 */
export function requireCandidate(
  record: BisectionRecord,
  name: string,
  layouts = record.layouts,
): void {
  const { candidate, layout } = rowOf(name);
  const isLayout =
    Number.isSafeInteger(layout) &&
    layout >= 0 &&
    layout < layouts &&
    rowName({ candidate, layout }) === name;
  if (isLayout && isCandidate(record, candidate)) return;
  const last = record.elements.length - 1;
  const form =
    record.space.type === 'ordered'
      ? `a number from 0 to ${last}`
      : `a set of the numbers from 0 to ${last}, such as 0-${last} or none, with all that its elements need`;
  throw new UserError(
    `${name} is no candidate of this bisection: it is ${form}; winrepro report --format json lists those that were tried`,
  );
}

/** By the search itself, which refuses what it cannot have named. */
function isCandidate(record: BisectionRecord, candidate: string): boolean {
  const search = createSearch(record, {
    control: { crashes: 1, exposure: 1 },
    delta: record.options.delta,
    rho: record.options.rho,
    costs: { build: 0, startup: 0 },
    masked: 0,
    layouts: 1,
  });
  try {
    search.observe({ type: 'skipped', candidate });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
