import { describe, expect, it } from 'vitest';
import { condaReason, offlineWords, saysUnavailable } from '../../src/pipeline/conda-failure.ts';

const pinned = { package: 'pypy3.7', version: '7.3.5', builds: [4], why: 'w' };

describe('the reason of a failure', () => {
  it('is the message of the last JSON object, behind progress', () => {
    const output =
      '{"fetch":"a","finished":true,"maxval":1,"progress":1}\n\0{\n  "error": "E: x",\n' +
      '  "exception_name": "LibMambaUnsatisfiableError",\n  "message": "Encountered\\u001b[31m {\\n}"\n}\nbye\n';
    expect(condaReason(output)).toBe('LibMambaUnsatisfiableError: Encountered {\n}');
  });

  it('is the list of problems of micromamba --json', () => {
    expect(condaReason('{"solver_problems": ["nothing provides x", "y"], "success": false}')).toBe(
      'nothing provides x\ny',
    );
  });

  it('is the text from the first error on, without colours and overwritten progress', () => {
    const output =
      'conda-forge 10%\rconda-forge 99%\rconda-forge done\n\u001b[31merror\u001b[0m    libmamba Could not solve\n    └─ x\n';
    expect(condaReason(output)).toBe('error    libmamba Could not solve\n    └─ x');
  });

  it('is the end of a text that names no error', () => {
    const lines = Array.from({ length: 40 }, (_, n) => `line ${n}`);
    expect(condaReason(lines.join('\r\n')).split('\n')).toEqual(lines.slice(-30));
    expect(condaReason('')).toBe('');
  });
});

describe('a build that is not to be had', () => {
  it.each([
    'PackagesNotFoundError: The following packages are not available from current channels:\n\n  - pypy3.7==7.3.5[build=*_4]\n',
    "ResolvePackageNotFound: PackagesNotFoundError\n  - pypy3.7[version='7.3.5',build='*_4']",
    'PackagesNotFoundError: ...\n  - pypy3.7=7.3.5=*_4\n',
    'Encountered problems while solving:\n  - nothing provides requested pypy3.7 7.3.5 *_4\n',
    'error    libmamba Could not solve for environment specs\n    └─ pypy3.7 ==7.3.5 *_4 does not exist (perhaps a typo or a missing channel).',
    'The following packages are incompatible\n├─ cython 0.29 is installable;\n└─ pypy3.7 7.3.5 *_4 does not exist (perhaps a missing channel).',
  ])('is told by %j', (reason) => {
    expect(saysUnavailable(reason, pinned, 4)).toBe(true);
    expect(saysUnavailable(reason, pinned, 3)).toBe(false);
  });

  it.each([
    'PackagesNotFoundError: not available from current channels:\n  - cython=0.29\n',
    'PackagesNotFoundError: not available from current channels:\n  - xpypy3.7=7.3.5=*_4\n',
    '  - nothing provides libffi 3.3.* needed by pypy3.7-7.3.5-h0_4',
    '  - nothing provides requested pypy3.7 7.3.5 *_41',
    '└─ pypy3.7 7.3.5 *_4 is not installable because it requires\n   └─ libffi 3.3, which does not exist (perhaps a missing channel)',
    '└─ pypy3.7 7.3.5 *_4 conflicts with any installable versions',
    'command: conda create pypy3.7=7.3.5=*_4',
    '',
  ])('is not told by %j', (reason) => {
    expect(saysUnavailable(reason, pinned, 4)).toBe(false);
  });
});

describe('no network', () => {
  it.each([
    'CondaHTTPError: HTTP 000 CONNECTION FAILED for url <https://x>',
    'Download error (6) Could not resolve hostname [https://x]',
    "Download error (6) Couldn't resolve host name [https://x]",
    'Download error (28) Timeout was reached [https://x]',
    '  ConnectionError(MaxRetryError("HTTPSConnectionPool"))',
  ])('is told by %j', (line) => {
    expect(offlineWords(`first\n${line}\nlast`)).toBe(line.trim());
  });

  it.each(['CondaHTTPError: HTTP 404 NOT FOUND for url <https://x>', 'nothing provides x'])(
    'is not told by %j',
    (line) => {
      expect(offlineWords(line)).toBeNull();
    },
  );
});
