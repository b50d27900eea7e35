import { html, type Html } from './html.ts';

/**
 * The address of a file beside or below the page, for an `href`; null for a path that is absolute,
 * leads upwards or is no path at all. Paths of Windows may have backslashes.
 */
export function fileAddress(path: string): string | null {
  const parts = path.replaceAll('\\', '/').split('/');
  const wrong = (part: string): boolean => part === '' || part === '.' || part === '..';
  if (parts.some(wrong) || /^[A-Za-z]:$/.test(parts[0] ?? '') || /\p{Cc}|\p{Cs}/u.test(path)) {
    return null;
  }
  // With `./` a colon in the first part does not make a scheme of it.
  return `./${parts.map(encodeURIComponent).join('/')}`;
}

/** A link to a file below the page; the mere words when the path may not be followed. */
export function fileLink(path: string, words: string = path): Html {
  const address = fileAddress(path);
  if (address === null) return html`<code>${words}</code>`;
  return html`<a href="${address}"><code>${words}</code></a>`;
}
