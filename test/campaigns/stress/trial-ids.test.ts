import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueTrials, variantOf } from '../../../src/campaigns/stress/trial-ids.ts';

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, place) => `v${place}`);

describe('the trials that are due', () => {
  it('go round the variants', () => {
    const due = dueTrials({ variants: ['a', 'b'], trials: 5, shard: null });
    expect([...due]).toEqual([
      { id: 1, variant: 'a' },
      { id: 2, variant: 'b' },
      { id: 3, variant: 'a' },
      { id: 4, variant: 'b' },
      { id: 5, variant: 'a' },
    ]);
  });

  it('of a shard are whole rounds in turn', () => {
    const due = dueTrials({ variants: ['a', 'b'], trials: 9, shard: { index: 2, count: 3 } });
    expect([...due].map(({ id }) => id)).toEqual([3, 4, 9]);
  });

  it('have no end without a number of trials', () => {
    const due = dueTrials({ variants: ['a'], trials: null, shard: { index: 4, count: 4 } });
    const ids = Array.from({ length: 1000 }, () => due.next().value?.id);
    expect(ids.slice(0, 3)).toEqual([4, 8, 12]);
    expect(ids.at(-1)).toBe(4000);
  });

  it('of all shards are the numbers from 1 to the last, each once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 1, max: 20 }),
        (variants, trials, count) => {
          const order = { variants: names(variants), trials };
          const whole = [...dueTrials({ ...order, shard: null })];
          expect(whole.map(({ id }) => id)).toEqual(
            Array.from({ length: trials }, (_, place) => place + 1),
          );
          const shards = Array.from({ length: count }, (_, place) => [
            ...dueTrials({ ...order, shard: { index: place + 1, count } }),
          ]);
          const merged = shards.flat().sort((a, b) => a.id - b.id);
          // The same trials too: the variant follows from the number alone.
          expect(merged).toEqual(whole);
        },
      ),
    );
  });

  it('give every shard every variant, as often as the others but for one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 5 }),
        (variants, count, rounds) => {
          const order = { variants: names(variants), trials: variants * count * rounds };
          for (let index = 1; index <= count; index += 1) {
            const own = [...dueTrials({ ...order, shard: { index, count } })];
            for (const name of order.variants) {
              expect(own.filter(({ variant }) => variant === name)).toHaveLength(rounds);
            }
          }
        },
      ),
    );
  });

  it('have the variant that their number tells, whatever the shard and the limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.option(fc.integer({ min: 0, max: 300 })),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        (variants, trials, count, chosen) => {
          const order = { variants: names(variants), trials };
          const due = dueTrials({ ...order, shard: { index: (chosen % count) + 1, count } });
          for (let seen = 0; seen < 50; seen += 1) {
            const next = due.next();
            if (next.done === true) break;
            expect(next.value.variant).toBe(variantOf(next.value.id, order.variants));
          }
        },
      ),
    );
  });
});
