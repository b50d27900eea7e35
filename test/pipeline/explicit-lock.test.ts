import { describe, expect, it } from 'vitest';
import { checkExplicitLock, explicitLockIn } from '../../src/pipeline/explicit-lock.ts';
import { UserError } from '../../src/system/errors.ts';

const md5 = '0123456789abcdef'.repeat(2);

describe('an explicit lock', () => {
  it.each([
    `@EXPLICIT\nhttps://c.org/conda-forge/win-64/pypy3.7-7.3.5-h0_4.tar.bz2#${md5}\n`,
    `# a\r\n\r\n@EXPLICIT\r\nhttps://c.org/noarch/pip-21-0.conda#sha256:${md5}${md5}\r\n`,
    '@EXPLICIT\nC:\\my packages\\win-64\\a-1-0.conda',
  ])('%j is one', (text) => {
    expect(() => checkExplicitLock(text, 'lock', 'win32')).not.toThrow();
  });

  it('is held to its platform', () => {
    const text = '@EXPLICIT\n\nhttps://c.org/x/linux-64/a-1-0.conda';
    expect(() => checkExplicitLock(text, 'lock', 'linux')).not.toThrow();
    for (const platform of ['win32', 'darwin'] as const) {
      expect(() => checkExplicitLock(text, 'lock', platform)).toThrow(UserError);
      expect(() => checkExplicitLock(text, 'lock', platform)).toThrow(/^lock:3 names a package/);
    }
  });
});

describe('the lock in what a client printed', () => {
  it('is without all that surrounds it', () => {
    const url = `https://c.org/win-64/a-1-0.conda#${md5}`;
    expect(
      explicitLockIn(
        `warning libmamba x\r\n# platform: win-64\r\n@EXPLICIT\r\n${url}\r\n\r\nbye\r\n`,
      ),
    ).toBe(`@EXPLICIT\n${url}\n`);
  });

  it.each(['', '@EXPLICIT\n', 'https://c.org/win-64/a-1-0.conda'])('is not in %j', (printed) => {
    expect(explicitLockIn(printed)).toBeNull();
  });
});
