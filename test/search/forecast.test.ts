import { describe, expect, it } from 'vitest';
import { forecastLeft } from '../../src/search/forecast.ts';
import { createOrderedSearch } from '../../src/search/ordered/ordered-search.ts';
import type { Observation, Search } from '../../src/search/search.ts';
import { exponentialDraw, seededRandom, type Random } from '../../src/statistics/random.ts';
import { settingsOf } from './ordered/settings-of.ts';

const MEAN = 10_000;

/** Runs a search in a true world, for so many probes at most. */
function run(
  search: Search<unknown>,
  { truth, random, most = Infinity }: { truth: number; random: Random; most?: number },
): { history: Observation[]; exposure: number } {
  const history: Observation[] = [];
  let spent = 0;
  for (let next = search.next(); next.kind === 'probe'; next = search.next()) {
    if (history.length >= most) break;
    const { candidate, layout, exposure: asked } = next.probe;
    const time = Number(candidate) >= truth ? exponentialDraw(random, MEAN) : Infinity;
    const exposure = Math.min(time, asked);
    const observation = {
      type: 'trial' as const,
      ...{ candidate, layout, exposure, crashed: time < asked },
    };
    history.push(observation);
    search.observe(observation);
    spent += exposure;
  }
  return { history, exposure: spent };
}

describe('the forecast of what is left', () => {
  it.each([0, 5])('is near to what is left after %i probes, on average', (most) => {
    let [foretold, real, within] = [0, 0, 0];
    for (let world = 0; world < 50; world++) {
      const random = seededRandom(world);
      const truth = 1 + Math.floor(random() * 15);
      let exposure = 0;
      for (let crash = 0; crash < 5; crash++) exposure += exponentialDraw(random, MEAN);
      const settings = settingsOf({ control: { crashes: 5, exposure } });
      const search = createOrderedSearch(settings);
      const { history } = run(search, { truth, random, most });
      const { exposure: left } = forecastLeft(
        () => createOrderedSearch(settings),
        history,
        settings,
        {
          random,
          worlds: 40,
        },
      );
      foretold += left.mean;
      const after = run(search, { truth, random }).exposure;
      real += after;
      if (after <= left.p95) within++;
    }
    expect(foretold / real).toBeGreaterThan(1 / 1.5);
    expect(foretold / real).toBeLessThan(1.5);
    expect(within).toBeGreaterThanOrEqual(41);
  });

  it('is nothing once the search has ended', () => {
    const settings = settingsOf({ size: 3 });
    const history: Observation[] = [
      { type: 'trial', candidate: '1', layout: 0, exposure: 10, crashed: true },
    ];
    const left = forecastLeft(() => createOrderedSearch(settings), history, settings, {
      random: seededRandom(1),
      worlds: 40,
    });
    const nothing = { mean: 0, p95: 0 };
    expect(left).toEqual({ exposure: nothing, builds: nothing, probes: nothing });
  });

  it('counts a build once, and none that is there', () => {
    const settings = settingsOf({ size: 3, rho: 0.5 });
    const forecast = (history: readonly Observation[]) =>
      forecastLeft(() => createOrderedSearch(settings), history, settings, {
        random: seededRandom(1),
        worlds: 40,
      });
    const fresh = forecast([]);
    expect(fresh.builds).toEqual({ mean: 1, p95: 1 });
    expect(fresh.probes.mean).toBeGreaterThan(1);
    const there = forecast([{ type: 'built', candidate: '1', layout: 0, binary: 'a' }]);
    expect(there.builds).toEqual({ mean: 0, p95: 0 });
    expect(there.probes.mean).toBeGreaterThan(1);
  });

  it('does not wait for a search that never ends', () => {
    const endless: Search<null> = {
      observe: () => undefined,
      next: () => ({
        kind: 'probe',
        probe: { candidate: '1', layout: 0, exposure: 1, purpose: 'screen' },
      }),
      answer: () => null,
      sampleTruth: () => () => false,
    };
    const { probes } = forecastLeft(() => endless, [], settingsOf(), {
      random: seededRandom(1),
      worlds: 2,
    });
    expect(probes.mean).toBe(2000);
  });
});
