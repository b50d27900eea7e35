import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { dir } from 'tmp-promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { historyPage } from '../../src/reporters/history-page.ts';
import { stressPage } from '../../src/reporters/stress-page.ts';
import { findChromium, openBrowser, openFile, type OpenedPage } from './browser.ts';
import {
  bigNight,
  EVIL,
  evilNight,
  evilVerdict,
  longHistory,
  manyNights,
  usualNight,
  usualVerdict,
} from '../reporters/page-samples.ts';
import { night, stressResult, stressVariant } from '../reporters/stress-samples.ts';
import { timelineSection } from '../../src/reporters/html/timeline-section.ts';
import { timelinePage } from '../../src/reporters/timeline-page.ts';
import { sample, usualSample } from '../reporters/timeline/timeline-samples.ts';

const chromium = findChromium();
const skipped = chromium === null && process.env['CI'] === undefined;
const why = skipped ? ' (skipped: no Chromium here; name one in CHROMIUM)' : '';

const { nights, verdicts } = manyNights();
const PHONE = { viewport: { width: 360, height: 780 } };

const evilTimeline = {
  source: { file: EVIL },
  notes: [EVIL],
  kinds: (['event', 'event', 'fine', 'failure'] as const).map((role, index) => ({
    name: `${EVIL}${index}`,
    role,
    mark: '<',
    count: 1,
  })),
};

/** A page of a timeline alone. */
function timelined({ timeline, picture }: ReturnType<typeof sample>): string {
  return timelinePage(timeline, picture);
}

const PAGES: Readonly<Record<string, () => string>> = {
  'a timeline of one failure': () => timelined(sample(['..M....MX...'])),
  'a timeline of some failures': () => timelined(usualSample(4000)),
  'a timeline of 2,000 failures': () => timelined(usualSample(800_000)),
  'a timeline without a failure': () => timelined(sample(['..M..'])),
  'a timeline of hostile words': () => timelined(sample(['..M....MX...'], evilTimeline)),
  'a run with a timeline': () => {
    const { timeline, picture } = usualSample(20_000);
    return stressPage(usualNight, null, timelineSection(timeline, picture));
  },
  'a usual night': () => stressPage(usualNight, usualVerdict),
  'a night of 12 variants and 100,000 trials': () => stressPage(bigNight, null),
  'a night of hostile words': () => stressPage(evilNight, evilVerdict),
  'a night without trials': () => stressPage(stressResult([stressVariant('only')]), null),
  'the history of forty nights': () => historyPage(nights, verdicts),
  'a year on ten machines, often of something else': () => historyPage(longHistory(), new Map()),
  'a history of hostile words': () =>
    historyPage(
      [
        night(1, 3, 1e6, {
          recipe: EVIL,
          variant: EVIL,
          machine: EVIL,
          campaign: EVIL,
          provenance: { [EVIL]: EVIL },
        }),
      ],
      new Map(),
    ),
  'an empty history': () => historyPage([], new Map()),
};

describe.skipIf(skipped)(`pages in a real browser${why}`, () => {
  let browser: Browser;
  let folder: { path: string; cleanup: () => Promise<void> };

  beforeAll(async () => {
    if (chromium === null) throw new Error('no Chromium: install one, or name it in CHROMIUM');
    folder = await dir({ unsafeCleanup: true, prefix: 'pages ä # % ' });
    browser = await openBrowser(chromium);
  });

  afterAll(async () => {
    await browser.close();
    await folder.cleanup();
  });

  async function open(name: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
    const file = join(folder.path, `${name}.html`);
    writeFileSync(file, PAGES[name]?.() ?? '');
    return openFile(browser, file, options);
  }

  describe.each(Object.keys(PAGES))('%s', (name) => {
    it('opens without a complaint or a request, with one headline', async () => {
      const { page, complaints, requests } = await open(name);
      expect(await page.locator('.headline').count()).toBe(1);
      expect(await page.locator('.headline').textContent()).not.toBe('');
      expect(await page.locator('script, img, iframe, object, form, base').count()).toBe(0);
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
      await page.close();
    });

    it('fits on a phone', async () => {
      const { page } = await open(name, PHONE);
      const widths = await page.evaluate<number[]>(
        '[document.documentElement.scrollWidth, document.body.scrollWidth]',
      );
      expect(Math.max(...widths)).toBeLessThanOrEqual(360);
      await page.close();
    });

    it('has charts whose labels do not overlap, wide and narrow', async () => {
      for (const options of [{ viewport: { width: 1200, height: 900 } }, PHONE]) {
        const { page } = await open(name, options);
        expect(await page.evaluate<string[]>(OVERLAPS)).toEqual([]);
        await page.close();
      }
    });

    it('has enough contrast, light and dark', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await open(name, { colorScheme });
        expect(await page.evaluate<string[]>(LOW_CONTRAST)).toEqual([]);
        await page.close();
      }
    });

    it('has a name for every chart and heads for every table', async () => {
      const { page } = await open(name);
      const nameless = 'svg[role=img]:not([aria-label]), svg:not([role]):not([aria-hidden])';
      expect(await page.locator(nameless).count()).toBe(0);
      expect(
        await page.locator('table:not(:has(caption)), table:not(:has(th[scope=col]))').count(),
      ).toBe(0);
      expect(await page.locator('tbody tr:not(:has(th[scope=row]))').count()).toBe(0);
      await page.close();
    });
  });

  it('shows hostile words as words', async () => {
    const { page } = await open('a night of hostile words');
    const shown = (await page.locator('body').textContent()) ?? '';
    expect(shown.split(EVIL).length - 1).toBeGreaterThanOrEqual(15);
    expect(await page.title()).toContain(EVIL);
    expect(await page.locator('[onerror], [onclick]').count()).toBe(0);
    const links = await page.evaluate<string[]>(
      "[...document.links].map((one) => one.getAttribute('href'))",
    );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !/^(\.\/|#v\d)/.test(link))).toEqual([]);
    expect(links.join(' ')).not.toMatch(/\.\.|passwd/);
    await page.close();
  });

  it('darkens when the reader asks for it', async () => {
    const grounds = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open('a usual night', { colorScheme });
      grounds.push(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'));
      await page.close();
    }
    expect(grounds).toEqual(['rgb(255, 255, 255)', 'rgb(18, 22, 28)']);
  });

  it('draws everything that it was given', async () => {
    const usual = await open('a usual night');
    const charts = usual.page.locator('figure svg[role=img]');
    expect(await charts.count()).toBe(5);
    expect(await usual.page.locator('#v1 path.mark').count()).toBe(89);
    expect(await usual.page.locator('a[href="./trials/000003/output.txt"]').count()).toBe(4);
    await usual.page.close();
    const history = await open('the history of forty nights');
    expect(await history.page.locator('figure svg[role=img] > g:has(.bar, .hollow)').count()).toBe(
      80,
    );
    expect(await history.page.locator('.change-words').allTextContents()).toContain('3 compiler');
    expect(
      await history.page
        .locator('a[href="./stress/20261110-234501-numpy-pypy-4f2a/report.html"]')
        .count(),
    ).toBe(2);
    await history.page.close();
  });

  it('fits on paper', async () => {
    for (const name of ['a usual night', 'the history of forty nights']) {
      const { page } = await open(name, { viewport: { width: 703, height: 1000 } });
      await page.emulateMedia({ media: 'print' });
      expect(
        await page.evaluate<number>('document.documentElement.scrollWidth'),
      ).toBeLessThanOrEqual(703);
      await page.close();
    }
  });

  it('is small: 12 variants and 100,000 trials in less than 2 MB', () => {
    expect(bigNight.totals.trials).toBeGreaterThan(99_000);
    expect(
      Buffer.byteLength(PAGES['a night of 12 variants and 100,000 trials']?.() ?? ''),
    ).toBeLessThan(2_000_000);
  });
});

/** Labels of a chart that lie over one another, in the browser's own measures. */
const OVERLAPS = `[...document.querySelectorAll('figure svg, th.strip svg')].flatMap((svg) => {
  const boxes = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const frame = svg.getBoundingClientRect();
  const outside = boxes.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  const pairs = boxes.flatMap(([a, one], index) => boxes.slice(index + 1).filter(([, other]) =>
    one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 3 && other.top < one.bottom - 3).map(([b]) => a + ' | ' + b));
  return [...outside.map(([text]) => 'outside: ' + text), ...pairs];
})`;

/** Words with less contrast to what is behind them than WCAG's 4.5 to 1. */
const LOW_CONTRAST = `(() => {
  const parse = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (color) => { const [r, g, b] = color.map((part) => { const c = part / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (node) => { for (let one = node; one; one = one.parentElement) { const own = parse(getComputedStyle(one).backgroundColor); if (own.length === 3 || own[3] === 1) return own; } return [255, 255, 255]; };
  return [...document.querySelectorAll('body *')].filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== '') && !['title', 'style'].includes(node.tagName.toLowerCase())).flatMap((node) => {
    const style = getComputedStyle(node);
    const [a, b] = [light(parse(node instanceof SVGElement ? style.fill : style.color)), light(ground(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    return ratio < 4.5 ? [node.textContent.trim().slice(0, 40) + ' ' + ratio.toFixed(2)] : [];
  });
})()`;
