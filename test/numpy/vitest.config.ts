import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Real NumPy, a quarter of an hour at the most: `npm run test:numpy` runs it, `npm test` does not. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    env: { PYTHONUNBUFFERED: '', NO_COLOR: '1' },
    include: ['test/numpy/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 900_000,
  },
});
