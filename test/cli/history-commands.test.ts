import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compareCommand } from '../../src/cli/commands/compare.ts';
import { historyCommand } from '../../src/cli/commands/history.ts';
import { COMPARISON_SCHEMA, type Comparison } from '../../src/records/comparison.ts';
import { HISTORY_SCHEMA, type HistoryDocument } from '../../src/records/history-document.ts';
import { provenance } from '../campaigns/history/provenance-sample.ts';
import { nightName, writeRun, writeStress } from '../campaigns/history/workspace.ts';

let workspace: string;
let printed = '';

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'Nächte '));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  for (const number of [1, 2, 3, 4]) {
    const crashed = number === 4 ? 60 : 3;
    await writeStress(workspace, {
      ...nightName(number),
      variants: { optimized: { crashed, clean: 40 }, plain: { crashed: 0, clean: 40 } },
      provenance: provenance(number === 4 ? { winrepro: '0.2.0' } : {}),
    });
  }
  await writeRun(workspace, { ...nightName(5), counts: { crashed: 2, clean: 1 } });
});

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(workspace, { recursive: true, force: true });
});

/** The commands alone, in this process: what they print on stdout, and the exit code. */
async function typed(...words: readonly string[]) {
  await yargs([...words, '--workspace', workspace])
    .command(historyCommand)
    .command(compareCommand)
    .strict()
    .exitProcess(false)
    .fail((message: string | null, error?: Error) => {
      throw error ?? new Error(message ?? '');
    })
    .parseAsync();
  return { stdout: printed, code: process.exitCode };
}

describe('history', () => {
  it('prints a table for each variant, the newest night first', async () => {
    const { stdout, code } = await typed('history', '--last', '2');
    expect(code).toBe(0);
    const [headline, headings, ...rows] = stdout.split('\n');
    expect(headline).toBe('control/optimized');
    expect(headings).toContain('crashes  rate');
    expect(rows[0]).toMatch(/^ {2}2026-01-05 02:00 {2}0005 {2}- +3 +2 +.*cannot tell$/);
    expect(rows[1]).toMatch(
      /0004 {2}Büro 1 +100 +60 +9\.3e-4 \[.*\] +worse +winrepro: 0\.1\.0 → 0\.2\.0/,
    );
    expect(stdout).toContain('control/plain');
    expect(stdout).not.toContain('0002');
  });

  it('prints one document, and narrows it to a variant', async () => {
    const { stdout } = await typed('history', 'control', '--variant', 'plain', '--json');
    const document = JSON.parse(stdout) as HistoryDocument;
    expect(document.schema).toBe(HISTORY_SCHEMA);
    expect(document.nights.map(({ night }) => [night.variant, night.campaign])).toEqual(
      [4, 3, 2, 1].map((number) => ['plain', nightName(number).id]),
    );
  });

  it('says that there is nothing', async () => {
    const { stdout } = await typed('history', 'numpy-pypy');
    expect(stdout).toContain('no nights of numpy-pypy');
  });

  it('writes the page', async () => {
    const file = join(workspace, 'history.html');
    await typed('history', '--html', file, '--rebuild');
    expect(await readFile(file, 'utf8')).toContain(`stress/${nightName(4).id}/report.html`);
  });

  it('refuses a number of nights that is none', async () => {
    await expect(typed('history', '--last', '0')).rejects.toThrow(/--last takes a whole number/);
  });
});

describe('compare', () => {
  it('compares the variants that both have, and says with its exit code what is open', async () => {
    const { stdout, code } = await typed('compare', '0003', '0004', '--json');
    const { schema, variants, before } = JSON.parse(stdout) as Comparison;
    expect(schema).toBe(COMPARISON_SCHEMA);
    expect(before.campaign).toBe(nightName(3).id);
    expect(variants.map(({ kind, ratio }) => [kind, ratio?.confidence])).toEqual([
      ['worse', 0.975],
      ['cannot-tell', undefined],
    ]);
    expect(code).toBe(3);
  });

  it('compares two variants by name, and is done when it can tell', async () => {
    const { stdout, code } = await typed('compare', '0004/plain', '0004/optimized');
    expect(stdout).toMatch(/^plain → optimized: worse\n/);
    expect(stdout).toContain('60 crashes in 64,720 iterations after');
    expect(code).toBe(0);
  });

  it('compares a run with the same variant of a stress run, in Markdown', async () => {
    const { stdout } = await typed('compare', nightName(4).id, '0005', '--format', 'markdown');
    expect(stdout).toContain('| optimized | 9.3e-4');
    expect(stdout).toContain('- optimized: iterations: none → 100000');
  });

  it.each([
    [['0009', '0004'], /no stress run or run 0009/],
    [['0004/nothing', '0004'], /0004 has no variant nothing: it has optimized, plain/],
    [['2026', '0004'], /may be any of 4/],
  ])('refuses %j', async (names, message) => {
    await expect(typed('compare', ...names)).rejects.toThrow(message);
  });

  it('refuses two that have no variant in common', async () => {
    await writeStress(workspace, {
      ...nightName(6),
      variants: { other: { crashed: 0, clean: 1 }, another: { crashed: 0, clean: 1 } },
    });
    await expect(typed('compare', '0004', '0006')).rejects.toThrow(/no variant in common/);
  });
});
