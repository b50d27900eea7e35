import { html } from './html.ts';

/** A page on paper: black on white, nothing that scrolls. */
export const printStyle = html`<style>
  @media print {
    :root {
      --ground: #fff;
      --panel: #fff;
      --ink: #000;
      --soft: #444;
      --line: #bbb;
      --grid: #ddd;
      --link: #000;
      --good: #13703f;
      --bad: #b3261e;
      --even: #0b5cad;
      --open: #6a5200;
      --good-ground: #fff;
      --bad-ground: #fff;
      --even-ground: #fff;
      --open-ground: #fff;
      --c0: #0068a8;
      --c1: #c04d00;
      --c2: #007a57;
      --c3: #a83279;
      --c4: #7a6200;
      --c5: #5b4bc4;
      --c6: #8c3b2a;
      --c7: #5f6873;
    }
    body {
      font-size: 10.5pt;
      max-width: none;
      padding: 0;
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
    }
    nav {
      display: none;
    }
    .scroll {
      overflow: visible;
    }
    table {
      font-size: 8.5pt;
    }
    td.strip,
    th.strip {
      min-width: 0;
    }
    td.number,
    th.number {
      white-space: normal;
    }
    th,
    td,
    .chip {
      font-size: 8pt;
      min-width: 0;
    }
    td.words,
    th.words {
      min-width: 0;
    }
    td.strip svg,
    th.strip svg {
      width: 118px;
      height: auto;
    }
    tr,
    figure {
      break-inside: avoid;
    }
    h2,
    h3 {
      break-after: avoid;
    }
    figure .wide {
      min-width: 0;
    }
  }
</style>`;
