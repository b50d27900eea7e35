import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isAlive, parseLinuxStat, processIdentity } from '../../src/system/process-identity.ts';

const stat = (name: string, state: string): string =>
  `4711 (${name}) ${state} 1 4711 4711 0 -1 4194304 1 0 0 0 1 2 0 0 20 0 1 0 987654 2592 1 1844 1 1 0 0 0 0`;

describe('the identity of a process', () => {
  it('is of this process and lives', () => {
    const self = processIdentity(process.pid);
    expect(self.pid).toBe(process.pid);
    expect(isAlive(self)).toBe(true);
    expect(processIdentity(process.pid)).toEqual(self);
  });

  it('is not alive after the process ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    await once(child, 'spawn');
    const identity = processIdentity(child.pid ?? 0);
    expect(isAlive(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
  });

  it('is not that of a later process of the same number', () => {
    const { pid, startToken } = processIdentity(process.pid);
    expect(isAlive({ pid, startToken: null })).toBe(true);
    // Only Linux tells when a process started; elsewhere the number is all there is.
    expect(isAlive({ pid, startToken: `${startToken ?? ''}0` })).toBe(process.platform !== 'linux');
  });

  it.skipIf(process.platform === 'win32')(
    'is not alive as a zombie that its parent never waits for',
    async () => {
      const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void parent.kill('SIGKILL'));
      const [text] = (await once(parent.stdout, 'data')) as [Buffer];
      const zombie = processIdentity(Number(text.toString()));
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(() => process.kill(zombie.pid, 0)).not.toThrow();
      if (process.platform === 'linux') expect(isAlive(zombie)).toBe(false);
    },
  );

  it.each([0, -1, 1.5, Number.NaN, 2 ** 40])('of the number %d is nobody', (pid) => {
    expect(isAlive({ pid, startToken: null })).toBe(false);
  });
});

describe('a line of /proc/<pid>/stat', () => {
  it.each(['node', 'a b', 'x) Z 1 (y', '()'])('is read past the name "%s"', (name) => {
    expect(parseLinuxStat(stat(name, 'S'))).toEqual({ state: 'S', startTicks: '987654' });
  });

  it.each(['', '4711 (node', '4711 (node) S 1 2', 'garbage without a bracket'])(
    'that is "%s" is refused',
    (text) => {
      expect(parseLinuxStat(text)).toBeNull();
    },
  );
});
