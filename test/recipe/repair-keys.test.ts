import { describe, expect, it } from 'vitest';
import { pathBefore, repairKeys } from '../../src/recipe/repair-keys.ts';

describe('repaired keys', () => {
  const value = { steps: [{ nmae: 'a', other: 1 }, { name: 'b' }], tial: 2, name: 'c' };
  const repairs = [
    { path: ['steps', 0, 'nmae'], meant: 'name' },
    { path: ['steps', 0, 'other'], meant: null },
    { path: ['tial'], meant: 'trial' },
  ];

  it('take the place of the ones that were misspelt, in the same order', () => {
    expect(JSON.stringify(repairKeys(value, repairs))).toBe(
      '{"steps":[{"name":"a"},{"name":"b"}],"trial":2,"name":"c"}',
    );
  });

  it('leave alone what is no map or list any more', () => {
    expect(repairKeys({ a: 'text' }, [{ path: ['a', 'b'], meant: 'c' }])).toEqual({ a: 'text' });
  });

  it('can be traced to where they stood', () => {
    expect(pathBefore(['steps', 0, 'name'], repairs)).toEqual(['steps', 0, 'nmae']);
    expect(pathBefore(['trial', 'x', 3], repairs)).toEqual(['tial', 'x', 3]);
    expect(pathBefore(['steps', 1, 'name'], repairs)).toEqual(['steps', 1, 'name']);
    expect(pathBefore([], repairs)).toEqual([]);
  });
});
