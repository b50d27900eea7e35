/** Quotes one word for a POSIX shell. */
export function quotePosix(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * Quotes one word for a line typed into cmd.exe: by the rules of CommandLineToArgvW
 * (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments), with cmd's own
 * metacharacters inside the quotes, where they are plain. A percent sign cannot be quoted on an
 * interactive line; `^%` outside quotes keeps `%NAME%` from being expanded.
 */
export function quoteCmd(word: string): string {
  if (word !== '' && /^[\w@+=:,./\\-]+$/.test(word)) return word;
  const escaped = word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1');
  return `"${escaped}"`.replaceAll('%', '"^%"');
}
