import { html } from './html.ts';

/** How charts are drawn. Their letters grow on a phone, where the charts themselves shrink. */
export const chartStyle = html`<style>
  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 29rem), 1fr));
    gap: 0.75rem 2rem;
    align-items: start;
  }
  figure {
    margin: 0.5rem 0;
    min-width: 0;
    break-inside: avoid;
  }
  figcaption {
    font-size: 0.875rem;
    color: var(--soft);
  }
  figure svg {
    display: block;
    width: 100%;
    height: auto;
  }
  figure.charted {
    max-width: 40rem;
  }
  figure .wide {
    min-width: 46rem;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 1rem;
    list-style: none;
    padding: 0;
    margin: 0.25rem 0 0;
    font-size: 0.8125rem;
    color: var(--ink);
  }
  .legend svg {
    display: inline-block;
    width: 22px;
    height: 12px;
    vertical-align: -1px;
    margin-right: 0.35em;
    flex: none;
  }
  svg text {
    font:
      12px system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Noto Sans',
      sans-serif;
    fill: var(--soft);
  }
  svg .grid {
    stroke: var(--grid);
  }
  svg .base {
    stroke: var(--soft);
  }
  svg .strong {
    fill: var(--ink);
    font-weight: 600;
  }
  svg .line {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
  }
  svg .fit {
    fill: none;
    stroke: var(--c1);
    stroke-width: 1.75;
    stroke-dasharray: 6 4;
  }
  svg .band {
    fill: currentColor;
    opacity: 0.18;
    stroke: none;
  }
  svg .bar {
    fill: currentColor;
  }
  svg .hollow {
    fill: var(--ground);
    stroke: currentColor;
    stroke-width: 1.75;
  }
  svg .mark {
    stroke: currentColor;
  }
  svg .change {
    stroke: var(--open);
    stroke-dasharray: 2 3;
  }
  svg .change-words {
    fill: var(--open);
    font-weight: 600;
    paint-order: stroke;
    stroke: var(--ground);
    stroke-width: 4px;
  }
  .c0 {
    color: var(--c0);
  }
  .c1 {
    color: var(--c1);
  }
  .c2 {
    color: var(--c2);
  }
  .c3 {
    color: var(--c3);
  }
  .c4 {
    color: var(--c4);
  }
  .c5 {
    color: var(--c5);
  }
  .c6 {
    color: var(--c6);
  }
  .c7 {
    color: var(--c7);
  }
  @media (max-width: 34rem) {
    figure:not(.is-wide) svg text {
      font-size: 16px;
    }
  }
</style>`;
