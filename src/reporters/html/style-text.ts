import { html } from './html.ts';

/** How words and tables are set. */
export const textStyle = html`<style>
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0 auto;
    padding: 1.25rem clamp(0.9rem, 3vw, 2rem) 3rem;
    max-width: 74rem;
    background: var(--ground);
    color: var(--ink);
    font:
      16px/1.5 system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Noto Sans',
      sans-serif;
    overflow-wrap: anywhere;
  }
  h1 {
    font-size: 1.15rem;
    margin: 0;
    color: var(--soft);
    font-weight: 600;
  }
  h2 {
    font-size: 1.25rem;
    margin: 2.25rem 0 0.6rem;
    padding-top: 0.9rem;
    border-top: 1px solid var(--line);
  }
  h3 {
    font-size: 1rem;
    margin: 1.4rem 0 0.4rem;
  }
  p {
    margin: 0.4rem 0;
    max-width: 52rem;
  }
  a {
    color: var(--link);
  }
  a:focus-visible,
  [tabindex]:focus-visible {
    outline: 2px solid var(--link);
    outline-offset: 2px;
  }
  code {
    font:
      0.88em/1.45 ui-monospace,
      'Cascadia Mono',
      Consolas,
      'DejaVu Sans Mono',
      monospace;
  }
  .headline {
    font-size: clamp(1.25rem, 2.6vw + 0.6rem, 1.75rem);
    line-height: 1.25;
    font-weight: 650;
    margin: 0.3rem 0 0.7rem;
    max-width: 60rem;
  }
  .soft {
    color: var(--soft);
  }
  .small {
    font-size: 0.875rem;
  }
  .chip {
    display: inline-block;
    padding: 0 0.55em;
    border-radius: 1em;
    font-size: 0.875rem;
    font-weight: 600;
    white-space: nowrap;
    border: 1px solid currentColor;
  }
  .good {
    color: var(--good);
  }
  .bad {
    color: var(--bad);
  }
  .even {
    color: var(--even);
  }
  .open {
    color: var(--open);
  }
  .none {
    color: var(--soft);
  }
  .chip.good {
    background: var(--good-ground);
  }
  .chip.bad {
    background: var(--bad-ground);
  }
  .chip.even {
    background: var(--even-ground);
  }
  .chip.open {
    background: var(--open-ground);
  }
  dl.facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr));
    gap: 0.5rem 1.25rem;
    margin: 0.8rem 0;
  }
  dl.facts dt {
    color: var(--soft);
    font-size: 0.8125rem;
  }
  dl.facts dd {
    margin: 0;
    font-size: 0.9375rem;
  }
  nav ul {
    list-style: none;
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    padding: 0;
    margin: 0.8rem 0 0;
  }
  .scroll {
    overflow-x: auto;
    margin: 0.5rem 0;
  }
  table {
    border-collapse: collapse;
    font-size: 0.9rem;
    min-width: min(100%, 44rem);
  }
  caption {
    text-align: left;
    color: var(--soft);
    font-size: 0.8125rem;
    padding: 0 0 0.3rem;
  }
  th,
  td {
    text-align: left;
    padding: 0.32rem 0.7rem 0.32rem 0;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
    min-width: 3rem;
    overflow-wrap: normal;
  }
  th {
    font-weight: 600;
    font-size: 0.8125rem;
    color: var(--soft);
    vertical-align: bottom;
  }
  tbody th {
    color: inherit;
    font-size: inherit;
    vertical-align: top;
  }
  td.number,
  th.number {
    text-align: right;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .whole,
  td.moment,
  th.moment {
    white-space: nowrap;
  }
  td.short {
    min-width: 6rem;
  }
  td.words,
  th.words {
    min-width: 13rem;
    max-width: 34rem;
    overflow-wrap: anywhere;
  }
  td.strip,
  th.strip {
    padding: 0 0.7rem 0 0;
    vertical-align: top;
    min-width: 236px;
  }
  td.strip svg,
  th.strip svg {
    display: block;
  }
  ul.plain {
    list-style: none;
    padding: 0;
    margin: 0.3rem 0;
  }
  ul.plain li {
    margin: 0.15rem 0;
  }
  .letter {
    display: inline-block;
    min-width: 1.35em;
    text-align: center;
    font-weight: 700;
    border: 1.5px solid currentColor;
    border-radius: 0.25em;
    line-height: 1.25;
    font-size: 0.8125rem;
  }
  @media (max-width: 34rem) {
    td.words {
      min-width: 21rem;
    }
  }
  footer {
    margin-top: 2.5rem;
    padding-top: 0.7rem;
    border-top: 1px solid var(--line);
    color: var(--soft);
    font-size: 0.8125rem;
  }
</style>`;
