import { expect, test } from 'vitest';
import { createIterationCount } from '../../src/trial/iteration-count.ts';

function count(marks: readonly number[]) {
  const iterations = createIterationCount();
  for (const mark of marks) iterations.begin(mark);
  return { last: iterations.last(), begun: iterations.begun() };
}

test.each([
  ['no mark', [], { last: null, begun: 0 }],
  ['a loop from 0', [0, 1, 2], { last: 2, begun: 3 }],
  ['a loop from 1', [1, 2, 3], { last: 3, begun: 3 }],
  ['a mark every hundred turns', [0, 100, 200], { last: 200, begun: 201 }],
  ['marks lost in between', [0, 1, 9, 10], { last: 10, begun: 11 }],
  ['a loop that runs twice', [0, 1, 2, 0, 1, 2], { last: 2, begun: 6 }],
  ['a loop that counts down', [2, 1, 0], { last: 0, begun: 3 }],
] as const)('%s: the turns that began are counted', (_, marks, expected) => {
  expect(count(marks)).toEqual(expected);
});
