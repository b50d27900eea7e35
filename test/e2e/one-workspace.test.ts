import { describe, expect, it } from 'vitest';
import { startWinrepro, winrepro } from '../cli/winrepro.ts';
import { sessionFolder } from './session-folder.ts';

const RUN = ['run', 'control', '--variant', 'O0', '--trials', '1', '--iterations'];
const LONG_RUN = [...RUN, '1000000000'];
const SHORT_RUN = [...RUN, '1000'];
const HOLDER = /is in use by winrepro run control .* \(process (\d+) since \d\d:\d\d\)/;

describe('Two runs in one workspace', { timeout: 60_000 }, () => {
  it('wait for each other, and --no-wait leaves at once; each names the holder', async () => {
    const cwd = sessionFolder();
    const first = startWinrepro(LONG_RUN, { cwd });
    await first.told(/ {2}build/);

    const second = startWinrepro(SHORT_RUN, { cwd });
    await second.told(HOLDER);

    const third = await winrepro([...SHORT_RUN, '--no-wait'], { cwd });
    expect(third.exitCode).toBe(125);
    expect(third.stdout).toBe('');
    expect(HOLDER.exec(third.stderr)?.[1]).toBe(`${first.pid}`);

    first.kill('SIGINT');
    expect(await first.ended).toMatchObject({ exitCode: 130 });
    const { exitCode, stdout, stderr } = await second.ended;
    expect(HOLDER.exec(stderr)?.[1]).toBe(`${first.pid}`);
    expect(exitCode, stderr).toBe(1);
    expect(stdout).toContain('no crash in 1 trial');
  });

  it('take a lock over that kill -9 left behind', async () => {
    const cwd = sessionFolder();
    const first = startWinrepro(LONG_RUN, { cwd });
    await first.told(/ {2}build/);
    first.kill('SIGKILL');
    await first.ended;

    const { exitCode, stderr } = await winrepro([...SHORT_RUN, '--no-wait'], { cwd });
    expect(exitCode, stderr).toBe(1);
    expect(stderr).not.toContain('in use');
  });

  it('in different workspaces do not wait', async () => {
    const cwd = sessionFolder();
    const first = startWinrepro(LONG_RUN, { cwd });
    await first.told(/ {2}build/);
    const { exitCode, stderr } = await winrepro(
      [...SHORT_RUN, '--no-wait', '--workspace', 'other'],
      {
        cwd,
      },
    );
    expect(exitCode, stderr).toBe(1);
    first.kill('SIGINT');
    expect(await first.ended).toMatchObject({ exitCode: 130 });
  });
});
