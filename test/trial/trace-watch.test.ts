import { describe, expect, test } from 'vitest';
import { createTraceWatch } from '../../src/trial/trace-watch.ts';
import { controlProtocol } from './control-protocol.ts';

function watch(pattern = controlProtocol.trace ?? '') {
  return createTraceWatch(pattern);
}

describe('trace lines', () => {
  test('are counted, with the first NULL and the iteration it stood in', () => {
    const trace = watch();
    const lines = [
      '34 0x55e0 45 0x55e0 36 11',
      '34 0x55e0 45 (nil) 36 16',
      '34 0x55f0 45 (nil) 36 11',
      '34 0x55f0 45 0x55f0 36 16',
    ];
    expect(lines.map((line, index) => trace.observe(line, true, index))).toEqual(
      Array(4).fill(true),
    );
    expect(trace.observation()).toEqual({
      count: 4,
      nullCount: 2,
      firstNull: { iteration: 1, text: '34 0x55e0 45 (nil) 36 16' },
      last: '34 0x55f0 45 0x55f0 36 16',
    });
    expect(trace.template()).toBe('34 ptr 45 ptr 36');
  });

  test.each([
    ['34 0x55edbb3b2550 45 (nil) ', '34 ptr 45 NULL'],
    ['34 0000000140489e30 45 0000000000000000', '34 ptr 45 NULL'],
    ['4884 0000000140489E30 2631 0000000000000000 4898', '4884 ptr 2631 NULL 4898'],
    ['34 0x104f 45 0x0', '34 ptr 45 NULL'],
    ['34 08045510 45 00000000 ', '34 ptr 45 NULL'],
    ['34 0x55e0 45 (null) 36', '34 ptr 45 NULL 36'],
    ['34 NULL 45 NULL', '34 NULL 45 NULL'],
  ])('%j has a NULL pointer and reads %j without addresses', (line, template) => {
    const trace = watch();
    trace.observe(line, true, 7);
    expect(trace.observation().nullCount).toBe(1);
    expect(trace.template()).toBe(template);
  });

  test('line numbers are never pointers, not even 0', () => {
    const trace = watch();
    trace.observe('0 0x55e0 0000 0x55e0 36', true, null);
    expect(trace.observation()).toMatchObject({ count: 1, nullCount: 0, firstNull: null });
    expect(trace.template()).toBe('0 ptr 0000 ptr 36');
  });

  test('any other line is none of them', () => {
    const trace = watch();
    expect(trace.observe('14 7', true, 7)).toBe(false);
    expect(trace.observation()).toEqual({ count: 0, nullCount: 0, firstNull: null, last: null });
    expect(trace.template()).toBeNull();
  });

  test.each([
    ['34 0x55e0 45 (nil) ', '34 ptr 45 NULL', 1],
    ['34 0x55e0 45 (nil)', '34 ptr 45 NULL', 1],
    ['34 0000000140489e30 45 0000000000000000', '34 ptr 45 NULL', 1],
    ['34 0000000140489e30 45 00000000', '34 ptr 45', 0],
    ['34 0000000140489e30 45 00000001', '34 ptr 45 ptr', 0],
    ['34 0x104f 45 0x0', '34 ptr 45', 0],
    ['34 0x104f 45 0x0 ', '34 ptr 45 NULL', 1],
    ['34 0x55e0 45 (ni', '34 ptr 45', 0],
    ['34 0x55e0 45 0x55', '34 ptr 45 ptr', 0],
    ['34 0x55e0 45 0x55e0 3', '34 ptr 45 ptr', 0],
    ['34 0x55e0 45 0x55e0 36 ', '34 ptr 45 ptr 36', 0],
  ])('torn off as %j it reads %j, with %i NULL', (line, template, nullCount) => {
    const trace = watch();
    expect(trace.observe(line, false, 7)).toBe(true);
    expect(trace.template()).toBe(template);
    expect(trace.observation()).toMatchObject({ count: 1, nullCount, last: line });
  });

  test('only groups enter the template, so that a number outside of them may vary', () => {
    const trace = watch(String.raw`^step \d+ (in) (\S+)(?: (out) (\S+))?`);
    trace.observe('step 123 in 0x55e0', true, 123);
    expect(trace.template()).toBe('in ptr');
  });

  test('a group around pointers hides none of them', () => {
    const trace = watch('^trace (.*)$');
    trace.observe('trace a=0x55e0 b=(nil)', true, 1);
    expect(trace.template()).toBe('a=ptr b=NULL');
  });
});
