import { expect, test } from 'vitest';
import { renderTemplate } from '../../src/pipeline/steps/reproducer.ts';
import { UserError } from '../../src/system/errors.ts';

test('parameters are filled in and line ends stay', () => {
  expect(
    renderTemplate('for i in range({{ iterations }}):\r\n  {{x}}\r\n', 'f', {
      iterations: 7,
      x: 'pass',
    }),
  ).toBe('for i in range(7):\r\n  pass\r\n');
});

test('a parameter that nobody gives is an error with its line', () => {
  expect(() => renderTemplate('a\nb {{missing}}', 'loop.py.in', { iterations: 1 })).toThrow(
    new UserError(
      'loop.py.in:2: no parameter missing: add it to reproducer.parameters (there are iterations)',
    ),
  );
});
