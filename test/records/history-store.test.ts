import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { historyOf, keyText, type DerivedCampaign } from '../../src/records/history.ts';
import { openHistoryStore } from '../../src/records/history-store.ts';
import { openDatabase } from '../../src/system/database.ts';
import { collectGarbage } from '../system/collect-garbage.ts';
import { testFolder } from '../system/folder.ts';
import { derived, night } from './nights.ts';

async function databasePath(): Promise<string> {
  const folder = await testFolder();
  onTestFinished(collectGarbage);
  return join(folder, 'history.db');
}

describe('historyOf', () => {
  const part = derived({ id: 'part' });

  it('counts shards that were merged twice once: by the larger merge, of equals the newer', () => {
    const part = derived({ id: 'a-part', merged: ['s1', 's2'] });
    const whole = derived({ id: 'b-whole', merged: ['s1', 's2', 's3'] });
    const again = derived({ id: 'c-again', merged: ['s3', 's1', 's2'] });
    const others = derived({ id: 'd-others', merged: ['t1'] });
    // Its other shard counts by itself.
    const overlap = derived({ id: 'e-overlap', merged: ['t1', 's1'] });
    const { nights } = historyOf([part, whole, again, others, overlap]);
    expect([...new Set(nights.map(({ campaign }) => campaign))].sort()).toEqual(
      [again, others].flatMap((one) => one.nights.map(({ campaign }) => campaign)).sort(),
    );
  });

  it('leaves out what was merged into another one', () => {
    const whole = derived({ id: 'whole', merged: ['part', 'elsewhere'] });
    const { nights } = historyOf([part, whole]);
    expect(nights.map(({ campaign }) => campaign)).toEqual(['whole']);
  });

  it('keeps a run of the same id, and a campaign that names itself', () => {
    const run = derived({ id: 'part', kind: 'run' });
    const itself = derived({ id: 'whole', merged: ['part', 'whole'] });
    const { nights } = historyOf([part, run, itself]);
    expect(nights.map(({ kind, campaign }) => [kind, campaign])).toEqual([
      ['stress', 'whole'],
      ['run', 'part'],
    ]);
  });
});

const ids = ['a', 'b', 'ä b', 'c%'] as const;

const campaigns: fc.Arbitrary<DerivedCampaign> = fc
  .record({
    kind: fc.constantFrom('stress' as const, 'run' as const),
    id: fc.constantFrom(...ids),
    fingerprint: fc
      .string({ unit: 'grapheme', maxLength: 8 })
      .map((text) => text.replaceAll('\0', '')),
    merged: fc.array(fc.constantFrom(...ids), { maxLength: 3 }),
    problems: fc.array(fc.string({ unit: 'binary' }), { maxLength: 2 }),
    variants: fc.uniqueArray(
      fc.constantFrom('optimized', 'plain', '木 "x"', '\u{1F41B}', '\uFFFD'),
      {
        maxLength: 3,
      },
    ),
    at: fc.constantFrom('2026-11-24T02:00:00.000Z', '2026-11-25T02:00:00.000Z'),
    recipe: fc.constantFrom('control', 'numpy-pypy'),
    signature: fc.string({ unit: 'binary' }),
  })
  .map(({ kind, variants, at, recipe, signature, merged, ...rest }) => ({
    ...rest,
    kind,
    merged: kind === 'stress' ? merged : [],
    nights: variants.map((variant) =>
      night({
        ...{ campaign: rest.id, kind, variant, at, recipe },
        signatures: [{ signature, count: 1 }],
      }),
    ),
  }));

describe('openHistoryStore', () => {
  it('says of any campaigns, stored in any steps, the same as historyOf', async () => {
    const first = await databasePath();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ campaign: campaigns, gone: fc.boolean() }), { maxLength: 8 }),
        fc.record({
          recipe: fc.constantFrom(undefined, 'control'),
          variant: fc.constantFrom(undefined, 'plain', '\u{1F41B}'),
        }),
        async (steps, filter) => {
          const path = `${first}-${(number += 1)}`;
          const expected = new Map<string, DerivedCampaign>();
          for (const { campaign, gone } of steps) {
            const store = await openHistoryStore(path);
            await store.replace(gone ? [] : [campaign], gone ? [campaign] : []);
            store.close();
            if (gone) expected.delete(keyText(campaign));
            else expected.set(keyText(campaign), campaign);
          }
          const store = await openHistoryStore(path);
          expect(await store.content(filter)).toEqual(historyOf(expected.values(), filter));
          expect(await store.fingerprints()).toEqual(
            new Map([...expected].map(([key, { fingerprint }]) => [key, fingerprint])),
          );
          store.close();
        },
      ),
      { numRuns: process.platform === 'win32' ? 8 : 40 },
    );
  });

  it('drops and makes anew what another version has left', async () => {
    const path = await databasePath();
    const first = await openHistoryStore(path);
    await first.replace([derived()], []);
    first.close();
    const database = await openDatabase(path);
    await database.write(async () => [
      { sql: 'PRAGMA user_version = 999', values: [] },
      { sql: 'ALTER TABLE nights RENAME COLUMN night TO other', values: [] },
    ]);
    database.close();
    const store = await openHistoryStore(path);
    expect(await store.content()).toEqual({ nights: [], problems: [] });
    await store.replace([derived()], []);
    expect((await store.content()).nights).toEqual(derived().nights);
    store.close();
  });

  it('touches no database of another program', async () => {
    const path = await databasePath();
    const database = await openDatabase(path);
    await database.write(async () => [{ sql: 'CREATE TABLE precious (a)', values: [] }]);
    database.close();
    await expect(openHistoryStore(path)).rejects.toMatchObject({ kind: 'damaged' });
    const again = await openDatabase(path);
    expect(await again.query('SELECT name FROM sqlite_master')).toEqual([{ name: 'precious' }]);
    again.close();
  });
});
