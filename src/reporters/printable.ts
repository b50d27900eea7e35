/**
 * Text that a child printed, safe to show: control characters become U+FFFD, so that neither a
 * terminal nor a Markdown page obeys them; line ends and tabs stay.
 */
export function printable(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) =>
      '\n\t'.includes(character) ? character : '\uFFFD',
    );
}

/** The same in one line: for a cell, a list item, a headline. */
export function oneLine(text: string): string {
  return printable(text).replaceAll('\n', ' ');
}
