import { InternalError } from '../system/errors.ts';
import {
  DatabaseError,
  openDatabase,
  type Database,
  type Query,
  type SqlValue,
  type Statement,
} from '../system/database.ts';
import {
  type CampaignKey,
  type DerivedCampaign,
  type HistoryContent,
  keyText,
  type Merger,
  newestFirst,
  type NightFilter,
  type NightKind,
  takenIds,
} from './history.ts';
import type { Night } from './night.ts';

/**
 * The index of a workspace's nights. Nothing in it is truth: all of it was derived from the
 * campaigns' own files. Every call throws DatabaseError.
 */
export interface HistoryStore {
  /** The fingerprint under which each campaign was stored, by `keyText`. */
  readonly fingerprints: () => Promise<ReadonlyMap<string, string>>;
  /** All of it or nothing. */
  readonly replace: (
    changed: readonly DerivedCampaign[],
    gone: readonly CampaignKey[],
  ) => Promise<void>;
  /** As `historyOf` of everything that is stored. */
  readonly content: (filter?: NightFilter) => Promise<HistoryContent>;
  readonly close: () => void;
}

/** Says that a SQLite file is this index and nothing else: `wrhi`. */
const APPLICATION = 0x77726869;

/** Raised with every change of the tables or of what a row means: the old rows are dropped. */
const VERSION = 2;

const tables = [
  `CREATE TABLE campaigns (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID`,
  `CREATE TABLE merged (
    whole TEXT NOT NULL,
    part TEXT NOT NULL,
    PRIMARY KEY (part, whole)
  ) WITHOUT ROWID`,
  `CREATE TABLE nights (
    kind TEXT NOT NULL,
    campaign TEXT NOT NULL,
    variant TEXT NOT NULL,
    recipe TEXT NOT NULL,
    at TEXT NOT NULL,
    night TEXT NOT NULL,
    PRIMARY KEY (kind, campaign, variant)
  ) WITHOUT ROWID`,
  'CREATE INDEX nights_by_time ON nights (recipe, variant, at)',
];

/**
 * Opens the index, and makes its tables when they are missing or of another version.
 *
 * @throws DatabaseError: `damaged` also for a SQLite file of another program.
 */
export async function openHistoryStore(
  path: string,
  open: (path: string) => Promise<Database> = openDatabase,
): Promise<HistoryStore> {
  const database = await open(path);
  try {
    if (!(await isCurrent(database.query, path))) await makeTables(database, path);
    return storeOf(database, path);
  } catch (error) {
    database.close();
    throw error;
  }
}

async function isCurrent(query: Query, path: string): Promise<boolean> {
  const application = await pragma(query, 'application_id');
  if (application === APPLICATION) return (await pragma(query, 'user_version')) === VERSION;
  const [row] = await query('SELECT count(*) AS n FROM sqlite_master');
  if (row?.['n'] === 0) return false;
  throw new DatabaseError(
    'damaged',
    `${path} is a database of another program: move it away`,
    null,
  );
}

async function pragma(query: Query, name: string): Promise<SqlValue> {
  const [row] = await query(`PRAGMA ${name}`);
  return row?.[name] ?? null;
}

/** Asks again once nobody else can: another process may have made them, and filled them, meanwhile. */
async function makeTables(database: Database, path: string): Promise<void> {
  const drops = ['nights', 'merged', 'campaigns'].map((name) => `DROP TABLE IF EXISTS ${name}`);
  const marks = [`PRAGMA application_id = ${APPLICATION}`, `PRAGMA user_version = ${VERSION}`];
  await database.write(async (query) => {
    if (await isCurrent(query, path)) return [];
    return [...drops, ...tables, ...marks].map((sql) => ({ sql, values: [] }));
  });
}

function storeOf(database: Database, path: string): HistoryStore {
  return {
    async fingerprints() {
      const rows = await database.query('SELECT kind, id, fingerprint FROM campaigns');
      return new Map(
        rows.map((row) => [
          keyText({ kind: kindOf(row['kind']), id: textOf(row['id']) }),
          textOf(row['fingerprint']),
        ]),
      );
    },
    async replace(changed, gone) {
      const statements = [
        ...[...gone, ...changed].flatMap(removal),
        ...changed.flatMap((campaign) => insertion(campaign)),
      ];
      if (statements.length > 0) await database.write(() => Promise.resolve(statements));
    },
    async content(filter = {}) {
      return {
        nights: await nights(database, path, filter),
        problems: await problems(database, path),
      };
    },
    close: () => database.close(),
  };
}

function removal({ kind, id }: CampaignKey): readonly Statement[] {
  return [
    { sql: 'DELETE FROM campaigns WHERE kind = ? AND id = ?', values: [kind, id] },
    { sql: 'DELETE FROM nights WHERE kind = ? AND campaign = ?', values: [kind, id] },
    ...(kind === 'stress' ? [{ sql: 'DELETE FROM merged WHERE whole = ?', values: [id] }] : []),
  ];
}

function insertion(campaign: DerivedCampaign): readonly Statement[] {
  const { kind, id, fingerprint, merged, problems: sentences } = campaign;
  return [
    {
      sql: 'INSERT INTO campaigns (kind, id, fingerprint, problems) VALUES (?, ?, ?, ?)',
      values: [kind, id, fingerprint, JSON.stringify(sentences)],
    },
    ...[...new Set(merged)].map((part) => ({
      sql: 'INSERT INTO merged (whole, part) VALUES (?, ?)',
      values: [id, part],
    })),
    ...campaign.nights.map((night) => ({
      sql: 'INSERT INTO nights (kind, campaign, variant, recipe, at, night) VALUES (?, ?, ?, ?, ?, ?)',
      values: [kind, id, night.variant, night.recipe, night.at, JSON.stringify(night)],
    })),
  ];
}

/** The same as `historyOf`, which the tests hold it to. */
async function nights(
  database: Database,
  path: string,
  { recipe = null, variant = null }: { [Key in keyof NightFilter]?: string | null | undefined },
): Promise<readonly Night[]> {
  const rows = await database.query(
    `SELECT night FROM nights
    WHERE (?1 IS NULL OR recipe = ?1) AND (?2 IS NULL OR variant = ?2)`,
    [recipe, variant],
  );
  const taken = takenIds(await mergers(database));
  return rows
    .map((row) => parsed(row['night'], path) as Night)
    .filter(({ kind, campaign }) => !(kind === 'stress' && taken.has(campaign)))
    .sort(newestFirst);
}

async function mergers(database: Database): Promise<readonly Merger[]> {
  const parts = new Map<string, string[]>();
  for (const row of await database.query('SELECT whole, part FROM merged')) {
    const whole = textOf(row['whole']);
    parts.set(whole, [...(parts.get(whole) ?? []), textOf(row['part'])]);
  }
  return [...parts].map(([id, merged]) => ({ id, merged }));
}

async function problems(database: Database, path: string): Promise<readonly string[]> {
  const rows = await database.query(
    "SELECT kind, id, problems FROM campaigns WHERE problems <> '[]'",
  );
  return rows
    .map((row) => ({
      key: keyText({ kind: kindOf(row['kind']), id: textOf(row['id']) }),
      sentences: parsed(row['problems'], path) as readonly string[],
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap(({ sentences }) => sentences);
}

function parsed(value: SqlValue | undefined, path: string): unknown {
  try {
    return JSON.parse(textOf(value)) as unknown;
  } catch (error) {
    throw new DatabaseError('damaged', `${path} has a row that is not JSON: move it away`, error);
  }
}

function kindOf(value: SqlValue | undefined): NightKind {
  return value === 'run' ? 'run' : 'stress';
}

function textOf(value: SqlValue | undefined): string {
  if (typeof value === 'string') return value;
  throw new InternalError(`a column of the history holds ${String(value)} instead of text`);
}
