import { describe, expect, it } from 'vitest';
import { createSinglesSearch } from '../../../src/search/sets/single-changes.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { CONTROL, setSettings } from './settings.ts';
import { drawElements, eachWorld, runWorld, shareOf } from './worlds.ts';

const settings = setSettings({ size: 5 });

describe('each change alone', () => {
  it('is told to clear or to crash, in most worlds all of them rightly', () => {
    const results = eachWorld(100, (random) => {
      const clearing = drawElements(6, 2, random);
      const { answer } = runWorld({
        size: 6,
        create: (control) => createSinglesSearch({ ...settings, size: 6, control }),
        crashes: (set) => !set.some((element) => clearing.includes(element)),
        random,
      });
      expect(answer.kind).toBe('found');
      return answer.singles.every(
        ({ element, verdict }) => verdict === (clearing.includes(element) ? 'clears' : 'crashes'),
      );
    });
    expect(shareOf(results, (right) => right)).toBeGreaterThanOrEqual(0.96);
  });

  it('is run in turn when builds are free, as a crash is likelier where none has run yet', () => {
    const search = createSinglesSearch({ ...settings, costs: { build: 0, startup: 0.02 } });
    const asked: string[] = [];
    for (let step = 0; step < 5; step++) {
      const next = search.next();
      if (next.kind === 'end') break;
      asked.push(next.probe.candidate);
      search.observe({ ...next.probe, type: 'trial', crashed: false });
    }
    expect(asked).toEqual(['0', '1', '2', '3', '4']);
  });

  it('clears at its share of the error', () => {
    const search = createSinglesSearch(settings);
    for (let next = search.next(); next.kind === 'probe'; next = search.next()) {
      const { candidate } = next.probe;
      search.observe({ ...next.probe, type: 'trial', crashed: candidate === '2' });
    }
    const { kind, singles } = search.answer();
    expect(kind).toBe('found');
    expect(singles.map(({ verdict }) => verdict)).toEqual([
      'clears',
      'clears',
      'crashes',
      'clears',
      'clears',
    ]);
    expect(singles[2]?.bound).toBeNull();
    expect(singles[0]?.bound).toBeLessThanOrEqual(0.01 * (1 + 1e-9));
    expect(singles[0]?.bound).toBeGreaterThan(0.005);
  });

  it('stays open without a trial', () => {
    const search = createSinglesSearch(settings);
    search.observe({ type: 'unbuildable', candidate: '1' });
    search.observe({ type: 'skipped', candidate: '3' });
    const { kind, singles, unbuildable, skipped } = search.answer();
    expect(kind).toBe('undecided');
    expect(singles[1]).toEqual({ element: 1, verdict: 'open', exposure: 0, bound: null });
    expect([unbuildable, skipped]).toEqual([['1'], ['3']]);
  });

  it('crashes like the control when it changes nothing', () => {
    const search = createSinglesSearch(settings);
    search.observe({ type: 'built', candidate: 'none', layout: 0, binary: 'same' });
    search.observe({ type: 'built', candidate: '2', layout: 0, binary: 'same' });
    expect(search.answer().singles[2]).toMatchObject({ verdict: 'crashes', bound: null });
    expect(search.sampleTruth(seededRandom(1))('2')).toBe(true);
  });

  it('is of a set of at least one, with a control that crashed', () => {
    expect(() => createSinglesSearch({ ...settings, size: 0 })).toThrow(RangeError);
    const control = { ...CONTROL, crashes: 0 };
    expect(() => createSinglesSearch({ ...settings, control })).toThrow(RangeError);
    const search = createSinglesSearch(settings);
    expect(() => search.observe({ type: 'skipped', candidate: '5' })).toThrow(RangeError);
  });
});
