import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EnvironmentError, InternalError } from '../../src/system/errors.ts';
import { canonicalJson, hashCanonical, sha256File, sha256Text } from '../../src/system/hash.ts';
import { testFolder } from './folder.ts';

/** The same value with the keys of all objects in the reverse order of their making. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

const json = fc.jsonValue({ maxDepth: 4 });

describe('SHA-256', () => {
  it('of a text is that of its UTF-8 bytes', () => {
    // FIPS 180-2, appendix B.1.
    expect(sha256Text('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(sha256Text('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('of a file is that of its text, however long', async () => {
    const path = join(await testFolder(), 'ä b');
    const text = 'ä\r\n'.repeat(100_000);
    await writeFile(path, text);
    expect(await sha256File(path)).toBe(sha256Text(text));
  });

  it('of a missing file is an error with its name', async () => {
    const path = join(await testFolder(), 'none');
    await expect(sha256File(path)).rejects.toThrow(EnvironmentError);
    await expect(sha256File(path)).rejects.toThrow(path);
  });
});

describe('the hash of a value', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(hashCanonical(reversed(value))).toBe(hashCanonical(value));
      }),
    );
  });

  it('tells any two values apart, because its text can be read back', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('tells apart what looks alike', () => {
    const values = [1, '1', [1], ['1'], { a: 1 }, { a: '1' }, null, 'null', [], {}, [[]], [{}]];
    const hashes = [...values, { a: { b: 1 } }, { a: 1, b: 1 }, ['a', 1], '', ['']];
    expect(new Set(hashes.map(hashCanonical)).size).toBe(hashes.length);
  });

  it('depends on the order of lists', () => {
    expect(hashCanonical(['/O2', '/GL'])).not.toBe(hashCanonical(['/GL', '/O2']));
  });

  it('takes a key that is undefined as one that is not there', () => {
    expect(hashCanonical({ a: 1, b: undefined })).toBe(hashCanonical({ a: 1 }));
  });

  it.each([
    ['undefined', undefined],
    ['a hole in a list', [undefined]],
    ['NaN', Number.NaN],
    ['infinity', { a: Infinity }],
    ['a function', () => 1],
    ['a big integer', 1n],
    ['a date', { at: new Date(0) }],
    ['a map', new Map()],
  ])('refuses %s, which JSON cannot hold', (_, value) => {
    expect(() => hashCanonical(value)).toThrow(InternalError);
  });

  it('does not change from one version of winrepro to the next without notice', () => {
    expect(canonicalJson({ b: [1, -0, 'ä"\n'], a: { d: null, c: true } })).toBe(
      '{"a":{"c":true,"d":null},"b":[1,0,"ä\\"\\n"]}',
    );
  });
});
