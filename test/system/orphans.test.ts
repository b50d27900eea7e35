import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import { endOrphans } from '../../src/system/orphans.ts';
import { isAlive, processIdentity } from '../../src/system/process-identity.ts';
import type { ProcessNote } from '../../src/system/process-notes.ts';
import { testFolder } from './folder.ts';

const IDLE = 'setTimeout(() => {}, 60_000)';
/** Starts a child of its own, writes both numbers and idles. */
const FAMILY = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', ${JSON.stringify(IDLE)}], { stdio: 'ignore' });
  require('node:fs').writeFileSync('numbers', process.pid + ' ' + child.pid);
  ${IDLE}`;

/** An idle process as the keeper starts them: the leader of a group of its own. */
async function idle(code = IDLE, cwd = process.cwd()): Promise<number> {
  const child = spawn(process.execPath, ['-e', code], {
    ...{ detached: process.platform !== 'win32', stdio: 'ignore', cwd },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child.pid ?? 0;
}

function note(folder: string, pid: number, changes: Partial<ProcessNote> = {}): void {
  mkdirSync(folder, { recursive: true });
  const whole = {
    ...processIdentity(pid),
    startedAt: new Date().toISOString(),
    program: '/b/loop',
  };
  writeFileSync(join(folder, `${pid}.json`), JSON.stringify({ ...whole, ...changes }));
}

async function untilDead(pid: number): Promise<void> {
  const begun = performance.now();
  const lives = (): boolean => isAlive({ pid, startToken: null });
  while (lives() && performance.now() - begun < 10_000) await sleep(10);
  expect(lives()).toBe(false);
}

describe('of the processes that were noted', () => {
  it('one that still runs is ended with its children, and told', async () => {
    const folder = await testFolder();
    const pid = await idle(FAMILY, folder);
    const numbers = join(folder, 'numbers');
    while (!existsSync(numbers) || (await readFile(numbers, 'utf8')) === '') await sleep(10);
    const child = Number((await readFile(numbers, 'utf8')).split(' ')[1]);
    const notes = join(folder, 'processes');
    note(notes, pid);
    expect(isAlive({ pid: child, startToken: null })).toBe(true);
    expect(await endOrphans(notes)).toEqual([
      `ended process ${pid} (loop), which a killed winrepro left running`,
    ]);
    await untilDead(pid);
    await untilDead(child);
    expect(readdirSync(notes)).toEqual([]);
  });

  it('a later one of the same number is left alone, and the note goes', async () => {
    const notes = join(await testFolder(), 'processes');
    const pid = await idle();
    const { startToken } = processIdentity(pid);
    // Only Linux tells when a process started without a tool; elsewhere the time of the note tells.
    if (startToken !== null) note(notes, pid, { startToken: `${startToken}0` });
    else note(notes, pid, { startedAt: '2026-11-23T23:45:01.123Z' });
    const told = await endOrphans(notes);
    expect(isAlive(processIdentity(pid))).toBe(true);
    expect(told).toHaveLength(startToken === null ? 1 : 0);
    expect(readdirSync(notes)).toEqual([]);
  });

  it('one of which nothing but the number and a time is known is ended only when both agree', async () => {
    const notes = join(await testFolder(), 'processes');
    const [other, same] = [await idle(), await idle()];
    note(notes, other, { startToken: null, startedAt: '2026-11-23T23:45:01.123Z' });
    expect(await endOrphans(notes)).toEqual([
      `process ${other} (loop) may have been left by a killed winrepro: end it by hand if so`,
    ]);
    expect(isAlive(processIdentity(other))).toBe(true);
    note(notes, same, { startToken: null });
    expect(await endOrphans(notes)).toEqual([
      `ended process ${same} (loop), which a killed winrepro left running`,
    ]);
    await untilDead(same);
  });

  it('one that ended is no news', async () => {
    const notes = join(await testFolder(), 'processes');
    const pid = await idle();
    note(notes, pid);
    process.kill(pid, 'SIGKILL');
    await untilDead(pid);
    expect(await endOrphans(notes)).toEqual([]);
    expect(readdirSync(notes)).toEqual([]);
  });

  it('what is no note is removed and ends nobody', async () => {
    const notes = join(await testFolder(), 'processes');
    mkdirSync(notes);
    const startedAt = new Date().toISOString();
    const garbage = [
      ...['', '{', 'null', '7', '[]', '"x"', '{"pid": "1"}', '{"pid": 1}'],
      ...[0, -1, 1.5, 1e300].map((pid) => JSON.stringify({ pid, startedAt, program: 'x' })),
      JSON.stringify({ pid: process.pid, startedAt: 7, program: 'x' }),
      JSON.stringify({ pid: process.pid, startedAt, program: null }),
      JSON.stringify({ pid: process.pid, startedAt: 'yesterday', program: 'x', startToken: null }),
    ];
    for (const [place, text] of garbage.entries()) writeFileSync(join(notes, `${place}`), text);
    const told = await endOrphans(notes);
    expect(told).toEqual([
      `process ${process.pid} (x) may have been left by a killed winrepro: end it by hand if so`,
    ]);
    expect(readdirSync(notes)).toEqual([]);
  });

  it('none are there without a folder', async () => {
    expect(await endOrphans(join(await testFolder(), 'processes'))).toEqual([]);
  });
});
