import { defineConfig } from 'vitest/config';

/** Pure folders are gated; folders of effects are proved by real processes instead. */
const pure = { statements: 95, branches: 90, functions: 95, lines: 95 };

export default defineConfig({
  test: {
    // An inherited PYTHONUNBUFFERED would let the buffering tests pass by luck.
    env: { PYTHONUNBUFFERED: '', NO_COLOR: '1' },
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    exclude: ['test/windows/**', 'test/numpy/**', 'test/fixtures/**'],
    testTimeout: 30_000,
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      thresholds: {
        'src/statistics/**': pure,
        'src/search/**': pure,
        'src/recipe/**': pure,
        'src/trial/**': pure,
      },
    },
  },
});
