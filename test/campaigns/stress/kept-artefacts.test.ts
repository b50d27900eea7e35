import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepArtefacts, keptKinds } from '../../../src/campaigns/stress/kept-artefacts.ts';
import type { TrialRecord } from '../../../src/records/trial-record.ts';
import { folderBytes } from '../../../src/system/files.ts';
import { crashRecord, trialRecord } from '../../records/samples.ts';
import { testFolder } from '../../system/folder.ts';
import { stressRecord, tallyOf } from './samples.ts';

/** A trial's record, with its output of so many bytes on the disk. */
function left(folder: string, trial: TrialRecord, bytes: number): TrialRecord {
  const file = `trials/${String(trial.id).padStart(6, '0')}/output.txt`;
  mkdirSync(join(folder, file, '..', 'scratch'), { recursive: true });
  writeFileSync(join(folder, file), Buffer.alloc(bytes - 10));
  writeFileSync(join(folder, file, '..', 'scratch', 'core'), Buffer.alloc(10));
  return { ...trial, output: { ...trial.output, file } };
}

describe('of the artefacts of trials', () => {
  it('all are kept up to the cap, then the first of each kind of end', async () => {
    const folder = await testFolder();
    const kept = await keepArtefacts(folder, 250, false, []);
    const ids: number[] = [];
    for (let id = 1; id <= 12; id += 1) {
      const changes = { signature: id < 9 ? 'SIGSEGV' : 'SIGABRT' };
      const trial = await kept.trim(left(folder, crashRecord(id, changes), 100));
      const { file } = trial.output;
      expect(existsSync(join(folder, 'trials', String(id).padStart(6, '0')))).toBe(file !== null);
      if (file !== null) ids.push(id);
    }
    expect(ids).toEqual([1, 2, 9]);
    // Never more than the cap and one of each kind beyond it.
    expect(await folderBytes(join(folder, 'trials'))).toBe(300);
  });

  it('a kind is the variant, the outcome and the signature, or else the status', async () => {
    const folder = await testFolder();
    const kept = await keepArtefacts(folder, 0, false, []);
    const file = async (id: number, changes: Partial<TrialRecord>): Promise<string | null> =>
      (await kept.trim(left(folder, crashRecord(id, changes), 100))).output.file;
    expect(await file(1, {})).not.toBeNull();
    expect(await file(2, {})).toBeNull();
    expect(await file(3, { variant: 'O0' })).not.toBeNull();
    const hung = { outcome: 'hung', signature: null } as const;
    expect(await file(4, hung)).not.toBeNull();
    expect(await file(5, hung)).toBeNull();
    expect(await file(6, { ...hung, status: 'SIGABRT' })).not.toBeNull();
  });

  it('what earlier sessions kept counts against the cap, and as the first of its kind', async () => {
    const folder = await testFolder();
    const first = left(folder, crashRecord(1), 100);
    const tally = tallyOf(stressRecord(), [first, crashRecord(2, { signature: 'never kept' })]);
    // The second has no output on the disk: that of `crashRecord` is named all the same.
    const kept = await keepArtefacts(folder, 150, false, keptKinds(tally));
    expect((await kept.trim(left(folder, crashRecord(3), 100))).output.file).toBeNull();
    expect(keptKinds(tallyOf(stressRecord(), [without(crashRecord(1))])).size).toBe(0);
  });

  it('all are kept when the user wants them', async () => {
    const folder = await testFolder();
    const kept = await keepArtefacts(folder, 0, true, []);
    for (const id of [1, 2, 3]) {
      const trial = left(folder, crashRecord(id), 100);
      expect(await kept.trim(trial)).toEqual(trial);
    }
  });

  it('the last lines of a clean trial are not journaled, those of a crash are', async () => {
    const kept = await keepArtefacts(await testFolder(), 0, false, []);
    const clean = without(trialRecord(1));
    expect((await kept.trim(clean)).output).toEqual({ ...clean.output, tail: '' });
    expect(await kept.trim(without(crashRecord(2)))).toEqual(without(crashRecord(2)));
  });
});

function without(trial: TrialRecord): TrialRecord {
  return { ...trial, output: { ...trial.output, file: null } };
}
