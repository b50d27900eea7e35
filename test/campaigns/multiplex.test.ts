import { expect, test } from 'vitest';
import { multiplex } from '../../src/campaigns/multiplex.ts';
import type { RunEvent } from '../../src/records/run-event.ts';

test('a reporter that throws is reported to the others and left out', () => {
  const heard: RunEvent[] = [];
  let calls = 0;
  const emit = multiplex([
    {
      name: 'broken',
      onEvent() {
        calls += 1;
        throw new Error('no screen');
      },
    },
    { name: 'sound', onEvent: (event) => void heard.push(event) },
  ]);
  emit({ type: 'step-started', step: 'build' });
  emit({ type: 'step-started', step: 'reproducer' });
  expect(calls).toBe(1);
  expect(heard).toEqual([
    { type: 'note', message: 'the broken report failed and was left out: no screen' },
    { type: 'step-started', step: 'build' },
    { type: 'step-started', step: 'reproducer' },
  ]);
});
