import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from '../../src/system/clock.ts';
import type { JournalEntry } from '../../src/records/journal-entry.ts';
import type { StressResult } from '../../src/records/stress-result.ts';
import type { TrialRecord } from '../../src/records/trial-record.ts';
import { processesOf, type SeenProcess } from './session-processes.ts';

/** A stress run of the control that is the same each time, two trials at a time. */
export function control(...options: readonly string[]): readonly string[] {
  return ['stress', 'control', '--compiler', 'gcc', '--seed', '7', '--jobs', '2', ...options];
}

/** Hours of work, so that only the test can end it. */
export const FOREVER = ['--variants', 'O0', '--iterations', '2000000000'] as const;

/** The stress runs of a workspace that began: a folder without `stress.json` was killed before. */
export function stressesIn(workspace: string): readonly string[] {
  const folder = join(workspace, 'stress');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((id) => join(folder, id))
    .filter((path) => existsSync(join(path, 'stress.json')));
}

/** The folder of the only stress run. Throws when there is another number of them. */
export function stressIn(workspace: string): string {
  const [path, other] = stressesIn(workspace);
  if (path === undefined || other !== undefined) throw new Error(`not one run in ${workspace}`);
  return path;
}

/** All whole entries of a journal; one that is being written is left out. Throws at half an entry. */
export function journalOf(folder: string): readonly JournalEntry[] {
  const file = join(folder, 'journal.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as JournalEntry);
}

export function trialsIn(folder: string): readonly TrialRecord[] {
  return journalOf(folder).filter((entry) => entry.type === 'trial');
}

/** What makes two trials of the same number the same. */
export function told({ id, variant, seed, outcome, iteration, signature }: TrialRecord): unknown {
  return { id, variant, seed, outcome, iteration, signature };
}

/** By their numbers. */
export function sorted(trials: readonly TrialRecord[]): readonly TrialRecord[] {
  return [...trials].sort((a, b) => a.id - b.id);
}

export function resultOf(text: string): StressResult {
  return JSON.parse(text) as StressResult;
}

/** The running targets of a workspace. */
export function targetsOf(folder: string): readonly SeenProcess[] {
  return processesOf(folder).filter(({ name }) => name === 'control');
}

export function keeperOf(folder: string): number {
  const keeper = processesOf(folder).find(({ command }) => command.includes('keeper-process'));
  if (keeper === undefined) throw new Error(`no keeper works in ${folder}`);
  return keeper.pid;
}

/** Waits until the condition holds; throws after a minute, with what was waited for. */
export async function waitFor(what: string, condition: () => boolean): Promise<void> {
  const begun = performance.now();
  while (!condition()) {
    if (performance.now() - begun > 60_000) throw new Error(`never came: ${what}`);
    await sleep(20);
  }
}
