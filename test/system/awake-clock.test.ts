import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAwakeClock, monotonicSeconds, sleep } from '../../src/system/clock.ts';
import { fakeTime, noFakeTime } from './faketime.ts';
import { testFolder } from './folder.ts';

interface Reading {
  readonly awake: number;
  readonly lost: number;
  readonly slept: number;
}

/** A process that reads the awake clock ten times a second, and what it has read so far. */
function reader(variables: Readonly<Record<string, string>> = {}): {
  readonly child: ChildProcess;
  readonly readings: readonly Reading[];
} {
  const fixture = join(import.meta.dirname, '..', 'fixtures', 'system', 'awake-reader.mjs');
  const modules = join(import.meta.dirname, '..', '..', 'dist');
  const child = spawn(process.execPath, [fixture, modules], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const readings: Reading[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    readings.push(...lines.map((line) => JSON.parse(line) as Reading));
  });
  return { child, readings };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

const slept = (readings: readonly Reading[]): number =>
  readings.reduce((sum, reading) => sum + reading.slept, 0);

describe('the awake clock', () => {
  it('counts as the monotonic clock does while it is read often', async () => {
    const clock = createAwakeClock();
    const begun = monotonicSeconds();
    for (let turn = 0; turn < 10; turn += 1) {
      await sleep(20);
      clock.read();
    }
    expect(Math.abs(clock.read() - (monotonicSeconds() - begun))).toBeLessThan(0.05);
    expect([clock.lost(), clock.takeSleep()]).toEqual([0, 0]);
  });

  it.skipIf(process.platform === 'win32')(
    'stands still while the process is stopped, and tells for how long once (signals of POSIX)',
    async () => {
      const { child, readings } = reader();
      await until(() => readings.length > 5);
      child.kill('SIGSTOP');
      await sleep(6500);
      const before = readings.at(-1)?.awake ?? 0;
      child.kill('SIGCONT');
      await until(() => slept(readings) > 0);
      const { awake = Infinity, lost = 0 } = readings.at(-1) ?? {};
      expect(awake - before).toBeLessThan(3);
      expect(lost).toBeGreaterThan(5);
      expect(Math.abs(slept(readings) - lost)).toBeLessThan(1);
      const seen = readings.length;
      await until(() => readings.length > seen + 5);
      expect(readings.slice(seen).every((reading) => reading.slept === 0)).toBe(true);
    },
  );

  it.skipIf(noFakeTime !== undefined)(
    `goes on when the time of day is set forward or back${noFakeTime === undefined ? '' : ` (skipped: ${noFakeTime})`}`,
    async () => {
      const time = fakeTime(await testFolder());
      const { readings } = reader(time.variables);
      await until(() => readings.length > 5);
      time.set(6 * 3600);
      await until(() => slept(readings) > 0);
      expect(Math.abs(slept(readings) - 6 * 3600)).toBeLessThan(2);
      time.set(-3600);
      const seen = readings.length;
      await until(() => readings.length > seen + 8);
      expect(readings.slice(seen + 1).every((reading) => reading.slept === 0)).toBe(true);
      const all = readings.map(({ awake }) => awake);
      expect(all).toEqual([...all].sort((a, b) => a - b));
      expect(all.at(-1)).toBeLessThan(20);
      expect(readings.at(-1)?.lost).toBe(0);
    },
  );
});
