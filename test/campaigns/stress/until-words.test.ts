import { expect, it } from 'vitest';
import { untilWords } from '../../../src/campaigns/stress/until-words.ts';
import { stressRecord } from './samples.ts';

const { options } = stressRecord({ options: { trials: null } });

it.each([
  ['nothing', {}, []],
  ['hours', { forSeconds: 28_800 }, ['8h']],
  ['minutes', { forSeconds: 5400 }, ['90m']],
  ['seconds', { forSeconds: 45 }, ['45s']],
  ['a broken second', { forSeconds: 0.5 }, ['0.5s']],
  ['one trial', { trials: 1 }, ['1 trial']],
  ['many trials', { trials: 1000 }, ['1000 trials']],
  [
    'trials of a shard',
    { trials: 8, shard: { index: 2, count: 4 } },
    ['8 trials, of which shard 2/4'],
  ],
  ['one crash', { untilCrashes: 1 }, ['1 crash']],
  [
    'whichever comes first',
    { forSeconds: 60, trials: 9, untilCrashes: 3 },
    ['1m', '9 trials', '3 crashes'],
  ],
])('%s', (_what, changes, words) => {
  expect(untilWords({ ...options, ...changes })).toEqual(words);
});
