import type { NightReport, NightVerdict } from '../../records/night.ts';
import { nightFacts, nightHeadline, nightWord } from '../night-text.ts';
import { hazardText, ratioText } from '../rate-text.ts';
import { html, type Html } from './html.ts';
import { verdictChip } from './night-marks.ts';
import { plainList, table } from './table.ts';

/** What the nights before say of this one. */
export function nightSection(report: NightReport): Html {
  return html`<section>
    <h2>Against the nights before</h2>
    <p>${verdictChip(report.verdict)} ${nightHeadline(report)}.</p>
    ${table(
      'Crashes per iteration of this night and of those before it',
      [
        { heading: 'variant' },
        { heading: 'verdict' },
        { heading: 'before', kind: 'number' },
        { heading: 'this night', kind: 'number' },
        { heading: 'ratio', kind: 'number' },
      ],
      report.variants.map((verdict) => [
        verdict.variant,
        verdictChip(verdict.kind),
        verdict.before === null ? '' : hazardText(verdict.before),
        hazardText(verdict.after),
        verdict.ratio === null ? '' : ratioText(verdict.ratio),
      ]),
    )}
    ${report.variants.map(evidence)}
  </section>`;
}

/** Its evidence, what is new and what is another, in words. */
function evidence(verdict: NightVerdict): Html {
  return html`<h3>${verdict.variant}: ${nightWord(verdict.kind)}</h3>
    <div class="small">${plainList(nightFacts(verdict))}</div>`;
}
