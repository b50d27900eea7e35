import { gunzipSync, gzipSync } from 'node:zlib';
import { UserError } from './errors.ts';

/** Bytes as gzip in base64: small enough for a message. */
export function gzipText(content: Buffer): string {
  return gzipSync(content, { level: 9 }).toString('base64');
}

/** The bytes again. Throws UserError for what is no such text, or holds more than `most` bytes. */
export function gunzipText(text: string, most: number): Buffer {
  try {
    return gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: most });
  } catch {
    throw new UserError('a file arrived damaged, or far too large: submit the campaign again');
  }
}
