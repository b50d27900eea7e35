import { html, type Html } from './html.ts';

export interface Column {
  readonly heading: string | Html;
  /** `number`: to the right. `moment`: in one line. `short`, `words`: may be long. `strip`: a drawing. */
  readonly kind?: 'number' | 'moment' | 'short' | 'words' | 'strip';
}

export type Cell = string | number | Html;

/** A table that scrolls by itself where the page is too narrow; the first cell names its row. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Html {
  const headings = columns.map(
    ({ heading, kind }) => html`<th scope="col" class="${kind ?? 'plain'}">${heading}</th>`,
  );
  const lines = rows.map(
    (row) =>
      html`<tr>
        ${row.map((cell, index) => tableCell(cell, index, columns[index]))}
      </tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${headings}
        </tr>
      </thead>
      <tbody>
        ${lines}
      </tbody>
    </table>
  </div>`;
}

function tableCell(cell: Cell, index: number, column: Column | undefined): Html {
  const kind = column?.kind ?? 'plain';
  return index === 0
    ? html`<th scope="row" class="${kind}">${cell}</th>`
    : html`<td class="${kind}">
        ${kind === 'number' && typeof cell === 'string' ? wholeWords(cell) : cell}
      </td>`;
}

/** A line may end after a word only: `6.0e-` is not the rate that it seems to be. */
function wholeWords(text: string): Html {
  const words = text.split(' ');
  return html`${words.map((word, index) => html`${index === 0 ? '' : ' '}<span class="whole">${word}</span>`)}`;
}

/** Terms with what they are, in a grid. */
export function factList(facts: readonly (readonly [term: string, value: string | Html])[]): Html {
  const items = facts.map(
    ([term, value]) =>
      html`<div>
        <dt>${term}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  return html`<dl class="facts">${items}</dl>`;
}

export function plainList(items: readonly (string | Html)[]): Html | null {
  if (items.length === 0) return null;
  return html`<ul class="plain">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}

/** A word in a coloured box. */
export function chip(color: 'good' | 'bad' | 'even' | 'open' | 'none', word: string): Html {
  return html`<span class="chip ${color}">${word}</span>`;
}
