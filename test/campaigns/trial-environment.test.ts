import { expect, test } from 'vitest';
import { baseEnvironment } from '../../src/campaigns/trial-environment.ts';

test('what npm adds and what would unbuffer by luck is left out, the rest stays', () => {
  expect(
    baseEnvironment({
      PATH: '/bin',
      npm_config_cache: 'x',
      npm_lifecycle_event: 'start',
      INIT_CWD: '/',
      PYTHONUNBUFFERED: '1',
      LANG: 'C',
      EMPTY: undefined,
    }),
  ).toEqual({ PATH: '/bin', LANG: 'C' });
});
