import { markupTag, type Markup } from '../markup.ts';
import { printable } from '../printable.ts';

export type Html = Markup<'html'>;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text for an element or a quoted attribute. Control characters, marks that turn the direction of
 * writing and halves of surrogate pairs become U+FFFD.
 */
export function escapeHtml(text: string): string {
  return printable(text)
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** HTML with everything escaped that this template has not made itself. */
export const html = markupTag('html', escapeHtml);
