import { describe, expect, it } from 'vitest';
import { createOrderedSearch } from '../../../src/search/ordered/ordered-search.ts';
import type { NextProbe, Observation, Search } from '../../../src/search/search.ts';
import { seededRandom } from '../../../src/statistics/random.ts';
import { settingsOf } from './settings-of.ts';

const trial = (index: number, exposure: number, crashed: boolean, layout = 0): Observation => ({
  type: 'trial',
  candidate: String(index),
  layout,
  exposure,
  crashed,
});
const built = (index: number, binary: string, layout = 0): Observation => ({
  type: 'built',
  candidate: String(index),
  layout,
  binary,
});
const skip = (index: number): Observation => ({ type: 'skipped', candidate: String(index) });

function told<A>(search: Search<A>, ...observations: readonly Observation[]): Search<A> {
  for (const observation of observations) search.observe(observation);
  return search;
}

const asked = (next: NextProbe): number =>
  next.kind === 'probe' ? Number(next.probe.candidate) : NaN;

describe('the questions', () => {
  it('begin in the middle and follow a crash', () => {
    const search = createOrderedSearch(settingsOf());
    expect(asked(search.next())).toBe(8);
    told(search, trial(8, 3000, true));
    expect(asked(search.next())).toBeLessThan(8);
    expect(search.answer().posterior.slice(9)).toEqual(new Array(7).fill(0));
  });

  it('stay with an index that is built while builds are dear', () => {
    const first = asked(createOrderedSearch(settingsOf()).next());
    const ask = (build: number): number =>
      asked(
        told(
          createOrderedSearch(settingsOf({ costs: { build, startup: 0 } })),
          trial(first, 20_000, false),
        ).next(),
      );
    expect(ask(1000)).toBe(first);
    expect(ask(0)).not.toBe(first);
  });

  it('ask for longer processes when a start is dear', () => {
    const ask = (startup: number): number => {
      const next = createOrderedSearch(settingsOf({ costs: { build: 0, startup } })).next();
      return next.kind === 'probe' ? next.probe.exposure : NaN;
    };
    expect(ask(0)).toBe(5000);
    expect(ask(10)).toBe(40_000);
  });

  it('are none where the bracket already answers', () => {
    const search = createOrderedSearch(settingsOf({ size: 2 }));
    expect(search.next()).toEqual({ kind: 'end' });
    expect(search.answer()).toMatchObject({ kind: 'found', first: 1, credible: [1], mass: 1 });
  });

  it('make a believed index crash before it is the answer', () => {
    const prior = Array.from({ length: 16 }, (_, index) => (index === 6 ? 1000 : 1));
    const search = createOrderedSearch(settingsOf({ prior }));
    expect(asked(search.next())).toBe(6);
    expect(search.answer()).toMatchObject({ kind: 'undecided', first: null, credible: [6] });
    told(search, trial(6, 800, true));
    expect(search.next()).toEqual({ kind: 'end' });
    expect(search.answer()).toMatchObject({ kind: 'found', first: 6 });
  });

  it('leave a belief that does not crash', () => {
    const prior = Array.from({ length: 16 }, (_, index) => (index === 6 ? 1 : 0));
    const search = createOrderedSearch(settingsOf({ prior }));
    for (let probes = 0; probes < 100 && asked(search.next()) === 6; probes++) {
      told(search, trial(6, 200_000, false));
    }
    expect(asked(search.next())).toBeGreaterThan(6);
  });
});

describe('without a bracket', () => {
  it('a list in which nothing crashes ends with none', () => {
    const search = createOrderedSearch(settingsOf({ bracketed: false, size: 8 }));
    for (let next = search.next(), probes = 0; next.kind === 'probe'; next = search.next()) {
      expect(++probes).toBeLessThan(100);
      told(search, trial(Number(next.probe.candidate), next.probe.exposure, false));
    }
    expect(search.answer()).toMatchObject({ kind: 'none', first: null });
    expect(search.answer().none).toBeGreaterThanOrEqual(0.95);
  });

  it('index 0 and the last can be the answer', () => {
    for (const truth of [0, 7]) {
      const search = createOrderedSearch(settingsOf({ bracketed: false, size: 8 }));
      for (let next = search.next(), probes = 0; next.kind === 'probe'; next = search.next()) {
        expect(++probes).toBeLessThan(100);
        const index = Number(next.probe.candidate);
        told(search, trial(index, index >= truth ? 10 : next.probe.exposure, index >= truth));
      }
      expect(search.answer()).toMatchObject({ kind: 'found', first: truth, none: 0 });
    }
  });
});

describe('skipped indexes', () => {
  it('are named together when no probe can tell them apart', () => {
    const search = told(
      createOrderedSearch(settingsOf()),
      skip(5),
      { type: 'unbuildable', candidate: '6' },
      trial(7, 100, true),
      trial(4, 400_000, false),
    );
    expect(search.next()).toEqual({ kind: 'end' });
    expect(search.answer()).toMatchObject({
      kind: 'undecided',
      first: null,
      credible: [5, 6, 7],
      skipped: [5, 6],
    });
  });

  it('at the end of an open list are not told from none', () => {
    const search = createOrderedSearch(settingsOf({ bracketed: false, size: 4 }));
    told(search, skip(2), skip(3), trial(1, 900_000, false));
    expect(search.next()).toEqual({ kind: 'end' });
    expect(search.answer().kind).toBe('undecided');
    expect(search.answer().credible).toEqual([2, 3]);
  });

  it('end the search at once when they are all', () => {
    const search = createOrderedSearch(settingsOf({ size: 5 }));
    told(search, skip(1), skip(2), skip(3));
    expect(search.next()).toEqual({ kind: 'end' });
    expect(search.answer()).toMatchObject({ kind: 'undecided', credible: [1, 2, 3, 4] });
    expect(search.answer().bound).toBeNull();
  });
});

describe('equal binaries', () => {
  it('cannot have the first crash between them, without a trial', () => {
    const search = told(createOrderedSearch(settingsOf()), built(4, 'a'), built(9, 'a'));
    const { posterior } = search.answer();
    posterior.forEach((chance, j) => {
      expect(chance > 0).toBe(j >= 1 && (j <= 4 || j > 9));
    });
  });

  it('crash together, and share their clean exposure', () => {
    const search = told(createOrderedSearch(settingsOf()), built(4, 'a'), built(9, 'a'));
    const late = told(search, trial(9, 500, true)).answer();
    expect(late.posterior.slice(5).every((chance) => chance === 0)).toBe(true);
    expect(late.evidence).toEqual([{ index: 9, crashes: 1, exposure: 500 }]);
    const quiet = told(
      createOrderedSearch(settingsOf()),
      trial(9, 30_000, false),
      trial(4, 20_000, false),
      built(9, 'a'),
      built(4, 'a'),
    );
    const same = told(
      createOrderedSearch(settingsOf()),
      built(9, 'a'),
      built(4, 'a'),
      trial(4, 50_000, false),
    );
    expect(quiet.answer().posterior).toEqual(same.answer().posterior);
  });

  it('as the control are known to crash, as index 0 to be clean', () => {
    const crashing = told(createOrderedSearch(settingsOf()), built(15, 'bad'), built(6, 'bad'));
    expect(
      crashing
        .answer()
        .posterior.slice(7)
        .every((chance) => chance === 0),
    ).toBe(true);
    told(crashing, built(0, 'good'), built(5, 'good'));
    expect(crashing.next()).toEqual({ kind: 'end' });
    expect(crashing.answer()).toMatchObject({ kind: 'found', first: 6, evidence: [] });
  });

  it('are one sample of the layouts', () => {
    const salted = settingsOf({ masked: 0.3, layouts: 6 });
    const one = told(
      createOrderedSearch(salted),
      built(4, 'a'),
      built(4, 'a', 1),
      trial(4, 90_000, false),
      trial(4, 90_000, false, 1),
    );
    const two = told(
      createOrderedSearch(salted),
      trial(4, 90_000, false),
      trial(4, 90_000, false, 1),
    );
    const below = (search: typeof one): number =>
      search
        .answer()
        .posterior.slice(0, 5)
        .reduce((sum, chance) => sum + chance, 0);
    expect(below(one)).toBeGreaterThan(2 * below(two));
  });
});

describe('layouts', () => {
  it('that are all used up end the search, which says how sure it is', () => {
    const search = createOrderedSearch(settingsOf({ size: 3, masked: 0.3, layouts: 2 }));
    const layouts = new Set<number>();
    for (let next = search.next(), probes = 0; next.kind === 'probe'; next = search.next()) {
      expect(++probes).toBeLessThan(200);
      layouts.add(next.probe.layout);
      told(search, trial(1, next.probe.exposure, false, next.probe.layout));
    }
    expect([...layouts].sort()).toEqual([0, 1]);
    expect(search.answer().kind).toBe('undecided');
    expect(search.answer().credible).toEqual([1, 2]);
    expect(search.answer().bound).toBeGreaterThan(0.09);
  });
});

describe('what cannot be', () => {
  it.each(['16', '-1', '01', '1.5', '', 'x', '1e0'])('candidate %j', (candidate) => {
    const search = createOrderedSearch(settingsOf());
    expect(() => search.observe({ type: 'skipped', candidate })).toThrow(RangeError);
  });

  it('a crash where none can be leaves a defined answer', () => {
    const search = told(createOrderedSearch(settingsOf()), trial(0, 100, true));
    expect(search.next()).toEqual({ kind: 'end' });
    expect(search.answer()).toMatchObject({ kind: 'none', none: 1, first: null, credible: [] });
  });

  it.each([
    { size: 1 },
    { size: 2.5 },
    { control: { crashes: 0, exposure: 10 } },
    { control: { crashes: 3, exposure: 0 } },
    { delta: 0 },
    { delta: 1 },
    { rho: 0 },
    { rho: 1.5 },
    { masked: 1 },
    { masked: -0.1 },
    { layouts: 0 },
    { costs: { build: -1, startup: 0 } },
    { costs: { build: 0, startup: NaN } },
  ])('settings %j', (changes) => {
    expect(() => createOrderedSearch(settingsOf(changes))).toThrow(RangeError);
  });
});

describe('a truth drawn from the belief', () => {
  it('comes as often as it is believed, and keeps the order', () => {
    const search = told(createOrderedSearch(settingsOf({ size: 5 })), trial(2, 20_000, false));
    const random = seededRandom(3);
    const counts = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 4000; draw++) {
      const crashes = search.sampleTruth(random);
      const first = [0, 1, 2, 3, 4].findIndex((index) => crashes(String(index)));
      expect(crashes('4')).toBe(true);
      counts[first] = (counts[first] ?? 0) + 1;
    }
    search.answer().posterior.forEach((chance, j) => {
      expect(Math.abs((counts[j] ?? 0) / 4000 - chance)).toBeLessThan(0.03);
    });
  });

  it('crashes nowhere when none is believed', () => {
    const search = told(
      createOrderedSearch(settingsOf({ bracketed: false, size: 2 })),
      trial(1, 1e9, false),
    );
    const crashes = search.sampleTruth(seededRandom(1));
    expect(crashes('0') || crashes('1')).toBe(false);
  });
});
