import { describe, expect, it } from 'vitest';
import { powerOfTen, shortened, tickWords } from '../../src/reporters/html/axis-text.ts';
import { crashChart } from '../../src/reporters/html/crash-chart.ts';
import { paceChart } from '../../src/reporters/html/pace-chart.ts';
import { provenanceHistory } from '../../src/reporters/html/provenance-changes.ts';
import { rateScale } from '../../src/reporters/html/rate-scale.ts';
import { signatureLetter } from '../../src/reporters/html/signature-marks.ts';
import { survivalChart } from '../../src/reporters/html/survival-chart.ts';
import {
  hazardRecord,
  night,
  stressResult,
  stressSignature,
  stressVariant,
} from './stress-samples.ts';

describe('words at axes', () => {
  it('has one unit for all ticks', () => {
    expect([0, 500, 1500].map(tickWords(1500))).toEqual(['0', '500', '1,500']);
    expect([0, 20_000].map(tickWords(50_000))).toEqual(['0', '20 k']);
    expect([0, 500_000, 2e6].map(tickWords(2e6))).toEqual(['0', '0.5 M', '2 M']);
    expect(tickWords(3e9)(3e9)).toBe('3 G');
  });

  it('writes powers of ten', () => {
    expect([1, 1e-6, 2e-7, 1e12].map(powerOfTen)).toEqual(['10⁰', '10⁻⁶', '2·10⁻⁷', '10¹²']);
  });

  it('cuts between characters, not inside them', () => {
    expect(shortened('🙂🙂🙂', 2)).toBe('🙂…');
    expect(shortened('abc', 3)).toBe('abc');
  });

  it('names signatures by letters without end', () => {
    expect([0, 25, 26, 27, 701, 702].map(signatureLetter)).toEqual([
      'A',
      'Z',
      'AA',
      'AB',
      'ZZ',
      'AAA',
    ]);
  });
});

describe('the scale of rates', () => {
  it('is linear within two decades, in crashes per a round number of iterations', () => {
    const scale = rateScale([hazardRecord(30, 1e7), hazardRecord(4, 1e7)], [0, 100]);
    expect(scale?.log).toBe(false);
    expect(scale?.title).toBe('crashes per 1,000,000 iterations');
    expect(scale?.place(0)).toBe(0);
    expect(scale?.ticks.map(({ label }) => label)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('is logarithmic beyond, with the upper limits of quiet nights in it', () => {
    const hazards = [hazardRecord(30, 1e5), hazardRecord(0, 1e8)];
    const scale = rateScale(hazards, [0, 100]);
    expect(scale?.log).toBe(true);
    for (const { interval } of hazards) {
      const at = scale?.place(interval?.upper ?? 0) ?? -1;
      expect(at).toBeGreaterThan(0);
      expect(at).toBeLessThan(100);
    }
    expect(scale?.place(0)).toBe(0);
    expect(scale?.ticks.map(({ label }) => label)).toEqual(['10⁻⁷', '10⁻⁶', '10⁻⁵', '10⁻⁴']);
  });

  it('is none where nothing is known', () => {
    expect(rateScale([hazardRecord(0, 0)], [0, 100])).toBeNull();
    expect(rateScale([], [0, 100])).toBeNull();
  });
});

describe('charts of a stress run', () => {
  it('draws nothing where there is nothing', () => {
    const quiet = stressVariant('quiet', { clean: 10 });
    expect(crashChart(quiet)).toBeNull();
    expect(survivalChart(quiet.model, quiet.hazard)).toBeNull();
    expect(paceChart(stressResult([stressVariant('none')]))).toBeNull();
  });

  it('counts in a histogram every crash once, those of a sample by their share', () => {
    const signatures = [stressSignature('a', 5000), stressSignature('b', 300)];
    const drawn = crashChart(stressVariant('x', { signatures }))?.toString() ?? '';
    const counted = [...drawn.matchAll(/[AB]: ([\d,]+) crash/g)].map(([, text]) =>
      Number(text?.replace(',', '')),
    );
    const sum = counted.reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - 5300)).toBeLessThan(counted.length);
    expect(drawn).toContain('from an even sample');
  });

  it('lets the fitted exponential end where the axis does', () => {
    const { model, hazard } = stressVariant('x', {
      signatures: [stressSignature('a', 2)],
      clean: 1000,
    });
    const steep = survivalChart(model, { ...hazard, hazard: 1e-3 })?.toString() ?? '';
    const path = /class="fit" d="([^"]+)"/.exec(steep)?.[1] ?? '';
    const heights = [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
    expect(heights.length).toBeGreaterThan(0);
    expect(Math.max(...heights)).toBeLessThanOrEqual(198.5);
  });

  it('marks notes in the pace where they came, none outside of it', () => {
    const at = (time: string) => ({ at: `2026-11-25T${time}:01.123Z`, text: `at ${time}` });
    const result = stressResult([stressVariant('x', { clean: 9 })], {
      notes: [at('02:45'), at('23:00')],
    });
    const drawn = paceChart(result)?.toString() ?? '';
    expect(drawn).toContain('at 02:45');
    expect(drawn).not.toContain('at 23:00');
    expect(drawn).toMatch(/d="M498\.5 24h10/);
  });
});

describe('changes of the provenance', () => {
  it('holds each machine against itself, and leaves out what always changes', () => {
    const nights = Array.from({ length: 12 }, (_, day) =>
      night(day, 1, 1e6, {
        machine: day % 2 === 0 ? 'a' : 'b',
        provenance: {
          processor: day % 2 === 0 ? 'x' : 'y',
          build: `${day}`,
          ...(day < 6 ? {} : { compiler: '19' }),
        },
      }),
    );
    const change = { key: 'compiler', before: null, after: '19' };
    expect(provenanceHistory(nights)).toEqual({
      changes: [
        { night: 6, changes: [change] },
        { night: 7, changes: [change] },
      ],
      restless: ['build'],
    });
    expect(provenanceHistory(nights.slice(0, 4)).restless).toEqual([]);
  });
});
