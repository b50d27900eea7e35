import { describe, expect, it } from 'vitest';
import { beginning } from '../../../src/campaigns/bisect/beginning.ts';
import { processCost, rounded } from '../../../src/campaigns/bisect/costs.ts';
import { standingOf } from '../../../src/campaigns/bisect/standing.ts';
import { clean, crash, journaled, repeat } from '../matrix/trials.ts';
import { trialRecord } from '../../records/samples.ts';
import { bisectionRecord } from './samples.ts';

function lasted(...points: readonly (readonly [iterations: number, seconds: number])[]) {
  return points.map(([iterations, seconds], index) =>
    trialRecord(index + 1, {
      exposure: { iterations, seconds, minorCollections: null },
      seconds,
    }),
  );
}

describe('what a process costs', () => {
  it('is a start and so much a turn', () => {
    const cost = processCost(lasted([1000, 3], [2000, 4], [5000, 7]));
    expect(cost?.startup).toBeCloseTo(2, 9);
    expect(cost?.iteration).toBeCloseTo(0.001, 12);
  });

  it('is turns only where one length was run, or the line falls', () => {
    expect(processCost(lasted([1000, 3], [1000, 5]))).toEqual({ startup: 0, iteration: 0.004 });
    expect(processCost(lasted([1000, 5], [3000, 3]))).toEqual({ startup: 0, iteration: 0.002 });
    expect(processCost(lasted([1000, 1], [2000, 3]))).toEqual({
      startup: 0,
      iteration: 4 / 3000,
    });
  });

  it('is not known without a turn', () => {
    expect(processCost([])).toBeNull();
    expect(processCost(lasted([0, 3]))).toBeNull();
  });

  it.each([
    [0.123456, 0.12],
    [1234, 1200],
    [0, 0],
    [9.99, 10],
  ])('%d is %d in two digits', (value, two) => {
    expect(rounded(value)).toBe(two);
  });
});

describe('the yardstick', () => {
  const lifetimes = [4000, 7000, 10_000, 12_000, 17_000];
  const ground = [...lifetimes.map((at) => crash('0-4', at)), ...repeat(4, clean('none', 100_000))];
  const measured = { buildCost: null, startupCost: null };

  it('is the control, and builds in means of it', () => {
    // A thousand turns a second: a mean of 10 s.
    const record = bisectionRecord({ options: measured });
    const standing = standingOf(record, journaled(...ground)).now();
    expect(beginning(record, standing, [2, 60, 5])).toMatchObject({
      type: 'search-began',
      crashes: 5,
      exposure: 50_000,
      build: 0.5,
      startup: 0,
      masked: 0,
      layouts: 1,
    });
    expect(beginning(record, standing, [])).toMatchObject({ build: 0 });
  });

  it('takes what the user says that things cost', () => {
    const record = bisectionRecord({ options: { buildCost: 7.25, startupCost: 0.125 } });
    const standing = standingOf(record, journaled(...ground)).now();
    expect(beginning(record, standing, [60])).toMatchObject({ build: 7.25, startup: 0.125 });
  });

  it('counts how many layouts hide the crash', () => {
    const record = bisectionRecord({ layouts: 7 });
    const layouts = [1, 2, 3].flatMap((layout) => repeat(3, clean(`0-4~${layout}`, 100_000)));
    const crashing = [4, 5, 6].map((layout) => crash(`0-4~${layout}`, 5000));
    const standing = standingOf(record, journaled(...ground, ...layouts, ...crashing)).now();
    const yardstick = beginning(record, standing, []);
    expect(yardstick.layouts).toBe(7);
    expect(yardstick.masked).toBeCloseTo(3.5 / 7, 9);
  });

  it('does without layouts where none hides it, or none was tried', () => {
    const record = bisectionRecord({ layouts: 7 });
    const untried = standingOf(record, journaled(...ground)).now();
    expect(beginning(record, untried, [])).toMatchObject({ masked: 0, layouts: 1 });
    const many = bisectionRecord({ layouts: 61 });
    const crashing = Array.from({ length: 60 }, (_, at) => crash(`0-4~${at + 1}`, 5000));
    const standing = standingOf(many, journaled(...ground, ...crashing)).now();
    expect(beginning(many, standing, [])).toMatchObject({ masked: 0, layouts: 1 });
  });

  it('needs a control', () => {
    const record = bisectionRecord();
    expect(() => beginning(record, standingOf(record, []).now(), [])).toThrow(/without a control/);
  });
});
