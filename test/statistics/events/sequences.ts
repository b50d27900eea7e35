import fc from 'fast-check';
import { PADDING, type EventSequence } from '../../../src/statistics/events/event-sequence.ts';
import { seededRandom, type Random } from '../../../src/statistics/random.ts';

const KINDS = [
  { name: 'minor-collection', role: 'event' },
  { name: 'collect-step', role: 'event' },
  { name: 'fine', role: 'fine' },
  { name: 'null-seen', role: 'failure' },
] as const;
const LETTERS = 'MC.X';

/** A sequence as its marks, a text for each trial: `M.X`, with `C` a collect step. */
export function sequenceOf(...trials: readonly string[]): EventSequence {
  const codes: number[] = Array.from({ length: PADDING }, () => 0);
  for (const trial of trials) {
    for (const letter of trial) codes.push(LETTERS.indexOf(letter) + 1);
    codes.push(...Array.from({ length: PADDING }, () => 0));
  }
  return { codes: Uint8Array.from(codes), kinds: KINDS };
}

/** Trials of a few events. */
export const smallTrials = fc.array(
  fc
    .array(fc.constantFrom('M', 'C', '.', '.', '.', 'X'), { maxLength: 30 })
    .map((letters) => letters.join('')),
  { minLength: 1, maxLength: 3 },
);

export interface StreamPlan {
  readonly calls: number;
  /** A minor collection before a call, with this chance. */
  readonly collections: number;
  /** A call fails with this chance, and with the other one directly after a collection. */
  readonly failing: number;
  readonly failingAfterCollection: number;
  readonly seed: number;
}

/** A stream of calls and collections whose truth is known. */
export function stream(plan: StreamPlan): string {
  const random = seededRandom(plan.seed);
  const letters: string[] = [];
  for (let call = 0; call < plan.calls; call++) {
    const collected = random() < plan.collections;
    if (collected) letters.push(random() < 0.2 ? 'MC' : 'M');
    const chance = collected ? plan.failingAfterCollection : plan.failing;
    letters.push(random() < chance ? 'X' : '.');
  }
  return letters.join('');
}

/** The same events, with the failures at other calls: nothing goes with them any more. */
export function shuffled(marks: string, random: Random): string {
  const letters = Array.from(marks);
  const calls = letters.flatMap((letter, index) => ('.X'.includes(letter) ? [index] : []));
  for (let index = calls.length - 1; index > 0; index--) {
    const [a, b] = [calls[index] ?? 0, calls[Math.floor(random() * (index + 1))] ?? 0];
    [letters[a], letters[b]] = [letters[b] ?? '', letters[a] ?? ''];
  }
  return letters.join('');
}

/** All ways to choose `size` of the numbers below `from`. */
export function* choices(from: number, size: number, least = 0): Generator<readonly number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = least; first <= from - size; first++) {
    for (const rest of choices(from, size - 1, first + 1)) yield [first, ...rest];
  }
}
