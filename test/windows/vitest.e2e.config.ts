import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The suite that drives Windows programs from Linux; started by scripts/test-windows.mjs. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/windows/e2e/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
