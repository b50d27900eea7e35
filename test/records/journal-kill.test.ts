import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readJournal } from '../../src/records/journal.ts';
import { testFolder } from '../system/folder.ts';
import { trialRecord } from './samples.ts';

const fixture = join(import.meta.dirname, '..', 'fixtures', 'records', 'journal-writer.mjs');
/** The modules as plain JavaScript: Node 20 cannot run TypeScript. Built by the global set-up. */
const modules = join(import.meta.dirname, '..', '..', 'dist');

/** Lets a process append for a while and kills it; the last number that it acknowledged. */
async function writeAndKill(path: string, ms: number): Promise<number> {
  const template = JSON.stringify(trialRecord(1));
  const child = spawn(process.execPath, [fixture, modules, path, template], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('it never wrote')));
  await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, ms));
  child.kill('SIGKILL');
  await once(child, 'close');
  const whole = said.slice(0, said.lastIndexOf('\n'));
  return Number(whole.slice(whole.lastIndexOf('\n') + 1));
}

describe('a journal whose writers are killed', () => {
  it('holds every record that was acknowledged, once, and at most the one in flight more', async () => {
    const path = join(await testFolder(), 'journal.jsonl');
    for (let turn = 0; turn < 12; turn += 1) {
      const acknowledged = await writeAndKill(path, Math.random() * 40);
      const read = readJournal(path);
      const ids = read.trials.map(({ id }) => id);
      expect(ids).toEqual(ids.map((_, index) => index + 1));
      expect(ids.length - acknowledged).toBeGreaterThanOrEqual(0);
      expect(ids.length - acknowledged).toBeLessThanOrEqual(1);
      expect(read).toMatchObject({ corrupt: [], duplicates: [] });
    }
  }, 60_000);
});
