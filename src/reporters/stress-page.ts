import type { NightReport } from '../records/night.ts';
import type { StressResult, StressVariantResult } from '../records/stress-result.ts';
import { fileLink } from './html/file-link.ts';
import { html, type Html } from './html/html.ts';
import { nightSection } from './html/night-section.ts';
import { page } from './html/page.ts';
import { paceChart } from './html/pace-chart.ts';
import { rateStrip, stripAxis, stripScale } from './html/rate-strip.ts';
import { chip, factList, plainList, table, type Cell } from './html/table.ts';
import { variantSection } from './html/variant-section.ts';
import { count, duration, grouped } from './number-text.ts';
import { confidenceText, hazardText, perTrialText } from './rate-text.ts';
import {
  expectationText,
  journalDoubts,
  sideBySide,
  standing,
  stressHeadline,
} from './stress-text.ts';

/** A page has at most so many notes; all of them are in `result.json`. */
const MOST_NOTES = 300;

/**
 * A stress run as a page of HTML, in one file without a script; links lead to files beside it. A run
 * with event marks has a section on its timeline too.
 */
export function stressPage(
  result: StressResult,
  verdict: NightReport | null,
  timeline: Html | null = null,
): string {
  const { recipe, title, variants } = result;
  return page(
    `${recipe}: ${title}`,
    html`<header>
        <h1>${recipe}: ${title}</h1>
        <p class="headline">${stressHeadline(result, verdict)}</p>
        ${result.reason === null ? null : html`<p class="soft">Ended: ${result.reason}.</p>`}
        ${runFacts(result)} ${contents(variants)}
      </header>
      <main>
        ${overview(result)} ${verdict === null ? null : nightSection(verdict)}
        ${variants.map((variant, index) => variantSection(variant, `v${index + 1}`))} ${timeline}
        ${courseSection(result)} ${filesSection(result)}
      </main>
      <footer>
        winrepro ${result.winrepro}, stress run ${result.stress}. Every figure is computed from
        journal.jsonl.
      </footer>`,
  );
}

function runFacts(result: StressResult): Html {
  const { totals, shard, merged, resume } = result;
  return factList([
    ['Trials', `${grouped(totals.trials)} (${outcomes(totals)})`],
    ['Lived through', count(totals.iterations, 'iteration')],
    ['Time', `${duration(result.seconds)}, ${sideBySide(result)}`],
    ['From', moment(result.createdAt)],
    ['To', result.endedAt === null ? `not ended (${result.state})` : moment(result.endedAt)],
    ['Machine', `${result.machine} (${result.platform})`],
    ['First seed', `${result.seed}`],
    ...(shard === null ? [] : [['Shard', `${shard.index} of ${shard.count}`] as const]),
    ...(merged.length === 0 ? [] : [['Merged from', merged.join(', ')] as const]),
    ...(resume === null ? [] : [['Go on', html`<code>${resume}</code>`] as const]),
  ]);
}

function outcomes(totals: StressResult['totals']): string {
  const kinds = (['crashed', 'clean', 'hung', 'failed', 'interrupted'] as const)
    .filter((kind) => totals[kind] > 0)
    .map((kind) => `${grouped(totals[kind])} ${kind}`);
  return kinds.length === 0 ? 'none ended' : kinds.join(', ');
}

/** `2026-11-24 23:45:01 UTC` */
function moment(at: string): string {
  return `${at.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ')} UTC`;
}

function contents(variants: readonly StressVariantResult[]): Html | null {
  if (variants.length < 3) return null;
  const links = variants.map(
    ({ name }, index) => html`<li><a href="#v${index + 1}">${name}</a></li>`,
  );
  return html`<nav aria-label="Variants">
    <ul>
      ${links}
    </ul>
  </nav>`;
}

function overview({ variants }: StressResult): Html {
  const scale = stripScale(variants.map(({ hazard }) => hazard));
  const confidence = confidenceText(variants[0]?.hazard.confidence ?? 0.95);
  const rows = variants.map((variant, index): readonly Cell[] => [
    html`<a href="#v${index + 1}">${variant.name}</a>`,
    standingChip(variant),
    grouped(variant.totals.trials),
    grouped(variant.totals.crashed),
    hazardText(variant.hazard),
    ...(scale === null ? [] : [rateStrip(variant.hazard, scale)]),
    perTrialText(variant),
    variant.signatures.length,
    expectationText(variant),
  ]);
  return html`<section>
    <h2>Variants</h2>
    ${table(
      `Crashes per iteration and per trial, with ${confidence} intervals`,
      [
        { heading: 'variant' },
        { heading: 'verdict' },
        { heading: 'trials', kind: 'number' },
        { heading: 'crashes', kind: 'number' },
        { heading: 'per iteration', kind: 'number' },
        ...(scale === null ? [] : [{ heading: stripAxis(scale), kind: 'strip' as const }]),
        { heading: 'per trial', kind: 'number' },
        { heading: 'signatures', kind: 'number' },
        { heading: 'expected', kind: 'short' },
      ],
      rows,
    )}
  </section>`;
}

function standingChip(variant: StressVariantResult): Html {
  const word = standing(variant);
  return word === 'crashes'
    ? chip('bad', 'crashes')
    : word === 'not-tried'
      ? chip('open', 'not tried')
      : chip('none', word);
}

function courseSection(result: StressResult): Html {
  const { notes } = result;
  const left = notes.length - MOST_NOTES;
  const rows = notes.slice(-MOST_NOTES).map(({ at, text }) => [moment(at), text]);
  return html`<section>
    <h2>How it went</h2>
    ${paceChart(result) ?? html`<p class="soft">There is no pace to draw: less than a minute of trials.</p>`}
    ${
      notes.length === 0
        ? html`<p class="soft small">Nothing else happened.</p>`
        : table(
            `Notes${left > 0 ? ` (${count(left, 'earlier one')} in result.json)` : ''}`,
            [
              { heading: 'at', kind: 'moment' },
              { heading: 'what', kind: 'words' },
            ],
            rows,
          )
    }
    ${plainList(journalDoubts(result).map((doubt) => `Journal: ${doubt}`))}
  </section>`;
}

function filesSection({ provenance }: StressResult): Html {
  const own = ['stress.json', 'journal.jsonl', 'result.json'];
  return html`<section>
    <h2>Files</h2>
    <p class="soft small">What it was made of, and all that was recorded.</p>
    ${plainList([...provenance, ...own].map((path) => fileLink(path)))}
  </section>`;
}
