/** Options whose values are addresses with secrets in them. */
const secret: ReadonlySet<string> = new Set(['--notify', '--queue']);

/**
 * Arguments as they may be recorded and shown. Of a web address its origin is left
 * (`https://hooks.example.org/…`), of another one its scheme and host (`redis://…@host:6379`).
 */
export function redactArguments(args: readonly string[]): readonly string[] {
  return args.map((word, index) => {
    const previous = args[index - 1];
    if (previous !== undefined && secret.has(previous)) return redactAddress(word);
    const [name = '', ...value] = word.split('=');
    return secret.has(name) && value.length > 0
      ? `${name}=${redactAddress(value.join('='))}`
      : word;
  });
}

/** The address without path, query, user and password; `…` for a text that is none. */
export function redactAddress(text: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(text);
  const [, scheme = '', authority = '', rest = ''] = match ?? [];
  if (match === null || authority === '') return '…';
  // A password with a bare slash in it: where the host begins is anyone's guess.
  if (rest.includes('@')) return `${scheme}://…`;
  const at = authority.lastIndexOf('@');
  const host = `${at < 0 ? '' : '…@'}${authority.slice(at + 1)}`;
  const more = rest === '' || rest === '/' ? '' : '/…';
  return `${scheme}://${host}${more}`;
}
