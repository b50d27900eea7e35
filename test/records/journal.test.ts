import { appendFile, copyFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal, readJournal } from '../../src/records/journal.ts';
import { EnvironmentError } from '../../src/system/errors.ts';
import { testFolder } from '../system/folder.ts';
import { noSmallDisk, onSmallDisk, smallDiskTitle } from '../system/small-disk.ts';
import { crashRecord, trialRecord } from './samples.ts';

const at = '2026-11-23T23:45:01.123Z';

async function newPath(): Promise<string> {
  return join(await testFolder(), 'journal.jsonl');
}

/** A journal of three trials: lines 2, 3 and 4. */
async function journalOfThree(): Promise<string> {
  const path = await newPath();
  const journal = openJournal(path);
  for (const trial of [trialRecord(1), trialRecord(2), crashRecord(3)]) journal.append(trial);
  journal.close();
  return path;
}

async function replaceLine(path: string, number: number, line: string): Promise<void> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, lines.with(number - 1, line).join('\n'));
}

function ids(path: string): readonly number[] {
  return readJournal(path).trials.map(({ id }) => id);
}

describe('a journal', () => {
  it('gives back what was appended, in order, by several sessions', async () => {
    const path = await newPath();
    const first = openJournal(path);
    first.append({ type: 'run-started', at, winrepro: '0.1.0' });
    first.append(trialRecord(1));
    first.append({ type: 'run-interrupted', at, reason: 'Ctrl-C' });
    first.close();
    const second = openJournal(path);
    second.append({ type: 'run-resumed', at, winrepro: '0.1.0' });
    second.append(crashRecord(2));
    second.append({ type: 'run-ended', at, state: 'finished', reason: 'a trial crashed' });
    second.close();
    const read = readJournal(path);
    expect(read.entries[0]).toMatchObject({ type: 'journal', schema: 'winrepro/journal/1' });
    expect(read.entries.map(({ type }) => type)).toEqual([
      'journal',
      'run-started',
      'trial',
      'run-interrupted',
      'run-resumed',
      'trial',
      'run-ended',
    ]);
    expect(read.trials).toEqual([trialRecord(1), crashRecord(2)]);
    expect(read).toMatchObject({ torn: 0, corrupt: [], duplicates: [] });
  });

  it('has an entry on the disk as one whole line as soon as it is appended', async () => {
    const path = await newPath();
    const journal = openJournal(path);
    journal.append(trialRecord(1));
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(3);
    expect(ids(path)).toEqual([1]);
    journal.close();
  });

  it('that is not there yet has no entries', async () => {
    expect(readJournal(await newPath())).toEqual({
      entries: [],
      trials: [],
      duplicates: [],
      torn: 0,
      corrupt: [],
    });
  });

  it('counts the first of two trials with one number and reports the others', async () => {
    const path = await newPath();
    const journal = openJournal(path);
    journal.append(trialRecord(1));
    journal.append(crashRecord(1));
    journal.append(trialRecord(2));
    journal.append(trialRecord(1));
    journal.close();
    const read = readJournal(path);
    expect(read.trials).toEqual([trialRecord(1), trialRecord(2)]);
    expect(read.duplicates).toEqual([
      { id: 1, line: 3 },
      { id: 1, line: 5 },
    ]);
  });

  it('reads with the line ends of a Windows editor and with empty lines', async () => {
    const path = await journalOfThree();
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n\r\n'));
    expect(readJournal(path)).toMatchObject({ torn: 0, corrupt: [] });
    expect(ids(path)).toEqual([1, 2, 3]);
  });
});

describe('a torn journal', () => {
  it('loses only its last record, wherever that was cut, and goes on', async () => {
    const whole = await journalOfThree();
    const bytes = await readFile(whole);
    const start = bytes.lastIndexOf(10, bytes.length - 2) + 1;
    const path = join(dirname(whole), 'torn.jsonl');
    for (let cut = start; cut < bytes.length; cut += 1) {
      await copyFile(whole, path);
      await truncate(path, cut);
      const torn = cut > start ? 1 : 0;
      expect(readJournal(path)).toMatchObject({ torn, corrupt: [] });
      expect(ids(path)).toEqual([1, 2]);
      const journal = openJournal(path);
      journal.append(crashRecord(3));
      journal.close();
      const read = readJournal(path);
      expect(read).toMatchObject({ torn, corrupt: [], duplicates: [] });
      expect(read.trials).toEqual([trialRecord(1), trialRecord(2), crashRecord(3)]);
    }
    expect(bytes.length - start).toBeGreaterThan(500);
    expect(await readdir(dirname(whole))).toHaveLength(2);
  });

  it('tells how many bytes were cut off', async () => {
    const path = await journalOfThree();
    await appendFile(path, '{"type":"trial","ä');
    openJournal(path).close();
    expect(readJournal(path).entries.at(-1)).toMatchObject({
      type: 'repaired',
      tornBytes: 19,
      corruptLines: [],
      copy: null,
    });
  });

  it('whose very first line was torn begins anew', async () => {
    const path = await newPath();
    await writeFile(path, '{"type":"jour');
    openJournal(path).close();
    const read = readJournal(path);
    expect(read.entries.map(({ type }) => type)).toEqual(['journal', 'repaired']);
    expect(read.torn).toBe(1);
  });

  it('with a tail that was never a record is kept as it was, beside it', async () => {
    const path = await journalOfThree();
    await appendFile(path, '\0'.repeat(5000));
    const found = await readFile(path);
    openJournal(path).close();
    expect(readJournal(path)).toMatchObject({ torn: 1, corrupt: [] });
    expect(ids(path)).toEqual([1, 2, 3]);
    expect(await readFile(`${path}.corrupt-1`)).toEqual(found);
    expect(readJournal(path).entries.at(-1)).toMatchObject({
      tornBytes: 5000,
      copy: 'journal.jsonl.corrupt-1',
    });
  });
});

describe('a corrupt journal', () => {
  it('is read without the bad line, which is reported with file and line', async () => {
    const path = await journalOfThree();
    await replaceLine(path, 3, `{"type":"trial","id":2,${'x'.repeat(500)}`);
    const read = readJournal(path);
    expect(read.trials.map(({ id }) => id)).toEqual([1, 3]);
    expect(read.corrupt).toEqual([
      {
        line: 3,
        at: `${path}:3`,
        problem: 'it is not JSON',
        text: `{"type":"trial","id":2,${'x'.repeat(177)}`,
      },
    ]);
  });

  it('is kept as it was beside itself once, and the damage stays known', async () => {
    const path = await journalOfThree();
    await replaceLine(path, 2, 'garbage');
    const found = await readFile(path, 'utf8');
    for (const id of [4, 5]) {
      const journal = openJournal(path);
      journal.append(trialRecord(id));
      journal.close();
    }
    expect(await readdir(dirname(path))).toEqual(['journal.jsonl', 'journal.jsonl.corrupt-1']);
    expect(await readFile(`${path}.corrupt-1`, 'utf8')).toBe(found);
    const read = readJournal(path);
    expect(read.trials.map(({ id }) => id)).toEqual([2, 3, 4, 5]);
    expect(read.corrupt.map(({ line }) => line)).toEqual([2]);
    expect(read.entries.filter(({ type }) => type === 'repaired')).toMatchObject([
      { tornBytes: 0, corruptLines: [2], copy: 'journal.jsonl.corrupt-1' },
    ]);
  });

  it('that is damaged again is kept again under the next number', async () => {
    const path = await journalOfThree();
    await replaceLine(path, 2, 'garbage');
    openJournal(path).close();
    await replaceLine(path, 4, '\u0000\u0001');
    openJournal(path).close();
    expect(await readdir(dirname(path))).toEqual([
      'journal.jsonl',
      'journal.jsonl.corrupt-1',
      'journal.jsonl.corrupt-2',
    ]);
    expect(readJournal(path).corrupt.map(({ line }) => line)).toEqual([2, 4]);
    expect(ids(path)).toEqual([2]);
  });

  it('with a damaged first line still gives its trials', async () => {
    const path = await journalOfThree();
    await replaceLine(path, 1, '{"type":"journal","schema":"winrepro/jour');
    expect(readJournal(path).corrupt.map(({ line }) => line)).toEqual([1]);
    expect(ids(path)).toEqual([1, 2, 3]);
  });

  it('of another schema is refused, and nothing in it is touched', async () => {
    const path = await journalOfThree();
    await replaceLine(path, 1, '{"type":"journal","schema":"winrepro/journal/2","new":true}');
    const found = await readFile(path, 'utf8');
    for (const use of [readJournal, openJournal]) {
      expect(() => use(path)).toThrow(EnvironmentError);
      expect(() => use(path)).toThrow(
        `${path}:1 is of the schema winrepro/journal/2 and this winrepro reads winrepro/journal/1: use the version of winrepro that wrote it`,
      );
    }
    expect(await readFile(path, 'utf8')).toBe(found);
    expect(await readdir(dirname(path))).toEqual(['journal.jsonl']);
  });

  it.skipIf(noSmallDisk !== undefined)(
    smallDiskTitle('does not come from a full disk: the record is refused whole'),
    async () => {
      const disk = join(await testFolder(), 'disk');
      await onSmallDisk(disk, () => {
        const path = join(disk, 'journal.jsonl');
        const journal = openJournal(path);
        let taken = 0;
        expect(() => {
          for (; taken < 1000; taken += 1) journal.append(trialRecord(taken + 1));
        }).toThrow('no space left on the disk of');
        journal.close();
        expect(taken).toBeGreaterThan(50);
        expect(readJournal(path)).toMatchObject({ torn: 0, corrupt: [], duplicates: [] });
        expect(ids(path)).toHaveLength(taken);
      });
    },
  );
});
