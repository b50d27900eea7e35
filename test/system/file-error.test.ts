import { describe, expect, it } from 'vitest';
import { EnvironmentError } from '../../src/system/errors.ts';
import { fileError } from '../../src/system/file-error.ts';

function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: said the system`), { code });
}

function message(code: string, action: 'read' | 'write' = 'write'): string {
  const error = fileError(refusal(code), action, '/w s/ö');
  if (!(error instanceof EnvironmentError)) throw new Error('not an EnvironmentError');
  return error.message;
}

describe('a refusal of the file system', () => {
  it.each([
    'EACCES',
    'EPERM',
    'EROFS',
    'ENOSPC',
    'EDQUOT',
    'ENOENT',
    'ENOTDIR',
    'EEXIST',
    'EISDIR',
    'EBUSY',
    'ENOTEMPTY',
    'ENAMETOOLONG',
    'EMFILE',
    'EIO',
  ])('of the kind %s becomes one sentence with the path, the code and a next move', (code) => {
    expect(message(code)).toMatch(
      /^[a-z].*\/w s\/ö.*[;:] .*(check|choose|close|free|give|make|move|end)/,
    );
    expect(message(code)).toContain(code);
  });

  it('says what to do about a full disk', () => {
    expect(message('ENOSPC')).toBe(
      'no space left on the disk of /w s/ö (ENOSPC): free some, or put the workspace on another disk with --workspace',
    );
  });

  it('offers another workspace for writing only', () => {
    expect(message('EACCES', 'write')).toContain('cannot write /w s/ö: permission denied');
    expect(message('EACCES', 'write')).toContain('--workspace');
    expect(message('EACCES', 'read')).not.toContain('--workspace');
  });

  it('keeps the first error as its cause', () => {
    const cause = refusal('EIO');
    expect(fileError(cause, 'read', '/x')).toHaveProperty('cause', cause);
  });

  it('leaves errors of the program and those already told as they are', () => {
    const bug = new TypeError('x is undefined');
    const told = new EnvironmentError('cannot read /x');
    expect(fileError(bug, 'read', '/x')).toBe(bug);
    expect(fileError(told, 'write', '/y')).toBe(told);
  });
});
