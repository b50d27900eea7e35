import { html } from './html.ts';

/** Colours have at least 4.5 to 1 against the ground as text and 3 to 1 as marks, light and dark. */
export const colorStyle = html`<style>
  :root {
    color-scheme: light dark;
    --ground: #ffffff;
    --panel: #f6f8fa;
    --ink: #1b222c;
    --soft: #56616e;
    --line: #d5dbe2;
    --grid: #e6eaef;
    --link: #0b5cad;
    --good: #13703f;
    --bad: #b3261e;
    --even: #0b5cad;
    --open: #6a5200;
    --good-ground: #e3f4ea;
    --bad-ground: #fce8e6;
    --even-ground: #e4effa;
    --open-ground: #fbf1d3;
    --c0: #0068a8;
    --c1: #c04d00;
    --c2: #007a57;
    --c3: #a83279;
    --c4: #7a6200;
    --c5: #5b4bc4;
    --c6: #8c3b2a;
    --c7: #5f6873;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --ground: #12161c;
      --panel: #1a2028;
      --ink: #e8ebf0;
      --soft: #a7b1be;
      --line: #384250;
      --grid: #29313b;
      --link: #7cbcff;
      --good: #5bd08f;
      --bad: #ff8d85;
      --even: #7cbcff;
      --open: #e5c04d;
      --good-ground: #14301f;
      --bad-ground: #3d1917;
      --even-ground: #14293f;
      --open-ground: #342b0f;
      --c0: #5ab4f0;
      --c1: #ff9455;
      --c2: #3fd3a1;
      --c3: #f19bd0;
      --c4: #dfc34a;
      --c5: #b3a6ff;
      --c6: #f0a08d;
      --c7: #b4bdc8;
    }
  }
</style>`;
