import type { BisectionRecord } from '../../records/bisection-record.ts';
import { parseSet } from '../../search/sets/set-name.ts';
import { UserError } from '../../system/errors.ts';
import { rowName, rowOf } from './row.ts';

/** Throws UserError for what cannot be the name of a candidate of this bisection. */
export function requireCandidate(record: BisectionRecord, name: string): void {
  const { candidate, layout } = rowOf(name);
  const last = record.elements.length - 1;
  const ofLayout =
    Number.isSafeInteger(layout) && layout >= 0 && layout < record.layouts
      ? rowName({ candidate, layout }) === name
      : false;
  if (ofLayout && isCandidate(record, candidate)) return;
  const form =
    record.space.type === 'ordered'
      ? `a number from 0 to ${last}`
      : `a set of the numbers from 0 to ${last}, such as 0-${last} or none`;
  throw new UserError(
    `${name} is no candidate of this bisection: it is ${form}; winrepro report --format json lists those that were tried`,
  );
}

function isCandidate({ space, elements }: BisectionRecord, candidate: string): boolean {
  if (space.type === 'ordered') {
    return /^(0|[1-9]\d*)$/.test(candidate) && Number(candidate) < elements.length;
  }
  try {
    parseSet(candidate, elements.length);
    return true;
  } catch {
    return false;
  }
}
