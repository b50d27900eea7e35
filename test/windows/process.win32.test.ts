import { execa } from 'execa';
import fse from 'fs-extra';
import path from 'node:path';
import tmp from 'tmp-promise';
import { beforeAll, describe, expect, it } from 'vitest';

/**
 * A C program started by node.exe ends its lines with LF, started by anything else with CRLF: libuv
 * hands it descriptors that the C runtime takes for binary. A reader must know both.
 */
const lineEnd = /\r?\n/u;

/**
 * What the project takes for granted about processes on Windows, each seen with execa and the real
 * node.exe. Stack overflow and heap corruption are absent: Wine 8 gets both wrong.
 */
const fixtures = process.env['WINREPRO_WINDOWS_FIXTURES'] ?? '';
const fixture = (name: string): string => path.join(fixtures, `${name}.exe`);

let folder = '';

beforeAll(async () => {
  expect(process.platform).toBe('win32');
  expect(fixtures, 'WINREPRO_WINDOWS_FIXTURES is set by npm run test:windows').not.toBe('');
  folder = (await tmp.dir({ prefix: 'prüf stand', unsafeCleanup: true })).path;
});

describe('the exit code of a crashed program', () => {
  it.each([
    ['null-read', 0xc000_0005],
    ['null-write', 0xc000_0005],
    ['int3', 0x8000_0003],
    ['ud2', 0xc000_001d],
    ['div0', 0xc000_0094],
    ['failfast', 0xc000_0409],
    ['raise', 0xe06d_7363],
    ['abort', 3],
  ])('of kind %s is its status, unsigned and without a signal', async (kind, status) => {
    const result = await execa(fixture('crash'), [kind], { reject: false });
    expect(result.exitCode).toBe(status);
    expect(result.signal).toBeUndefined();
    expect(result.isTerminated).toBe(false);
    expect(result.stdout.split(lineEnd)).toEqual(['11', '14 0']);
  });

  it.each([0xc000_00fd, 0xc000_0374, 0xc000_013a, 0xffff_ffff, 256, 1])(
    'is what the program passed to ExitProcess: %i',
    async (code) => {
      const result = await execa(fixture('crash'), ['exit', String(code)], { reject: false });
      expect(result.exitCode).toBe(code);
    },
  );
});

describe('a file as the program’s stdout', () => {
  it('can be read beside the running program and is complete after a crash', async () => {
    const log = path.join(folder, 'crash.log');
    const fd = fse.openSync(log, 'a');
    const result = await execa(fixture('crash'), ['null-read'], toFile(fd));
    fse.closeSync(fd);
    expect(result.exitCode).toBe(0xc000_0005);
    expect(linesOf(log)).toEqual(['11', '14 0']);
  });

  it('shows every line while the program still runs', async () => {
    const log = path.join(folder, 'tail.log');
    const fd = fse.openSync(log, 'a');
    const child = execa(fixture('chatter'), ['40', '50'], toFile(fd));
    const seen: number[] = [];
    const { exitCode } = await beside(child, () => seen.push(linesOf(log).length));
    fse.closeSync(fd);
    expect(exitCode).toBe(0);
    // Intermediate counts, not only nothing and everything.
    expect(new Set(seen.filter((count) => count > 0 && count < 41)).size).toBeGreaterThan(5);
    expect(linesOf(log).at(-1)).toBe('16');
  });

  it('opened for append can be truncated while the program writes, without a hole of NULs', async () => {
    const log = path.join(folder, 'cap.log');
    const fd = fse.openSync(log, 'a');
    const child = execa(fixture('chatter'), ['40', '50'], toFile(fd));
    let lost = 0;
    const { exitCode } = await beside(child, () => {
      if (lost > 0 || linesOf(log).length < 10) return;
      lost = linesOf(log).length;
      fse.truncateSync(log);
    });
    fse.closeSync(fd);
    expect(exitCode).toBe(0);
    // It goes on at offset 0 with the very next line (or the one after, if that fell in between).
    const [first = '', ...rest] = linesOf(log);
    expect([`14 ${lost}`, `14 ${lost + 1}`]).toContain(first);
    expect(rest.at(-1)).toBe('16');
    expect(fse.readFileSync(log).includes(0)).toBe(false);
  });
});

describe('ending a tree of processes', () => {
  it('takes taskkill /T: it ends every descendant, and the promise settles at once', async () => {
    const log = path.join(folder, 'family.log');
    const fd = fse.openSync(log, 'a');
    const family = execa(fixture('family'), ['3', '30000'], toFile(fd));
    await expect.poll(() => pidsIn(log).length, { timeout: 20_000 }).toBe(4);
    const killed = await execa('taskkill', ['/PID', String(family.pid), '/T', '/F']);
    const result = await family;
    fse.closeSync(fd);
    expect(killed.stdout.match(/SUCCESS/gu)).toHaveLength(4);
    expect(result).toMatchObject({ exitCode: 1, timedOut: false });
    expect(pidsIn(log).filter(isAlive)).toEqual([]);
  });

  it('is not done by kill(), which leaves the descendants running', async () => {
    const log = path.join(folder, 'orphans.log');
    const fd = fse.openSync(log, 'a');
    const family = execa(fixture('family'), ['1', '30000'], toFile(fd));
    await expect.poll(() => pidsIn(log).length, { timeout: 20_000 }).toBe(2);
    family.kill('SIGKILL');
    await family;
    fse.closeSync(fd);
    const orphans = pidsIn(log).filter(isAlive);
    expect(orphans).toHaveLength(1);
    await execa('taskkill', ['/PID', String(orphans[0]), '/F']);
    expect(orphans.filter(isAlive)).toEqual([]);
  });

  it('answers 128 for a process that is gone', async () => {
    const result = await execa('taskkill', ['/PID', '4000000', '/T', '/F'], { reject: false });
    expect(result.exitCode).toBe(128);
    expect(result.stderr).toContain('not found');
  });
});

/** No stream is a pipe: a descendant that holds one open would keep execa waiting for its own end. */
function toFile(fd: number) {
  const stream = fd as 1; // execa's types know only the descriptors 0 to 2; any works
  return { stdin: 'ignore', stdout: stream, stderr: stream, buffer: false, reject: false } as const;
}

/** Looks every few milliseconds while the program runs. */
async function beside<T>(program: PromiseLike<T>, look: () => void): Promise<T> {
  const clock = setInterval(look, 5);
  try {
    return await program;
  } finally {
    clearInterval(clock);
  }
}

function pidsIn(log: string): readonly number[] {
  const lines = linesOf(log).filter((line) => line.startsWith('pid '));
  return lines.map((line) => Number(line.slice(4)));
}

/** The complete lines of a file that a program may still be writing. */
function linesOf(log: string): readonly string[] {
  return fse.readFileSync(log, 'latin1').split(lineEnd).slice(0, -1);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
