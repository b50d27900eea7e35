import { isObject } from '../../records/shape.ts';

/** An address up to the last @ of its word. */
const ADDRESS = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s"'\\]*@)/gi;

/**
 * A text whose addresses no longer hold a user with a password, or a token. `ssh://git@host/` stays: its
 * user is no secret.
 */
export function withoutPasswords(text: string): string {
  return text.replaceAll(ADDRESS, (whole, scheme: string, before: string) => {
    const [authority = ''] = before.split(/[/?#]/);
    const at = authority.lastIndexOf('@');
    const user = authority.slice(0, Math.max(0, at));
    if (at >= 0) {
      const isSecret = user.includes(':') || /^https?:/i.test(scheme);
      return isSecret ? scheme + before.slice(at + 1) : whole;
    }
    // A password with a bare slash in it; a port is no password.
    return /:(?!\d*$)/.test(authority) ? scheme : whole;
  });
}

/** The same for all texts of a document but those under the key `text`, whose hash is told beside them. */
export function documentWithoutPasswords(value: unknown): unknown {
  if (typeof value === 'string') return withoutPasswords(value);
  if (Array.isArray(value)) return value.map(documentWithoutPasswords);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'text' ? member : documentWithoutPasswords(member),
    ]),
  );
}
