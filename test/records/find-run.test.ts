import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findRun, latestRun, listRuns } from '../../src/records/find-run.ts';
import type { JournalEntry } from '../../src/records/journal-entry.ts';
import { openJournal } from '../../src/records/journal.ts';
import { createRun, makeRunId, runsPath, type RunFolder } from '../../src/records/run-folder.ts';
import { EnvironmentError, UserError } from '../../src/system/errors.ts';
import { acquireLock } from '../../src/system/lock.ts';
import { testFolder } from '../system/folder.ts';
import { runRecord, trialRecord } from './samples.ts';

const at = '2026-11-23T23:45:01.123Z';
const started: JournalEntry = { type: 'run-started', at, winrepro: '0.1.0' };
const resumed: JournalEntry = { type: 'run-resumed', at, winrepro: '0.1.0' };
const interrupted: JournalEntry = { type: 'run-interrupted', at, reason: 'Ctrl-C' };
const finished: JournalEntry = { type: 'run-ended', at, state: 'finished', reason: 'crashed' };
const failed: JournalEntry = { type: 'run-ended', at, state: 'failed', reason: 'no compiler' };

async function makeRun(
  workspace: string,
  createdAt: string,
  suffix: string,
  entries: readonly JournalEntry[] = [],
): Promise<RunFolder> {
  const id = makeRunId({ createdAt, recipe: 'control', variant: 'optimized', suffix });
  const folder = await createRun(workspace, runRecord({ id, createdAt }));
  const journal = openJournal(folder.journal);
  for (const entry of entries) journal.append(entry);
  journal.close();
  return folder;
}

describe('the runs of a workspace', () => {
  it('are none in a workspace that is not there', async () => {
    expect(await listRuns(join(await testFolder(), 'nowhere'))).toEqual([]);
  });

  it('come newest first, to the millisecond', async () => {
    const workspace = await testFolder();
    await makeRun(workspace, '2026-11-23T23:45:01.900Z', 'aaaa');
    await makeRun(workspace, '2026-11-23T23:45:01.100Z', 'bbbb');
    await makeRun(workspace, '2026-11-23T23:45:02.000Z', '0000');
    const runs = await listRuns(workspace);
    expect(runs.map(({ id }) => id.slice(-4))).toEqual(['0000', 'aaaa', 'bbbb']);
    expect(runs[0]).toMatchObject({
      createdAt: '2026-11-23T23:45:02.000Z',
      recipe: 'control',
      variant: 'optimized',
      problem: null,
    });
  });

  it.each([
    ['nothing at all', [], 'interrupted'],
    ['a start and trials only, as kill -9 leaves it', [started, trialRecord(1)], 'interrupted'],
    ['an interruption', [started, interrupted], 'interrupted'],
    ['an end', [started, trialRecord(1), finished], 'finished'],
    ['an end and a note', [started, finished, { type: 'note', at, text: '"run-' }], 'finished'],
    ['a failed end', [started, failed], 'failed'],
    ['a failed end and a new start', [started, failed, resumed], 'interrupted'],
    ['an interruption, a new start and an end', [interrupted, resumed, finished], 'finished'],
    [
      'a trial that printed what looks like an end',
      [
        started,
        trialRecord(1, {
          output: { ...trialRecord(1).output, tail: '{"type":"run-ended","state":"failed"}\n' },
        }),
      ],
      'interrupted',
    ],
  ] as const)('whose journal tells of %s are in their state', async (_, entries, state) => {
    const workspace = await testFolder();
    await makeRun(workspace, at, 'aaaa', entries);
    expect((await listRuns(workspace)).map((run) => run.state)).toEqual([state]);
  });

  it('are running while their lock is held', async () => {
    const workspace = await testFolder();
    const folder = await makeRun(workspace, at, 'aaaa', [started]);
    const { release } = await acquireLock(folder.lock, { command: 'winrepro run', wait: false });
    onTestFinished(release);
    expect((await latestRun(workspace)).state).toBe('running');
    release();
    expect((await latestRun(workspace)).state).toBe('interrupted');
  });

  it('are told as damaged when they cannot be read, and hide no others', async () => {
    const workspace = await testFolder();
    const damaged = await makeRun(workspace, '2026-11-24T00:00:00.000Z', 'bbbb');
    await makeRun(workspace, at, 'aaaa', [started, finished]);
    await writeFile(damaged.run, '{');
    await mkdir(join(runsPath(workspace), '20261125-000000-killed-before-it-began-cccc'));
    const runs = await listRuns(workspace);
    expect(runs.map(({ state }) => state)).toEqual(['damaged', 'finished']);
    expect(runs[0]?.problem).toContain(`${damaged.run} is not JSON`);
    expect(runs[0]).toMatchObject({ createdAt: null, recipe: null, variant: null });
  });
});

describe('the latest run', () => {
  it('is the newest, or the newest in a state', async () => {
    const workspace = await testFolder();
    await makeRun(workspace, '2026-11-23T01:00:00.000Z', 'aaaa', [started, interrupted]);
    await makeRun(workspace, '2026-11-23T02:00:00.000Z', 'bbbb', [started, interrupted]);
    await makeRun(workspace, '2026-11-23T03:00:00.000Z', 'cccc', [started, finished]);
    expect((await latestRun(workspace)).id).toContain('cccc');
    expect((await latestRun(workspace, ['interrupted'])).id).toContain('bbbb');
    await expect(latestRun(workspace, ['failed'])).rejects.toThrow(UserError);
    await expect(latestRun(workspace, ['failed'])).rejects.toThrow(
      `there is no failed run in ${workspace}: winrepro list runs shows what there is`,
    );
  });

  it('of an empty workspace is an error that says how to begin', async () => {
    const workspace = await testFolder();
    await expect(latestRun(workspace)).rejects.toThrow(
      `there is no run in ${workspace}: start one with winrepro run`,
    );
  });
});

describe('a run', () => {
  it('is found by its id, the beginning of it, or its last part', async () => {
    const workspace = await testFolder();
    const first = await makeRun(workspace, '2026-11-23T01:00:00.000Z', '4f2a');
    const second = await makeRun(workspace, '2026-11-24T02:00:00.000Z', 'bbbb');
    expect(await findRun(workspace, first.id)).toEqual(first);
    expect(await findRun(workspace, '20261124')).toEqual(second);
    expect(await findRun(workspace, '4f2a')).toEqual(first);
  });

  it('is found by its whole id even if another id begins with it', async () => {
    const workspace = await testFolder();
    const short = await makeRun(workspace, at, '4f');
    await makeRun(workspace, at, '4f2a');
    expect(await findRun(workspace, short.id)).toEqual(short);
  });

  it('is asked for again when the text fits several, with their names', async () => {
    const workspace = await testFolder();
    const ids: string[] = [];
    for (const hour of [1, 2, 3, 4, 5, 6]) {
      ids.unshift((await makeRun(workspace, `2026-11-23T0${hour}:00:00.000Z`, `x${hour}`)).id);
    }
    await expect(findRun(workspace, '2026')).rejects.toThrow(UserError);
    await expect(findRun(workspace, '2026')).rejects.toThrow(
      `2026 may be any of 6 runs in ${workspace}: give more of ${ids.slice(0, 5).join(', ')}, ...`,
    );
  });

  it('that is unknown is told with the newest that there are', async () => {
    const workspace = await testFolder();
    await expect(findRun(workspace, 'zzzz')).rejects.toThrow(
      `no run zzzz in ${workspace}: it has none (winrepro list stress, matrices or bisections shows the others); name another workspace with --workspace`,
    );
    const { id } = await makeRun(workspace, at, 'aaaa');
    await expect(findRun(workspace, 'zzzz')).rejects.toThrow(`its newest are ${id}; name`);
  });

  it('is not looked for in a workspace that is a file', async () => {
    const workspace = join(await testFolder(), 'file');
    await mkdir(workspace);
    await writeFile(runsPath(workspace), '');
    await expect(listRuns(workspace)).rejects.toThrow(EnvironmentError);
  });
});
