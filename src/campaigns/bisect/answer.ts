import type { BisectionRecord } from '../../records/bisection-record.ts';
import type { BisectionAnswer, SingleChange } from '../../records/bisection-result.ts';
import type { OrderedAnswer } from '../../search/ordered/ordered-search.ts';
import type { ClearingAnswer } from '../../search/sets/minimal-clearing-set.ts';
import type { SetAnswer } from '../../search/sets/set-answer.ts';
import type { SinglesAnswer } from '../../search/sets/single-changes.ts';
import { labelOf } from './labels.ts';
import type { SpaceAnswer } from './space.ts';

/** What a search says, its numbers put into the names of the elements. */
export function answerOf(record: BisectionRecord, { type, answer }: SpaceAnswer): BisectionAnswer {
  switch (type) {
    case 'ordered':
      return orderedAnswer(record, answer);
    case 'set':
      return setAnswer(record, answer);
    case 'clearing':
      return clearingAnswer(record, answer);
    case 'singles':
      return { type, kind: answer.kind, singles: singlesOf(record, answer.singles) };
  }
}

function orderedAnswer(record: BisectionRecord, answer: OrderedAnswer): BisectionAnswer {
  const { kind, mass, bound } = answer;
  const name = namer(record);
  const fix = record.axis.find === 'fix';
  // From the clean end to the crashing end: reversed, the last that crashes stands in front of the fix.
  const shown = (first: number): number => (fix ? first - 1 : first);
  const before = (first: number): number => (fix ? first : first - 1);
  return {
    type: 'ordered',
    kind,
    first:
      answer.first === null
        ? null
        : { element: name(shown(answer.first)), before: name(before(answer.first)) },
    credible: answer.credible.map((first) => ({
      element: name(shown(first)),
      chance: answer.posterior[first] ?? 0,
    })),
    mass,
    bound,
    tried: answer.evidence.map(({ index, crashes, exposure }) => ({
      element: name(index),
      crashes,
      exposure,
    })),
    skipped: answer.skipped.map(name),
  };
}

function setAnswer(record: BisectionRecord, answer: SetAnswer): BisectionAnswer {
  const name = namer(record);
  return {
    type: 'set',
    kind: answer.kind,
    sets: answer.sets.map(({ elements, crashes, certified, needed }) => ({
      elements: elements.map(name),
      crashes,
      certified,
      needed: needed.map(({ element, exposure, bound }) => ({
        element: name(element),
        exposure,
        bound,
      })),
    })),
    singles: singlesOf(record, answer.singles),
    more: answer.more,
    chances: answer.chances.map(({ element, needed }) => ({ element: name(element), needed })),
    untested: answer.untested.map(name),
    unbuildable: answer.unbuildable.map((candidate) => labelOf(record, candidate)),
    skipped: answer.skipped.map((candidate) => labelOf(record, candidate)),
  };
}

function clearingAnswer(record: BisectionRecord, answer: ClearingAnswer): BisectionAnswer {
  const name = namer(record);
  return {
    type: 'clearing',
    kind: answer.kind,
    applied: answer.applied.map(name),
    exposure: answer.exposure,
    bound: answer.bound,
    needed: answer.needed.map(({ element, crashes }) => ({ element: name(element), crashes })),
    chances: answer.chances.map(({ element, needed }) => ({ element: name(element), needed })),
    unbuildable: answer.unbuildable.map((candidate) => labelOf(record, candidate)),
    skipped: answer.skipped.map((candidate) => labelOf(record, candidate)),
  };
}

function singlesOf(
  record: BisectionRecord,
  singles: SinglesAnswer['singles'],
): readonly SingleChange[] {
  const name = namer(record);
  return singles.map(({ element, verdict, exposure, bound }) => ({
    element: name(element),
    verdict,
    exposure,
    bound,
  }));
}

function namer({ elements }: BisectionRecord): (element: number) => string {
  return (element) => elements[element] ?? String(element);
}
