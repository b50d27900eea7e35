import { appendFile, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyPath, refreshHistory } from '../../../src/campaigns/history/refresh-history.ts';
import { stressResultOf } from '../../../src/campaigns/stress/result.ts';
import { readStress, stressFolder } from '../../../src/records/stress-folder.ts';
import { DatabaseError, openDatabase } from '../../../src/system/database.ts';
import { testFolder } from '../../system/folder.ts';
import { crashRecord, trialRecord } from '../../records/samples.ts';
import { provenance } from './provenance-sample.ts';
import { nightName, writeRun, writeStress } from './workspace.ts';

const version = '0.1.0';
const unavailable = async () =>
  Promise.reject(new DatabaseError('unavailable', 'no driver here', null));

/** What is derived without any index: the oracle. */
async function derivedNights(workspace: string) {
  return (await refreshHistory(workspace, { version, open: unavailable })).nights;
}

describe('refreshHistory', () => {
  it('finds the nights of stress runs and runs, as their own results tell them', async () => {
    const workspace = await testFolder();
    const first = nightName(1);
    await writeStress(workspace, {
      ...first,
      variants: { optimized: { crashed: 2, clean: 3 }, 'plain ö': { crashed: 0, clean: 4 } },
      provenance: provenance(),
      more: [
        trialRecord(10, { outcome: 'hung' }),
        trialRecord(11, { outcome: 'interrupted', watch: 'pipe' }),
        crashRecord(12, { signature: 'SIGABRT' }),
      ],
    });
    await writeRun(workspace, { ...nightName(2), counts: { crashed: 1, clean: 1 } });
    const { nights, notes, derived } = await refreshHistory(workspace, { version });
    expect(notes).toEqual([]);
    expect(derived).toBe(2);
    expect(nights.map(({ kind, variant }) => [kind, variant])).toEqual([
      ['run', 'optimized'],
      ['stress', 'optimized'],
      ['stress', 'plain ö'],
    ]);
    const [run, optimized, plain] = nights;
    expect(run).toMatchObject({ crashed: 1, clean: 1, iterations: 100_000, state: 'finished' });
    expect(run?.hazard).toMatchObject({ crashes: 1, exposure: 1412 });
    expect(plain?.hazard.interval?.lower).toBe(0);
    expect(optimized).toMatchObject({ machine: 'Büro 1', watch: 'file', hung: 1, interrupted: 1 });
    expect(optimized?.signatures).toEqual([
      { signature: 'SIGSEGV at 14', count: 2 },
      { signature: 'SIGABRT', count: 1 },
    ]);
    expect(optimized?.provenance).toEqual({
      recipe: 'a'.repeat(12),
      winrepro: '0.1.0',
      compiler: 'gcc 12.2.0',
      'compile flags': '-g -O2',
      'link flags': '-g',
      patches: `p ${'b'.repeat(12)}`,
      sources: 'c'.repeat(12),
      build: `control.exe ${'d'.repeat(12)}`,
      os: 'Debian 12 6.1',
      processor: 'Xeon, 8 of x64',
      avx512: 'yes',
      memory: '16 GiB',
      node: 'v20.20.2',
      $CFLAGS: '-O2',
    });
    const folder = stressFolder(workspace, first.id);
    const result = await stressResultOf(await readStress(folder), folder, version);
    expect(result.variants.map(({ name, hazard, builds }) => ({ name, hazard, builds }))).toEqual(
      [optimized, plain].map((one) => ({
        name: one?.variant,
        hazard: one?.hazard,
        builds: one?.builds,
      })),
    );
  });

  it('reads only what is new, changed or gone since', async () => {
    const workspace = await testFolder();
    for (const number of [1, 2, 3]) {
      await writeStress(workspace, {
        ...nightName(number),
        variants: { optimized: { crashed: number, clean: 2 } },
      });
    }
    const derivedBy = async () => (await refreshHistory(workspace, { version })).derived;
    expect(await derivedBy()).toBe(3);
    expect(await derivedBy()).toBe(0);
    const { journal, path, provenance: folder } = stressFolder(workspace, nightName(2).id);
    await appendFile(journal, `${JSON.stringify(crashRecord(99))}\n`);
    expect(await derivedBy()).toBe(1);
    await writeFile(join(folder, 'optimized.json'), JSON.stringify(provenance()));
    expect(await derivedBy()).toBe(1);
    const { nights } = await refreshHistory(workspace, { version });
    expect(nights.map(({ crashed }) => crashed)).toEqual([3, 3, 1]);
    expect(nights[1]?.provenance['compiler']).toBe('gcc 12.2.0');
    await rm(path, { recursive: true });
    expect(await derivedBy()).toBe(0);
    const left = await refreshHistory(workspace, { version });
    expect(left.nights.map(({ campaign }) => campaign)).toEqual([nightName(3).id, nightName(1).id]);
    expect((await refreshHistory(workspace, { version: '9.9.9' })).derived).toBe(2);
    expect((await refreshHistory(workspace, { version: '9.9.9', rebuild: true })).derived).toBe(2);
  });

  it('agrees with all journals read anew, whatever happens in between', async () => {
    const step = fc.record({
      number: fc.integer({ min: 1, max: 4 }),
      what: fc.constantFrom('write', 'merge', 'append', 'tear', 'break', 'remove'),
      crashed: fc.integer({ min: 0, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const workspace = await testFolder();
        let id = 1000;
        for (const { number, what, crashed } of steps) {
          const name = nightName(number);
          const { path, journal, record } = stressFolder(workspace, name.id);
          const there = (await readdir(workspace)).includes('stress');
          const known = there && (await readdir(join(workspace, 'stress'))).includes(name.id);
          if (!known || what === 'write' || what === 'merge') {
            await rm(path, { recursive: true, force: true });
            await writeStress(workspace, {
              ...name,
              variants: { optimized: { crashed, clean: 1 }, plain: { crashed: 0, clean: 1 } },
              merged: what === 'merge' ? [nightName(1 + (number % 4)).id] : [],
            });
          } else if (what === 'append') {
            await appendFile(journal, `${JSON.stringify(crashRecord((id += 1)))}\n`);
          } else if (what === 'tear') {
            await truncate(journal, (await readFile(journal)).length - 3);
          } else if (what === 'break') {
            await writeFile(record, '{');
          } else {
            await rm(path, { recursive: true });
          }
          const { nights, notes } = await refreshHistory(workspace, { version });
          expect(nights).toEqual(await derivedNights(workspace));
          const rebuilt = await refreshHistory(workspace, { version, rebuild: true });
          expect(rebuilt).toMatchObject({ nights, notes });
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('counts the trials of merged campaigns once, and again those of a lost merger', async () => {
    const workspace = await testFolder();
    const variants = { optimized: { crashed: 1, clean: 1 } };
    await writeStress(workspace, { ...nightName(1), variants });
    const merged = [nightName(1).id, '20260101-020000-control-else'];
    await writeStress(workspace, { ...nightName(2), variants, merged });
    const ids = async () =>
      (await refreshHistory(workspace, { version })).nights.map(({ campaign }) => campaign);
    expect(await ids()).toEqual([nightName(2).id]);
    await writeFile(stressFolder(workspace, nightName(2).id).record, '{}');
    expect(await ids()).toEqual([nightName(1).id]);
  });

  it('says which campaign is damaged and goes on, and takes it in once it is mended', async () => {
    const workspace = await testFolder();
    const variants = { optimized: { crashed: 1, clean: 1 } };
    await writeStress(workspace, { ...nightName(1), variants });
    await writeStress(workspace, { ...nightName(2), variants });
    const { record } = stressFolder(workspace, nightName(2).id);
    const text = await readFile(record, 'utf8');
    await writeFile(record, '{}');
    for (let turn = 0; turn < 2; turn += 1) {
      const { nights, notes } = await refreshHistory(workspace, { version });
      expect(nights).toHaveLength(1);
      expect(notes).toHaveLength(1);
      expect(notes[0]).toContain(`stress/${nightName(2).id} is left out`);
      expect(notes[0]).toContain(record);
    }
    await writeFile(record, text);
    expect(await refreshHistory(workspace, { version })).toMatchObject({ notes: [], derived: 1 });
  });

  it.each([
    ['a text', Buffer.from('my own notes, by chance of the same name')],
    ['a torn database', null],
  ])('puts %s aside, says so, and builds anew', async (_, content) => {
    const workspace = await testFolder();
    for (let number = 1; number <= 30; number += 1) {
      const variants = { optimized: { crashed: 1, clean: 1 } };
      await writeRun(workspace, { ...nightName(number), counts: variants.optimized });
    }
    await refreshHistory(workspace, { version });
    const path = historyPath(workspace);
    if (content === null) await truncate(path, 8192 + 100);
    else await writeFile(path, content);
    const damaged = await readFile(path);
    const { nights, notes, derived } = await refreshHistory(workspace, { version });
    expect(nights).toHaveLength(30);
    expect(derived).toBe(30);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('history.db.damaged-1');
    expect(await readFile(`${path}.damaged-1`)).toEqual(damaged);
    expect(await refreshHistory(workspace, { version })).toMatchObject({ notes: [], derived: 0 });
  });

  it('puts the database of another program aside', async () => {
    const workspace = await testFolder();
    await writeRun(workspace, { ...nightName(1), counts: { crashed: 1, clean: 1 } });
    const database = await openDatabase(historyPath(workspace));
    await database.write(async () => [{ sql: 'CREATE TABLE precious (a)', values: [] }]);
    database.close();
    const { nights, notes } = await refreshHistory(workspace, { version });
    expect(nights).toHaveLength(1);
    expect(notes.join()).toContain('another program');
    const kept = await openDatabase(`${historyPath(workspace)}.damaged-1`);
    expect(await kept.query('SELECT name FROM sqlite_master')).toEqual([{ name: 'precious' }]);
    kept.close();
  });

  it('does without an index where there can be none, and says so', async () => {
    const workspace = await testFolder();
    await writeRun(workspace, { ...nightName(1), counts: { crashed: 1, clean: 1 } });
    await mkdir(historyPath(workspace));
    const inPlace = await refreshHistory(workspace, { version });
    expect(inPlace.nights).toHaveLength(1);
    expect(inPlace.notes[0]).toContain('without its index');
    const without = await refreshHistory(workspace, { version, open: unavailable });
    expect(without.nights).toEqual(inPlace.nights);
    expect(without.notes[0]).toContain('no driver here');
  });

  it('is asked by several at once without a failure', async () => {
    const workspace = await testFolder();
    for (let number = 1; number <= 12; number += 1) {
      await writeRun(workspace, { ...nightName(number), counts: { crashed: 1, clean: 5 } });
    }
    await writeFile(historyPath(workspace), 'damaged');
    const all = await Promise.all(
      Array.from({ length: 4 }, () => refreshHistory(workspace, { version })),
    );
    const expected = await derivedNights(workspace);
    for (const { nights, notes } of all) {
      expect(nights).toEqual(expected);
      expect(notes.join()).not.toContain('without its index');
    }
    expect(all.filter(({ notes }) => notes.length > 0)).toHaveLength(1);
  });

  it('makes nothing in a workspace without nights', async () => {
    const workspace = await testFolder();
    expect(await refreshHistory(workspace, { version })).toEqual({
      ...{ nights: [], notes: [], derived: 0 },
    });
    expect(await readdir(workspace)).toEqual([]);
  });
});
