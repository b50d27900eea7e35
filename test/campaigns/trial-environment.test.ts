import { expect, test } from 'vitest';
import { baseEnvironment } from '../../src/campaigns/trial-environment.ts';

test('what npm adds, what would unbuffer by luck and what is secret is left out, the rest stays', () => {
  expect(
    baseEnvironment({
      PATH: '/bin',
      npm_config_cache: 'x',
      npm_lifecycle_event: 'start',
      INIT_CWD: '/',
      PYTHONUNBUFFERED: '1',
      WINREPRO_QUEUE: 'redis://:secret@lab',
      winrepro_notify: 'https://hooks.example.org/secret',
      LANG: 'C',
      EMPTY: undefined,
    }),
  ).toEqual({ PATH: '/bin', LANG: 'C' });
});
