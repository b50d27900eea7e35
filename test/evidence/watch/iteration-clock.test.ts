import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIterationClock } from '../../../src/evidence/watch/iteration-clock.ts';
import type { Protocol } from '../../../src/recipe/protocol.ts';

const marks: Protocol = { iteration: String.raw`^14 (\d+)$` };

describe('the iteration of a stop', () => {
  it('is the last one whose mark was printed by then, however the output is read', () => {
    const turns = 30;
    const lines = Array.from({ length: turns }, (_, turn) => `11\n14 ${turn}\n16\n`);
    const bytes = Buffer.from(lines.join(''));
    const iterationAt = (printed: number) => {
      const seen =
        bytes
          .subarray(0, printed)
          .toString()
          .match(/^14 \d+\n/gm) ?? [];
      return seen.length === 0 ? null : seen.length - 1;
    };
    fc.assert(
      fc.property(
        fc.array(fc.nat(bytes.length)),
        fc.array(fc.nat(bytes.length)),
        (cuts, questions) => {
          const clock = createIterationClock(marks);
          let from = 0;
          for (const to of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
            clock.push(bytes.subarray(from, to));
            from = to;
          }
          for (const printed of questions.toSorted((a, b) => a - b)) {
            expect(clock.at(printed)).toBe(iterationAt(printed));
          }
          expect(clock.latest()).toBe(turns - 1);
        },
      ),
    );
  });
});
