import { describe, expect, test } from 'vitest';
import { createEventMarks } from '../../src/trial/event-marks.ts';

const names = { M: 'minor-collection', C: 'collect-step', F: 'full-collection', '.': 'fine' };

/** What is left of a line after its marks, and the counts above 0. */
function take(line: string, knows: (rest: string) => boolean = () => false) {
  const marks = createEventMarks(names);
  const rest = line.slice(marks.take(line, knows));
  return { rest, counts: Object.fromEntries(Object.entries(marks.byName()).filter(([, n]) => n)) };
}

describe('event marks at the head of a line', () => {
  test.each([
    ['M', '', { 'minor-collection': 1 }],
    ['..M', '', { fine: 2, 'minor-collection': 1 }],
    ['MC14 7', '14 7', { 'minor-collection': 1, 'collect-step': 1 }],
    ['. 14 7', '14 7', { fine: 1 }],
    ['M C\tF ', '', { 'minor-collection': 1, 'collect-step': 1, 'full-collection': 1 }],
  ])('in %j are counted and %j is read on', (line, rest, counts) => {
    expect(take(line)).toEqual({ rest, counts });
  });

  test.each(['Modules loaded', 'MCF: full', '.hidden', '14 M', 'x.', ''])(
    'in %j are letters of a text',
    (line) => {
      expect(take(line)).toEqual({ rest: line, counts: {} });
    },
  );

  test('count before a line that the protocol knows', () => {
    expect(take('..done', (rest) => rest === 'done')).toEqual({
      rest: 'done',
      counts: { fine: 2 },
    });
  });

  test('count before any text when the run is too long to be the head of a word', () => {
    expect(take(`${'.'.repeat(8)}Traceback`)).toEqual({ rest: 'Traceback', counts: { fine: 8 } });
    expect(take(`${'.'.repeat(7)}Traceback`).counts).toEqual({});
  });

  test('two marks of one name share a count, and a name without marks has 0', () => {
    const marks = createEventMarks({
      M: 'minor-collection',
      m: 'minor-collection',
      X: 'null-seen',
    });
    marks.take('Mm', () => false);
    expect(marks.byName()).toEqual({ 'minor-collection': 2, 'null-seen': 0 });
  });

  test('a head of nothing but marks is counted as far as asked, any other is not', () => {
    const marks = createEventMarks(names);
    expect([marks.takeAll('....x', 5), marks.takeAll('.....', 3)]).toEqual([false, true]);
    expect(marks.byName()['fine']).toBe(3);
  });

  test('a mark may be any character', () => {
    const marks = createEventMarks({ '✓': 'fine' });
    expect(marks.take('✓✓ 16', () => false)).toBe(3);
    expect(marks.byName()).toEqual({ fine: 2 });
  });
});
