import type {
  HazardRecord,
  StressModel,
  StressSignature,
  StressVariantResult,
} from '../../records/stress-result.ts';
import { count, grouped, rate } from '../number-text.ts';
import { confidenceText, hazardText, meanText, perTrialText } from '../rate-text.ts';
import { expectationText, variantDoubts } from '../stress-text.ts';
import { crashChart } from './crash-chart.ts';
import { fileLink } from './file-link.ts';
import { html, type Html } from './html.ts';
import { letterBox } from './signature-marks.ts';
import { survivalChart } from './survival-chart.ts';
import { factList, plainList, table } from './table.ts';

const MOST_SIGNATURES = 100;

/** All that is known of one variant: its rate, when it crashes, how, and on which workers. */
export function variantSection(variant: StressVariantResult, id: string): Html {
  const { name, why, role, hazard, model, workers } = variant;
  const charts = [survivalChart(model, hazard), crashChart(variant)].filter((one) => one !== null);
  return html`<section id="${id}">
    <h2>${name}</h2>
    <p class="soft">${why}${role === null ? '' : ` (${role.replaceAll('-', ' ')})`}</p>
    ${plainList(variantDoubts(variant))} ${rateFacts(variant)}
    ${
      charts.length === 0
        ? html`<p class="soft">${nothingToDraw(hazard)}</p>`
        : html`<div class="charts">${charts}</div>`
    }
    ${modelWords(model)} ${signatureTable(variant)}
    ${workers.length < 2 ? null : workerTable(variant)}
  </section>`;
}

function rateFacts(variant: StressVariantResult): Html {
  const { hazard, builds, totals } = variant;
  const mean = meanText(hazard);
  const expected = expectationText(variant);
  return factList([
    [`Crashes per iteration [${confidenceText(hazard.confidence)}]`, hazardText(hazard)],
    ...(mean === '' ? [] : [['In other words', mean] as const]),
    ['Crashes per trial', perTrialText(variant)],
    [
      'Trials',
      `${grouped(totals.crashed)} crashed, ${grouped(totals.clean)} clean, ${grouped(totals.hung + totals.failed)} hung or failed`,
    ],
    ['Lived through', count(hazard.exposure, 'iteration')],
    ['Expected', expected === '' ? 'not known' : expected],
    ...(builds.length === 0
      ? []
      : [
          [
            builds.length === 1 ? 'Build' : 'Builds',
            html`<code>${builds.map((build) => build.slice(0, 16)).join(' ')}</code>`,
          ] as const,
        ]),
  ]);
}

function nothingToDraw({ crashes, exposure }: HazardRecord): string {
  if (crashes > 0) return 'It is not known in which iterations it crashed: nothing to draw.';
  return exposure === 0
    ? 'No trial of it has lived through an iteration yet.'
    : `No crash in ${count(exposure, 'iteration')}: nothing to draw.`;
}

/** What the crashes say of a constant hazard. */
function modelWords({ exponentialP, weibull }: StressModel): Html | null {
  if (exponentialP === null && weibull === null) return null;
  const agrees =
    exponentialP === null
      ? []
      : [
          exponentialP < 0.01
            ? `The crashes do not agree with a constant hazard (p = ${rate(exponentialP)}): a rate per iteration is an average only.`
            : `The crashes agree with a constant hazard (p = ${rate(exponentialP)}).`,
        ];
  const shape =
    weibull === null
      ? []
      : [
          `Weibull shape ${weibull.shape.toPrecision(2)} [${weibull.lower.toPrecision(2)}, ${weibull.upper.toPrecision(2)}]: ${shapeWords(weibull)}.`,
        ];
  return html`<p class="small">${[...agrees, ...shape].join(' ')}</p>`;
}

function shapeWords({ lower, upper }: NonNullable<StressModel['weibull']>): string {
  if (lower > 1) return 'the longer a trial has lived, the sooner it crashes';
  if (upper < 1) return 'trials that live long crash less';
  return 'no sign that the hazard grows or falls with age';
}

function signatureTable({ signatures, name }: StressVariantResult): Html | null {
  if (signatures.length === 0) return null;
  const left = signatures.length - MOST_SIGNATURES;
  return table(
    `Signatures of ${name}${left > 0 ? ` (${count(left, 'rarer one')} in result.json)` : ''}`,
    [
      { heading: '' },
      { heading: 'signature', kind: 'words' },
      { heading: 'crashes', kind: 'number' },
      { heading: 'first trial', kind: 'number' },
      { heading: 'its seed', kind: 'number' },
      { heading: 'kept outputs', kind: 'words' },
    ],
    signatures
      .slice(0, MOST_SIGNATURES)
      .map((one, index) => [
        letterBox(index),
        html`<code>${one.signature}</code>${againLine(one)}`,
        grouped(one.count),
        `${one.first.trial}`,
        `${one.first.seed ?? 'none'}`,
        evidenceLinks(one),
      ]),
  );
}

/** How to see the first crash again. */
function againLine({ first }: StressSignature): Html | null {
  return first.again === null
    ? null
    : html`<br /><small class="soft">again: <code>${first.again}</code></small>`;
}

function evidenceLinks({ evidence }: StressSignature): Html {
  return html`${evidence.map((path, index) => html`${index === 0 ? '' : ', '}${fileLink(path)}`)}`;
}

function workerTable({ name, workers }: StressVariantResult): Html {
  return table(
    `Workers of ${name}`,
    [
      { heading: 'worker' },
      { heading: 'trials', kind: 'number' },
      { heading: 'crashes', kind: 'number' },
      { heading: 'per iteration', kind: 'number' },
      { heading: 'build' },
    ],
    workers.map(({ worker, trials, hazard, build }) => [
      worker,
      grouped(trials),
      grouped(hazard.crashes),
      hazardText(hazard),
      build === null ? '' : html`<code>${build.slice(0, 16)}</code>`,
    ]),
  );
}
