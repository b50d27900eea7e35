import { describe, expect, it } from 'vitest';
import { fateOf, type ExportChoice } from '../../../src/campaigns/export/folder-files.ts';

function fate(path: string, choice: Partial<ExportChoice> = {}, type: 'file' | 'other' = 'file') {
  return fateOf({ path, type }, { dumps: false, outputs: 'kept', ...choice }, new Set([2]));
}

describe('what of a folder goes into an archive', () => {
  it.each([
    'run.json',
    'journal.jsonl',
    'journal.jsonl.corrupt-1',
    'provenance/O0.json',
    'crash-report.json',
    'timeline.svg',
    'trials/000001/debugger.log',
    'trials/000001/output.txt',
    'corelation.txt',
  ])('%s goes in', (path) => {
    expect(fate(path)).toBe('in');
  });

  it.each(['lock', 'lock.queue', 'paused', 'result.json', 'run.json.123-0a1b2c3d.tmp'])(
    '%s is no evidence',
    (path) => {
      expect(fate(path)).toBe('no evidence');
    },
  );

  it.each(['a.dmp', 'trials/000001/A.DMP', 'core', 'trials/000001/scratch/core.4711', 'x.core'])(
    '%s goes in with --dumps only',
    (path) => {
      expect(fate(path)).toBe('dumps');
      expect(fate(path, { dumps: true })).toBe('in');
    },
  );

  it('outputs of clean trials go in when all are wanted, and none when none are', () => {
    expect(fate('trials/000002/output.txt')).toBe('outputs');
    expect(fate('trials/000002/output.txt', { outputs: 'all' })).toBe('in');
    expect(fate('trials/000001/output.txt', { outputs: 'none' })).toBe('allOutputs');
  });

  it('links and scratch files stay behind', () => {
    expect(fate('trials/000001/scratch/x')).toBe('scratch');
    expect(fate('run.json', {}, 'other')).toBe('odd');
  });
});
