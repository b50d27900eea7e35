import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * The suite that runs inside Wine (or on Windows itself): what is written for Windows, and the
 * suites of the lower layers, which must behave there as everywhere. A test file that needs POSIX is
 * named *.posix.test.ts.
 */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    env: { PYTHONUNBUFFERED: '', NO_COLOR: '1' },
    include: [
      'test/windows/**/*.win32.test.ts',
      'test/{trial,recipe,records,statistics,search,pipeline}/**/*.test.ts',
    ],
    exclude: ['**/*.posix.test.ts', 'test/windows/e2e/**', 'node_modules/**'],
    // Crash and kill tests measure processes; two files at a time would disturb each other.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
