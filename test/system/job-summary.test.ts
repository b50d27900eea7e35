import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnvironmentError } from '../../src/system/errors.ts';
import { appendJobSummary } from '../../src/system/job-summary.ts';

const MIB = 1024 * 1024;

describe('the summary of a job', () => {
  let folder: { path: string; cleanup: () => Promise<void> };
  beforeAll(async () => {
    folder = await dir({ unsafeCleanup: true, prefix: 'summary ä ' });
  });
  afterAll(() => folder.cleanup());

  it('is nothing where no job runs', async () => {
    expect(await appendJobSummary('x', {})).toBe(false);
    expect(await appendJobSummary('x', { GITHUB_STEP_SUMMARY: '' })).toBe(false);
  });

  it('is added to what is there, in a paragraph of its own', async () => {
    const path = join(folder.path, 'step 1.md');
    expect(await appendJobSummary('### ä\n', { GITHUB_STEP_SUMMARY: path })).toBe(true);
    await appendJobSummary('### b\n', { GITHUB_STEP_SUMMARY: path });
    expect(readFileSync(path, 'utf8')).toBe('### ä\n\n\n### b\n');
  });

  it('is cut between lines before it has more than 1 MiB', async () => {
    const path = join(folder.path, 'long.md');
    const environment = { GITHUB_STEP_SUMMARY: path };
    writeFileSync(path, 'x'.repeat(1000));
    await appendJobSummary('- größer\n'.repeat(200_000), environment);
    const text = readFileSync(path, 'utf8');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MIB);
    expect(Buffer.byteLength(text)).toBeGreaterThan(MIB - 100);
    expect(text).toMatch(/\n- größer\n\n\n_The rest is left out: a summary may have 1 MiB\._\n$/);
    expect(text).not.toContain('\uFFFD');
    await appendJobSummary('more\n'.repeat(100), environment);
    expect(readFileSync(path).length).toBeLessThanOrEqual(MIB);
  });

  it('says where it cannot be written', async () => {
    const path = join(folder.path, 'a folder');
    mkdirSync(path);
    const adding = appendJobSummary('x', { GITHUB_STEP_SUMMARY: path });
    await expect(adding).rejects.toThrow(EnvironmentError);
    await expect(adding).rejects.toThrow(path);
  });
});
