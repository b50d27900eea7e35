import { html, type Html } from './html.ts';
import { chartStyle } from './style-charts.ts';
import { colorStyle } from './style-colors.ts';
import { printStyle } from './style-print.ts';
import { textStyle } from './style-text.ts';

/** A whole page: one file, no script, nothing loaded from elsewhere. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        ${[colorStyle, textStyle, chartStyle, printStyle]}
      </head>
      <body>
        ${body}
      </body>
    </html> `.toString();
}
