import type { Random } from '../../statistics/random.ts';
import type { Observation, Search } from '../search.ts';
import { createSetSearch, type SetSettings } from './minimal-set.ts';
import type { FoundSet, SetAnswer } from './set-answer.ts';
import { formatSet, parseSet } from './set-name.ts';

export interface StagedSettings extends SetSettings {
  /**
   * [part, whole]: the part is a piece of what the whole stands for, and off whenever the whole is.
   * A whole is no part itself.
   */
  readonly parts: readonly (readonly [number, number])[];
}

/**
 * A set search in two stages where elements are made of others, as `-O2` is of its passes: first the
 * wholes, each with all its parts, then the parts of those that are needed. To search all at once
 * would blame each part for what its whole does: switching `-O2` off takes 86 passes along, and that
 * it cleared says next to nothing of any of them. Each stage has half of the error.
 *
 * Throws RangeError for settings that cannot be.
 */
export function createStagedSearch(settings: StagedSettings): Search<SetAnswer> {
  if (settings.parts.length === 0) return createSetSearch(settings);
  const blocks = blocksOf(settings);
  const first = stageOf(settings, {
    fixed: [],
    pieces: blocks.map(({ elements }) => elements),
    settings: {
      implications: implicationsOf(settings, blocks),
      singles: settings.singles,
      maxSets: settings.maxSets,
    },
  });
  const history: Observation[] = [];
  let second: Stage | null = null;

  function settle(): void {
    if (second !== null || first.search.next().kind !== 'end') return;
    const found = first.search.answer().sets[0];
    if (found === undefined) return;
    const needed = found.elements.flatMap((block) => blocks[block] ?? []);
    const pieces = needed.flatMap(({ elements }) => elements.slice(1)).map((part) => [part]);
    if (pieces.length === 0) return;
    const fixed = needed.flatMap(({ whole }) => [whole]);
    second = stageOf(settings, {
      fixed,
      pieces,
      settings: { implications: [], singles: false, maxSets: 1, openEmpty: true },
    });
    for (const observation of history) second.observe(observation);
  }
  settle();
  return {
    observe(observation) {
      parseSet(observation.candidate, settings.size);
      history.push(observation);
      first.observe(observation);
      second?.observe(observation);
      settle();
    },
    next: () => (second ?? first).next(),
    answer: () => merged(settings, first, second),
    sampleTruth(random) {
      const [whole, part] = [first.sampleTruth(random), second?.sampleTruth(random)];
      return (candidate) => (part?.(candidate) ?? true) && whole(candidate);
    },
  };
}

interface Block {
  readonly whole: number;
  /** The whole in front, then its parts. */
  readonly elements: readonly number[];
}

function blocksOf({ size, parts }: StagedSettings): readonly Block[] {
  const isPart = new Set(parts.map(([part]) => part));
  const wrong = parts.find(([part, whole]) => isPart.has(whole) || Math.max(part, whole) >= size);
  if (wrong !== undefined || isPart.size < parts.length) {
    throw new RangeError('a part belongs to one whole, which is no part itself');
  }
  return Array.from({ length: size }, (_, element) => element)
    .filter((element) => !isPart.has(element))
    .map((whole) => ({
      whole,
      elements: [whole, ...parts.filter(([, of]) => of === whole).map(([part]) => part)],
    }));
}

/** Those between wholes, by the numbers of their blocks. */
function implicationsOf(
  { implications }: StagedSettings,
  blocks: readonly Block[],
): readonly (readonly [number, number])[] {
  const blockOf = new Map(blocks.map(({ whole }, index) => [whole, index]));
  return implications.flatMap(([a, b]) => {
    const [from, to] = [blockOf.get(a), blockOf.get(b)];
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
}

/** A search over pieces, each of one or more elements, beside elements that stay on. */
interface Stage {
  readonly search: Search<SetAnswer>;
  readonly pieces: readonly (readonly number[])[];
  observe(observation: Observation): void;
  next: Search<SetAnswer>['next'];
  sampleTruth(random: Random): (candidate: string) => boolean;
}

function stageOf(
  all: StagedSettings,
  {
    fixed,
    pieces,
    settings,
  }: {
    readonly fixed: readonly number[];
    readonly pieces: readonly (readonly number[])[];
    readonly settings: Pick<SetSettings, 'implications' | 'singles' | 'maxSets' | 'openEmpty'>;
  },
): Stage {
  const { control, rho, costs, masked, layouts, strategy, delta } = all;
  const search = createSetSearch({
    ...{ control, rho, costs, masked, layouts, strategy },
    ...settings,
    size: pieces.length,
    delta: delta / 2,
  });
  const outer = (candidate: string): string => {
    const kept = parseSet(candidate, pieces.length).flatMap((piece) => pieces[piece] ?? []);
    return formatSet([...fixed, ...kept].sort((a, b) => a - b));
  };
  /** Null for a candidate that this stage could not have named. */
  const inner = (candidate: string): string | null => {
    const kept = new Set(parseSet(candidate, all.size));
    if (!fixed.every((element) => kept.has(element))) return null;
    const own = pieces.flatMap((piece, index) =>
      piece.every((element) => kept.has(element)) ? [index] : [],
    );
    const covered =
      fixed.length + own.reduce((sum, index) => sum + (pieces[index]?.length ?? 0), 0);
    return covered === kept.size ? formatSet(own) : null;
  };
  return {
    search,
    pieces,
    observe(observation) {
      const candidate = inner(observation.candidate);
      if (candidate !== null) search.observe({ ...observation, candidate });
    },
    next() {
      const next = search.next();
      if (next.kind === 'end') return next;
      return { kind: 'probe', probe: { ...next.probe, candidate: outer(next.probe.candidate) } };
    },
    sampleTruth(random) {
      const truth = search.sampleTruth(random);
      return (candidate) => {
        const own = inner(candidate);
        return own === null || truth(own);
      };
    },
  };
}

/** The wholes as the first stage found them, and in its first set the parts that are needed. */
function merged({ size }: StagedSettings, first: Stage, second: Stage | null): SetAnswer {
  const wholeOf = (block: number): number => first.pieces[block]?.[0] ?? block;
  const elementOf = (piece: number): number => second?.pieces[piece]?.[0] ?? piece;
  const wholes = first.search.answer();
  const parts = second?.search.answer() ?? null;
  const inside = parts?.sets.at(-1);
  const sets = wholes.sets.map((set, index): FoundSet => {
    const own = {
      ...set,
      elements: set.elements.map(wholeOf),
      needed: set.needed.map((one) => ({ ...one, element: wholeOf(one.element) })),
    };
    if (index > 0 || inside === undefined) return own;
    return {
      elements: [...own.elements, ...inside.elements.map(elementOf)].sort((a, b) => a - b),
      // All of its parts: that is what the first stage found, and counted.
      crashes: inside.elements.length === second?.pieces.length ? set.crashes : inside.crashes,
      needed: [
        ...own.needed,
        ...inside.needed.map((one) => ({ ...one, element: elementOf(one.element) })),
      ],
      certified: set.certified && inside.certified,
    };
  });
  const known = new Set([
    ...sets.flatMap(({ elements }) => elements),
    ...wholes.singles.map(({ element }) => wholeOf(element)),
  ]);
  return {
    kind: wholes.kind === 'found' && (parts?.kind ?? 'found') === 'found' ? 'found' : 'undecided',
    sets,
    singles: wholes.singles.map((one) => ({ ...one, element: wholeOf(one.element) })),
    more: wholes.more,
    chances: [
      ...wholes.chances.map((one) => ({ ...one, element: wholeOf(one.element) })),
      ...(parts?.chances ?? []).map((one) => ({ ...one, element: elementOf(one.element) })),
    ],
    untested: Array.from({ length: size }, (_, element) => element).filter(
      (element) => !known.has(element),
    ),
    unbuildable: [...wholes.unbuildable, ...(parts?.unbuildable ?? [])],
    skipped: [...wholes.skipped, ...(parts?.skipped ?? [])],
  };
}
