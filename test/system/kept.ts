import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKeeper, type Keeper } from '../../src/system/keeper.ts';

/** The compiled keeper; test/global-setup.ts builds it. */
export const keeperProgram = new URL('../../dist/system/keeper-process.js', import.meta.url);

/** Lends a keeper to a test and closes it after, whatever happened. */
export async function withKeeper<T>(task: (keeper: Keeper) => Promise<T>): Promise<T> {
  const keeper = startKeeper(keeperProgram, join(tmpdir(), `winrepro-notes-${process.pid}`));
  try {
    return await task(keeper);
  } finally {
    await keeper.close();
  }
}

/** The variables that a child needs to start at all. */
export const plainEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  ['PATH', 'Path', 'SystemRoot', 'WINEPREFIX', 'TEMP', 'TMP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);
