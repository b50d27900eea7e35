import { access, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../src/system/database.ts';
import { setAside } from '../../src/system/set-aside.ts';
import { testFolder } from './folder.ts';

const windows = process.platform === 'win32';
/** Windows allows no question mark in a name. */
const odd = windows ? 'ä #% %20 ñ.db' : 'ä #?%  %20 ñ.db';

async function filled(path: string): Promise<Database> {
  const database = await openDatabase(path);
  await database.write(async () => [
    { sql: 'CREATE TABLE t (a TEXT, b REAL)', values: [] },
    { sql: 'INSERT INTO t VALUES (?, ?)', values: ['ä\n"', 1.5] },
    { sql: 'INSERT INTO t VALUES (?, ?)', values: [null, 2] },
  ]);
  return database;
}

describe('openDatabase', () => {
  it('makes the very file that is named, and nothing beside it', async () => {
    const folder = await testFolder();
    const database = await filled(join(folder, odd));
    database.close();
    expect(await readdir(folder)).toEqual([odd]);
    const again = await openDatabase(join(folder, odd));
    expect(await again.query('SELECT a, b FROM t ORDER BY b')).toEqual([
      { a: 'ä\n"', b: 1.5 },
      { a: null, b: 2 },
    ]);
    again.close();
  });

  it('writes all or nothing', async () => {
    const database = await filled(join(await testFolder(), odd));
    const attempt = database.write(async (query) => {
      expect(await query('SELECT count(*) AS n FROM t')).toEqual([{ n: 2 }]);
      return [
        { sql: 'DELETE FROM t', values: [] },
        { sql: 'INSERT INTO nowhere VALUES (1)', values: [] },
      ];
    });
    await expect(attempt).rejects.toMatchObject({ name: 'EnvironmentError', kind: 'refused' });
    expect(await database.query('SELECT count(*) AS n FROM t')).toEqual([{ n: 2 }]);
    database.close();
  });

  it('waits for another connection that writes', async () => {
    const path = join(await testFolder(), odd);
    const [one, other] = [await filled(path), await openDatabase(path)];
    for (const database of [one, other, one]) {
      await database.write(async () => [{ sql: "INSERT INTO t VALUES ('x', 0)", values: [] }]);
    }
    expect(await other.query('SELECT count(*) AS n FROM t')).toEqual([{ n: 5 }]);
    one.close();
    other.close();
  });

  it.each([
    ['a text', Buffer.from('this is no database, but somebody needs it')],
    ['a broken one', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4080, 7)])],
  ])('tells %s from a database, so that it can be set aside', async (_, content) => {
    const folder = await testFolder();
    const path = join(folder, odd);
    await writeFile(path, content);
    await expect(openDatabase(path)).rejects.toMatchObject({ kind: 'damaged' });
    const copy = await setAside(path, 'damaged');
    expect(copy).toBe(`${path}.damaged-1`);
    (await filled(path)).close();
  });

  it('says so when the driver cannot be loaded, and makes no file', async () => {
    const path = join(await testFolder(), odd);
    const missing = ['@libsql', 'no-such-client'].join('/');
    const load = async () => (await import(/* @vite-ignore */ missing)) as never;
    await expect(openDatabase(path, load)).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('npm install @libsql/client') as string,
    });
    await expect(access(path)).rejects.toThrow();
  });

  it('is refused a folder in the place of the file', async () => {
    const folder = await testFolder();
    await expect(openDatabase(folder)).rejects.toMatchObject({ kind: 'refused' });
  });
});
