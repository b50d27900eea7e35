import { describe, expect, it } from 'vitest';
import { labelOf } from '../../../src/campaigns/bisect/labels.ts';
import { bisectionRecord, named } from './samples.ts';

describe('a set of elements', () => {
  const flags = bisectionRecord();

  it.each([
    ['0-4', 'everything'],
    ['none', 'nothing'],
    ['0-2,4', 'without {-Wall}'],
    ['0-1,4', 'without {-g, -Wall}'],
    ['0-1', 'only {-O2, -flto}'],
    ['3', 'only {-Wall}'],
    ['0-4~2', 'everything, layout 2'],
    ['0-1~1', 'only {-O2, -flto}, layout 1'],
  ])('%s is %s', (name, label) => {
    expect(labelOf(flags, name)).toBe(label);
  });

  it('of many names is counted', () => {
    const many = bisectionRecord({ elements: named(20) });
    expect(labelOf(many, '0-6')).toBe('only 7 of 20');
    expect(labelOf(many, '0-5')).toBe('only {e0, e1, e2, e3, e4, e5}');
    expect(labelOf(many, '0-11')).toBe('without 8 of 20');
  });
});

describe('other elements', () => {
  it.each([
    ['0', 'v1.20.0'],
    ['2', 'v1.21.0'],
    ['1~3', 'v1.20.1, layout 3'],
  ])('in their order: %s is %s', (name, label) => {
    const elements = ['v1.20.0', 'v1.20.1', 'v1.21.0'];
    expect(labelOf({ space: { type: 'ordered' }, elements }, name)).toBe(label);
  });

  it.each([
    ['none', 'no change'],
    ['0-2', 'all changes'],
    ['0,2', 'with {a.c:1, b.c:9}'],
    ['1', 'with {a.c:7}'],
  ])('that are changes: %s is %s', (name, label) => {
    const elements = ['a.c:1', 'a.c:7', 'b.c:9'];
    expect(labelOf({ space: { type: 'clearing' }, elements }, name)).toBe(label);
    expect(labelOf({ space: { type: 'singles' }, elements }, name)).toBe(label);
  });

  it('of which there is one are called by its name', () => {
    expect(labelOf({ space: { type: 'singles' }, elements: ['fix'] }, '0')).toBe('with {fix}');
  });
});
