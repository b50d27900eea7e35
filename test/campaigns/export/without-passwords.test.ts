import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  documentWithoutPasswords,
  withoutPasswords,
} from '../../../src/campaigns/export/without-passwords.ts';

describe('an address in an export', () => {
  it.each([
    ['https://user:pw@host/x.git', 'https://host/x.git'],
    ['https://ghp_token@github.com/x', 'https://github.com/x'],
    [
      'git clone https://u:p@h/x.git && rediss://:pw@h:6379',
      'git clone https://h/x.git && rediss://h:6379',
    ],
    ['"https://u:p/@ss@host/x"', '"https://host/x"'],
  ])('%s loses its secret', (text, without) => {
    expect(withoutPasswords(text)).toBe(without);
  });

  it.each([
    'ssh://git@github.com/numpy/numpy.git',
    'git@github.com:numpy/numpy.git',
    'https://github.com/numpy/numpy.git',
    'https://example.org/path?mail=a@b.c',
    'C:\\Users\\a@b',
    'trial 14 0x7f@18: no address',
  ])('%s stays as it is', (text) => {
    expect(withoutPasswords(text)).toBe(text);
  });

  it('is found in every text of a document, but the recipe stays what its hash says', () => {
    const secret = 'https://u:p@h/';
    expect(
      documentWithoutPasswords({ a: [secret, 1, null], b: { c: secret, text: secret } }),
    ).toEqual({ a: ['https://h/', 1, null], b: { c: 'https://h/', text: secret } });
  });

  it('has no secret left whatever it is', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_.~%!$-]{1,12}$/);
    fc.assert(
      fc.property(word, word, word, (user, secret, host) => {
        const text = withoutPasswords(`see https://${user}:${secret}@${host}.example/`);
        expect(text).toBe(`see https://${host}.example/`);
      }),
    );
  });
});
