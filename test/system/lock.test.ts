import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import { EnvironmentError } from '../../src/system/errors.ts';
import type { LockHolder } from '../../src/system/lock-queue.ts';
import { acquireLock, lockHolder } from '../../src/system/lock.ts';
import { testFolder } from './folder.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'records');
/** The modules as plain JavaScript: Node 20 cannot run TypeScript. Built by the global set-up. */
const modules = join(import.meta.dirname, '..', '..', 'dist');

function start(fixture: string, args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [join(fixtures, fixture), modules, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** A process that holds the lock until its standard input is closed or it is killed. */
async function keeper(lock: string, command = 'winrepro run control'): Promise<ChildProcess> {
  const child = start('lock-keeper.mjs', [lock, command]);
  if (child.stdout === null) throw new Error('no pipe');
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('it never held the lock')));
  await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => undefined);
  return child;
}

const self = { command: 'winrepro run mine', wait: false };

describe('a lock', () => {
  it('is free again after its release, and its file is gone', async () => {
    const folder = join(await testFolder(), 'not made yet');
    const lock = join(folder, 'lock');
    const first = await acquireLock(lock, self);
    expect(await lockHolder(lock)).toMatchObject({
      pid: process.pid,
      host: hostname(),
      command: 'winrepro run mine',
    });
    first.release();
    first.release();
    expect(await lockHolder(lock)).toBeNull();
    expect(await readdir(folder)).toEqual([]);
    (await acquireLock(lock, self)).release();
  });

  it('that another process holds is refused with who, since when and what to do', async () => {
    const folder = await testFolder();
    const lock = join(folder, 'lock');
    const child = await keeper(lock);
    const trying = acquireLock(lock, self);
    await expect(trying).rejects.toThrow(EnvironmentError);
    await expect(trying).rejects.toThrow(
      new RegExp(
        `^workspace .* is in use by winrepro run control \\(process ${child.pid} since \\d\\d:\\d\\d\\): wait for it, or use another --workspace$`,
      ),
    );
    await expect(acquireLock(lock, { ...self, what: 'the run 4f2a' })).rejects.toThrow(
      'the run 4f2a is in use by winrepro run control',
    );
    expect((await lockHolder(lock))?.pid).toBe(child.pid);
  });

  it('is waited for, the holder told once, and got when the holder ends normally', async () => {
    const lock = join(await testFolder(), 'lock');
    const child = await keeper(lock);
    const told: LockHolder[] = [];
    const waiting = acquireLock(lock, {
      ...self,
      wait: true,
      pollMs: 10,
      onWait: (holder) => {
        told.push(holder);
        setTimeout(() => child.stdin?.end(), 100);
      },
    });
    const { release } = await waiting;
    expect(told.map(({ pid }) => pid)).toEqual([child.pid]);
    expect((await lockHolder(lock))?.pid).toBe(process.pid);
    release();
  });

  it('of a process that was killed is taken over at once', async () => {
    const lock = join(await testFolder(), 'lock');
    const child = await keeper(lock);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await lockHolder(lock)).toBeNull();
    (await acquireLock(lock, self)).release();
  });

  it('of a process whose number now belongs to another is taken over', async () => {
    const lock = join(await testFolder(), 'lock');
    const { release } = await acquireLock(lock, self);
    const [mine] = (await readFile(lock, 'utf8')).trim().split('\n');
    release();
    const earlier = { ...(JSON.parse(mine ?? '') as LockHolder), nonce: 'earlier' };
    await writeFile(lock, `${JSON.stringify(earlier)}\n`);
    await expect(acquireLock(lock, self)).rejects.toThrow(EnvironmentError);
    if (earlier.startToken === null) return;
    await writeFile(lock, `${JSON.stringify({ ...earlier, startToken: 'other:1' })}\n`);
    (await acquireLock(lock, self)).release();
  });

  it('of another machine is not taken over, and the message says how to end that', async () => {
    const lock = join(await testFolder(), 'lock');
    const holder: LockHolder = {
      pid: 1,
      startToken: null,
      host: `not-${hostname()}`,
      since: '2020-01-02T12:00:00.000Z',
      command: 'winrepro run far',
      nonce: 'far',
    };
    await writeFile(lock, `${JSON.stringify(holder)}\n`);
    const trying = acquireLock(lock, self);
    await expect(trying).rejects.toThrow(`on the machine not-${hostname()} (process 1 since 2020-`);
    await expect(trying).rejects.toThrow(`or remove ${lock} if it has ended`);
  });

  it.each([
    ['nothing', ''],
    ['text', 'this is no lock\n'],
    ['half a line', '{"pid":1,"startTok'],
    ['other JSON', 'null\n[]\n7\n{"pid":"1"}\n{"left":7}\n'],
    ['bytes', Buffer.from([0, 255, 254, 10, 0, 0, 123])],
  ])('whose file holds %s is free', async (_, content) => {
    const lock = join(await testFolder(), 'lock');
    await writeFile(lock, content);
    expect(await lockHolder(lock)).toBeNull();
    const { release } = await acquireLock(lock, self);
    await expect(acquireLock(lock, self)).rejects.toThrow(EnvironmentError);
    release();
  });

  it('that is a folder is named as the fault', async () => {
    const lock = join(await testFolder(), 'lock');
    await mkdir(lock);
    await expect(acquireLock(lock, self)).rejects.toThrow(`cannot write ${lock}: it is a folder`);
  });

  it('is given up with the reason of the abort, and the one behind moves up', async () => {
    const lock = join(await testFolder(), 'lock');
    const first = await acquireLock(lock, self);
    const controller = new AbortController();
    const waiting = { ...self, wait: true, pollMs: 5 };
    const second = acquireLock(lock, { ...waiting, signal: controller.signal });
    const third = acquireLock(lock, waiting);
    const reason = new Error('Ctrl-C');
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    first.release();
    (await third).release();
    await expect(acquireLock(lock, { ...self, signal: controller.signal })).rejects.toBe(reason);
    expect(await lockHolder(lock)).toBeNull();
  });

  it('goes to those who wait in the order in which they came', async () => {
    const lock = join(await testFolder(), 'lock');
    const first = await acquireLock(lock, self);
    const order: number[] = [];
    const waiters: Promise<void>[] = [];
    for (const place of [1, 2, 3, 4]) {
      let queued = (): void => undefined;
      const isQueued = new Promise<void>((resolve) => {
        queued = resolve;
      });
      const options = { ...self, wait: true, pollMs: 1, onWait: () => queued() };
      waiters.push(
        acquireLock(lock, options).then(({ release }) => {
          order.push(place);
          release();
        }),
      );
      await isQueued;
    }
    first.release();
    await Promise.all(waiters);
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it('whose file was removed under a waiting process is asked for again, behind the next', async () => {
    const lock = join(await testFolder(), 'lock');
    const first = await acquireLock(lock, self);
    const told: string[] = [];
    const waiting = acquireLock(lock, {
      command: 'late',
      wait: true,
      pollMs: 5,
      onWait: ({ command }) => told.push(command),
    });
    while (told.length === 0) await sleep(5);
    // As when a release that has not seen the waiting line removed the file, and another was quicker.
    const next = { ...(await lockHolder(lock)), command: 'next', nonce: 'next' };
    writeFileSync(lock, `${JSON.stringify(next)}\n`);
    while (told.length === 1) await sleep(5);
    expect((await lockHolder(lock))?.command).toBe('next');
    appendFileSync(lock, '{"left":"next"}\n');
    const late = await waiting;
    expect(told).toEqual(['winrepro run mine', 'next']);
    expect((await lockHolder(lock))?.command).toBe('late');
    first.release();
    expect((await lockHolder(lock))?.command).toBe('late');
    late.release();
    expect(await lockHolder(lock)).toBeNull();
  });

  it('is held by one of 20 racing processes at a time, some of which are killed inside', async () => {
    const lock = join(await testFolder(), 'lock');
    await writeFile(`${lock}.counter`, '0');
    const turns = 6;
    const contenders = Array.from({ length: 20 }, (_, index) => {
      const args = [lock, String(turns), ...(index % 4 === 0 ? ['die'] : [])];
      return start('lock-contender.mjs', args);
    });
    const ends = await Promise.all(
      contenders.map(async (child) => {
        const said: string[] = [];
        child.stdout?.on('data', (text: Buffer) => said.push(text.toString()));
        const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
        return `${code ?? signal ?? ''}${said.join('')}`;
      }),
    );
    const expected = contenders.map((_, index) => (index % 4 === 0 ? 'SIGKILL' : '0'));
    // Windows has no signals: a process that kills itself so ends with status 1.
    if (process.platform !== 'win32') expect(ends).toEqual(expected);
    expect(await readFile(`${lock}.counter`, 'utf8')).toBe(String(15 * turns + 5 * (turns - 1)));
    expect(await lockHolder(lock)).toBeNull();
  }, 60_000);
});
