import { createRequire } from 'node:module';

/** winrepro's version, from its package.json. */
export function packageVersion(): string {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  return version;
}
