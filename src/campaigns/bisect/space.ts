import type { BisectionRecord } from '../../records/bisection-record.ts';
import type { OrderedAnswer } from '../../search/ordered/ordered-search.ts';
import { createOrderedSearch } from '../../search/ordered/ordered-search.ts';
import type { Search, SearchSettings } from '../../search/search.ts';
import {
  createClearingSetSearch,
  type ClearingAnswer,
} from '../../search/sets/minimal-clearing-set.ts';
import type { SetAnswer } from '../../search/sets/set-answer.ts';
import { createStagedSearch } from '../../search/sets/staged-set.ts';
import { formatSet } from '../../search/sets/set-name.ts';
import { createSinglesSearch, type SinglesAnswer } from '../../search/sets/single-changes.ts';

/** What a search of any space says. */
export type SpaceAnswer =
  | { readonly type: 'ordered'; readonly answer: OrderedAnswer }
  | { readonly type: 'set'; readonly answer: SetAnswer }
  | { readonly type: 'clearing'; readonly answer: ClearingAnswer }
  | { readonly type: 'singles'; readonly answer: SinglesAnswer };

type Space = Pick<BisectionRecord, 'space' | 'elements'>;

/** A new search of the space. */
export function createSearch(
  { space, elements }: Space,
  settings: SearchSettings,
): Search<SpaceAnswer> {
  const size = elements.length;
  switch (space.type) {
    case 'ordered':
      return telling(createOrderedSearch({ ...settings, size, bracketed: true }), (answer) => ({
        type: 'ordered',
        answer,
      }));
    case 'set':
      return telling(
        createStagedSearch({
          ...settings,
          size,
          implications: space.implications,
          parts: space.parts,
          maxSets: space.maxSets,
          strategy: space.strategy,
          singles: true,
        }),
        (answer) => ({ type: 'set', answer }),
      );
    case 'clearing':
      return telling(
        createClearingSetSearch({ ...settings, size, implications: [] }),
        (answer) => ({
          type: 'clearing',
          answer,
        }),
      );
    case 'singles':
      return telling(createSinglesSearch({ ...settings, size }), (answer) => ({
        type: 'singles',
        answer,
      }));
  }
}

/** The candidate that is known to crash: the positive control. */
export function controlCandidate({ space, elements }: Space): string {
  switch (space.type) {
    case 'ordered':
      return String(elements.length - 1);
    case 'set':
      return formatSet(allOf(elements));
    case 'clearing':
    case 'singles':
      return formatSet([]);
  }
}

/** The candidate that must be clean: the negative control; null where the space has none. */
export function negativeCandidate({ space, elements }: Space): string | null {
  switch (space.type) {
    case 'ordered':
      return '0';
    case 'set':
      return formatSet([]);
    case 'clearing':
      return formatSet(allOf(elements));
    case 'singles':
      return null;
  }
}

function allOf(elements: readonly string[]): readonly number[] {
  return elements.map((_, index) => index);
}

function telling<A>(search: Search<A>, tell: (answer: A) => SpaceAnswer): Search<SpaceAnswer> {
  return {
    observe: (observation) => {
      search.observe(observation);
    },
    next: () => search.next(),
    answer: () => tell(search.answer()),
    sampleTruth: (random) => search.sampleTruth(random),
  };
}
