/** cdb writes `00007ff6`91d81014` and `00007ff691d81014`; a report writes `0x7ff691d81014`. For regular expressions. */
export const ADDRESS = '(?:[0-9a-fA-F]{8}`[0-9a-fA-F]{8}|[0-9a-fA-F]{8,16})';

/** `0x` and lower-case digits, leading zeros left out. */
export function address(text: string): string {
  const bare = text
    .replaceAll('`', '')
    .toLowerCase()
    .replace(/^0+(?=.)/, '');
  return `0x${bare}`;
}
