import { describe, expect, test } from 'vitest';
import { createTracebackWatch } from '../../src/trial/python-traceback.ts';

function watch(lines: readonly string[]) {
  const traceback = createTracebackWatch();
  for (const line of lines) traceback.line(line);
  return traceback;
}

const importError = [
  'Traceback (most recent call last):',
  '  File "loop.py", line 1, in <module>',
  '    import numpy',
  "ModuleNotFoundError: No module named 'numpy'",
];

describe('a Python traceback', () => {
  test('ends in the line of its exception', () => {
    expect(watch([...importError, 'more text']).last()).toEqual({
      exception: "ModuleNotFoundError: No module named 'numpy'",
    });
  });

  test('of a chain is the last one', () => {
    const chain = [
      ...importError,
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "loop.py", line 4, in <module>',
      'ImportError: numpy is needed',
    ];
    expect(watch(chain).last()).toEqual({ exception: 'ImportError: numpy is needed' });
  });

  test('that is cut off has no exception line', () => {
    expect(watch(importError.slice(0, 3)).last()).toEqual({ exception: null });
  });

  test('is none where no header is', () => {
    expect(watch(['ValueError: printed by the program']).last()).toBeNull();
  });

  test('is forgotten when the loop goes on', () => {
    const traceback = watch(importError);
    traceback.forget();
    expect(traceback.last()).toBeNull();
  });
});
