import { open } from 'node:fs/promises';
import type { Client, InStatement, ResultSet, createClient } from '@libsql/client/sqlite3';
import { EnvironmentError } from './errors.ts';
import { errorCode, fileError } from './file-error.ts';

/** Text ends at its first NUL character: the driver cuts it there. */
export type SqlValue = string | number | null;

export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export type Query = (
  sql: string,
  values?: readonly SqlValue[],
) => Promise<readonly Readonly<Record<string, SqlValue>>[]>;

/** One file of SQLite. Every call throws DatabaseError. */
export interface Database {
  readonly query: Query;
  /**
   * Does all of the statements or none. Other writers wait meanwhile, and it waits for them.
   * `statements` may ask what is there: nobody changes it before they are done.
   */
  readonly write: (statements: (query: Query) => Promise<readonly Statement[]>) => Promise<void>;
  readonly close: () => void;
}

/**
 * `unavailable`: the driver cannot be loaded on this machine. `damaged`: the file is no database, or
 * a broken one. `refused`: all else, such as a disk that is full or a folder that is read-only.
 */
export type DatabaseFailure = 'unavailable' | 'damaged' | 'refused';

export class DatabaseError extends EnvironmentError {
  readonly kind: DatabaseFailure;

  constructor(kind: DatabaseFailure, message: string, cause: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

interface Driver {
  readonly createClient: typeof createClient;
}

/** An optional dependency: its binaries exist for the common machines only. */
const loadDriver = (): Promise<Driver> => import('@libsql/client/sqlite3');

/** How long one process waits for another, ms. */
const PATIENCE_MS = 10_000;

/**
 * Opens the file, and makes it when there is none. Several processes may have it open.
 *
 * The journal mode stays the standard one: a handle of this driver outlives `close()` until the
 * garbage collector finds it, so that WAL would leave its two side files behind, and a file set
 * aside would be mispaired with the log of another.
 *
 * @throws DatabaseError
 */
export async function openDatabase(path: string, load = loadDriver): Promise<Database> {
  await refuseForeign(path);
  const driver = await loaded(load);
  const client = await guarded(path, () =>
    // The whole path is one encoded word: only so `?`, `#`, `%`, `\` and `//` come through.
    driver.createClient({
      url: `file:${encodeURIComponent(path)}`,
      concurrency: 1,
      timeout: PATIENCE_MS,
    }),
  );
  const database = databaseOf(client, path);
  try {
    await requireSound(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function databaseOf(client: Client, path: string): Database {
  return {
    query: queryOf((statement) => client.execute(statement), path),
    async write(statements) {
      const transaction = await guarded(path, () => client.transaction('write'));
      try {
        const query = queryOf((statement) => transaction.execute(statement), path);
        for (const { sql, values } of await statements(query)) await query(sql, values);
        await guarded(path, () => transaction.commit());
      } finally {
        transaction.close();
      }
    },
    close: () => client.close(),
  };
}

function queryOf(execute: (statement: InStatement) => Promise<ResultSet>, path: string): Query {
  return async (sql, values = []) => {
    const { rows, columns } = await guarded(path, () => execute({ sql, args: [...values] }));
    return rows.map((row) =>
      Object.fromEntries(columns.map((column) => [column, plain(row[column])])),
    );
  };
}

/** Blobs and 64-bit integers are never written by us. */
function plain(value: unknown): SqlValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

async function loaded(load: () => Promise<Driver>): Promise<Driver> {
  try {
    return await load();
  } catch (error) {
    throw new DatabaseError(
      'unavailable',
      `@libsql/client cannot be loaded (${firstLine(error)}): install it with npm install @libsql/client`,
      error,
    );
  }
}

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');

/** Before the driver opens it: on Windows it would hold the file against being set aside. */
async function refuseForeign(path: string): Promise<void> {
  const beginning = Buffer.alloc(MAGIC.length);
  let read: number;
  try {
    const file = await open(path, 'r');
    try {
      read = (await file.read(beginning, 0, MAGIC.length, 0)).bytesRead;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    const words = fileError(error, 'read', path);
    throw new DatabaseError('refused', firstLine(words), error);
  }
  if (read > 0 && !beginning.equals(MAGIC)) {
    throw new DatabaseError('damaged', `${path} is no SQLite database: move it away`, null);
  }
}

async function requireSound(database: Database, path: string): Promise<void> {
  const [row] = await database.query('PRAGMA quick_check(1)');
  const answer = row?.['quick_check'];
  if (answer === 'ok') return;
  throw new DatabaseError('damaged', `${path} is damaged (${answer ?? ''}): move it away`, null);
}

const damage: ReadonlySet<string> = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'SQLITE_FORMAT']);

async function guarded<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const kind = damage.has(errorCode(error) ?? '') ? 'damaged' : 'refused';
    const move =
      kind === 'damaged'
        ? 'move it away'
        : 'give this user access to it and free space on its disk';
    throw new DatabaseError(kind, `${path}: ${firstLine(error)}: ${move}`, error);
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? '';
}
