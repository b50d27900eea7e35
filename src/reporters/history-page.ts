import type { Night, NightVerdict } from '../records/night.ts';
import { fileLink } from './html/file-link.ts';
import { html, type Html } from './html/html.ts';
import { verdictChip } from './html/night-marks.ts';
import { nightsChart, type ChartedNight } from './html/nights-chart.ts';
import { page } from './html/page.ts';
import { provenanceHistory, type NightChange } from './html/provenance-changes.ts';
import { plainList, table, type Cell } from './html/table.ts';
import { changeText } from './night-text.ts';
import { count, grouped } from './number-text.ts';
import { hazardText } from './rate-text.ts';

interface Series {
  readonly recipe: string;
  readonly variant: string;
  /** In the order of time. */
  readonly nights: readonly ChartedNight[];
}

/**
 * The nights of all recipes and variants as a page of HTML, in one file without a script. Its links
 * lead to `stress/<id>/report.html`, so it belongs into the workspace.
 *
 * @param verdicts by `<campaign>/<variant>`.
 */
export function historyPage(
  nights: readonly Night[],
  verdicts: ReadonlyMap<string, NightVerdict>,
): string {
  const all = seriesOf(nights, verdicts);
  const campaigns = new Set(nights.map(({ campaign }) => campaign)).size;
  const what = `${count(campaigns, 'campaign')} of ${count(all.length, 'variant')}`;
  return page(
    'winrepro: history',
    html`<header>
        <h1>winrepro: history</h1>
        <p class="headline">${nights.length === 0 ? 'No nights yet' : what}</p>
        ${latest(all)}
      </header>
      <main>${all.map((series, index) => seriesSection(series, `s${index + 1}`))}</main>
      <footer>Every figure is computed from the journals of the campaigns.</footer>`,
  );
}

function seriesOf(
  nights: readonly Night[],
  verdicts: ReadonlyMap<string, NightVerdict>,
): readonly Series[] {
  const groups = new Map<string, ChartedNight[]>();
  for (const night of nights) {
    const key = JSON.stringify([night.recipe, night.variant]);
    const own = groups.get(key) ?? [];
    own.push({ night, verdict: verdicts.get(`${night.campaign}/${night.variant}`) ?? null });
    groups.set(key, own);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const sorted = own.sort((a, b) => (a.night.at < b.night.at ? -1 : 1));
      const [first] = sorted;
      if (first === undefined) return [];
      return [{ recipe: first.night.recipe, variant: first.night.variant, nights: sorted }];
    });
}

/** The last night of each variant, with a link to its section. */
function latest(all: readonly Series[]): Html | null {
  if (all.length < 2) return null;
  const rows = all.map(({ recipe, variant, nights }, index): readonly Cell[] => {
    const last = nights.at(-1);
    return [
      html`<a href="#s${index + 1}">${recipe}/${variant}</a>`,
      nights.length,
      last === undefined ? '' : when(last.night),
      last === undefined ? '' : hazardText(last.night.hazard),
      verdictChip(last?.verdict?.kind ?? null),
    ];
  });
  return table(
    'The last night of each variant',
    [
      { heading: 'variant' },
      { heading: 'nights', kind: 'number' },
      { heading: 'last (UTC)', kind: 'moment' },
      { heading: 'per iteration', kind: 'number' },
      { heading: 'verdict' },
    ],
    rows,
  );
}

function seriesSection({ recipe, variant, nights }: Series, id: string): Html {
  const name = `${recipe}/${variant}`;
  const { changes, restless } = provenanceHistory(nights.map(({ night }) => night));
  return html`<section id="${id}">
    <h2>${name}</h2>
    ${
      nightsChart(name, nights, changes) ??
      html`<p class="soft">No night has lived through an iteration: nothing to draw.</p>`
    }
    ${changeList(changes, nights)}
    ${
      restless.length === 0
        ? null
        : html`<p class="soft small">
            Not marked, since another one on most nights: ${restless.join(', ')}.
          </p>`
    }
    ${nightTable(name, nights)}
  </section>`;
}

function changeList(changes: readonly NightChange[], nights: readonly ChartedNight[]): Html | null {
  if (changes.length === 0) return null;
  const items = changes.map(({ night, changes: own }, index) => {
    const words = own.map(({ key, before, after }) => changeText(key, before, after)).join('; ');
    const at = nights[night]?.night;
    const where = at === undefined ? '' : `${when(at)} on ${at.machine}`;
    return html`<strong>${index + 1}</strong> ${where}: ${words}`;
  });
  return html`<h3>What it was made of changed</h3>
    <div class="small">${plainList(items)}</div>`;
}

function nightTable(name: string, nights: readonly ChartedNight[]): Html {
  return table(
    `Nights of ${name}, the newest first`,
    [
      { heading: 'night (UTC)', kind: 'moment' },
      { heading: 'machine', kind: 'short' },
      { heading: 'trials', kind: 'number' },
      { heading: 'crashes', kind: 'number' },
      { heading: 'per iteration', kind: 'number' },
      { heading: 'verdict' },
      { heading: 'evidence', kind: 'words' },
      { heading: 'signatures', kind: 'words' },
    ],
    nights.toReversed().map(nightRow),
  );
}

function nightRow({ night, verdict }: ChartedNight): readonly Cell[] {
  const state =
    night.state === 'finished' ? null : html` <span class="soft">(${night.state})</span>`;
  return [
    html`${
      night.kind === 'stress'
        ? fileLink(`stress/${night.campaign}/report.html`, when(night))
        : when(night)
    }${state}`,
    night.machine,
    grouped(night.trials),
    grouped(night.crashed),
    hazardText(night.hazard),
    verdictChip(verdict?.kind ?? null),
    verdict?.reason ?? '',
    html`${plainList(
      night.signatures.map(
        ({ signature, count: times }) => html`${grouped(times)} × <code>${signature}</code>`,
      ),
    )}`,
  ];
}

/** `2026-11-24 23:45` */
function when({ at }: Night): string {
  return at.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ');
}
