import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { InternalError } from './errors.ts';
import { fileError } from './file-error.ts';

/** SHA-256 of the UTF-8 bytes, 64 hexadecimal digits. */
export function sha256Text(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function sha256Bytes(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SHA-256 of a file's bytes, read as a stream. Throws EnvironmentError. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw fileError(error, 'read', path);
  }
  return hash.digest('hex');
}

/**
 * SHA-256 of a value's canonical JSON. Two values have the same hash when they are the same JSON:
 * the order of keys and keys that are `undefined` do not matter, the order of lists does.
 * Throws InternalError for what JSON cannot hold, because two such values could share a key.
 */
export function hashCanonical(value: unknown): string {
  return sha256Text(canonicalJson(value));
}

/** JSON without spaces, its keys sorted by code unit. */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (Number.isFinite(value)) return JSON.stringify(value);
      break;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      if (isPlain(value)) return canonicalObject(value);
      break;
    default:
      break;
  }
  throw new InternalError(`a value of type ${typeof value} cannot be a part of a content key`);
}

function canonicalObject(value: object): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
