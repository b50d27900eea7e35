import fse from 'fs-extra';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReplayResult } from '../../../src/records/replay-result.ts';
import { exportOf } from '../../campaigns/replay/archives.ts';
import { windowsFolder } from './bed.ts';
import { runWindowsCli } from './windows-cli.ts';

const env = { NO_COLOR: '1' };

describe('An archive and the Windows build of Node under Wine', { timeout: 240_000 }, () => {
  it('is written there, and replayed elsewhere with the same build, verdict and iterations', async () => {
    const cwd = await windowsFolder();
    const run = async (...args: readonly string[]) => {
      const end = await runWindowsCli(args, { cwd, env, timeoutMs: 120_000 });
      expect(end.left, end.stderr).toEqual([]);
      expect(end.exitCode, end.stderr).toBe(0);
      return end;
    };
    await run('run', 'control', '--compiler', 'gcc', '--seed', '7', '--trials', '2', '--quiet');
    await run('export', '--output', 'Archiv ä.zip');
    await fse.remove(path.join(cwd, '.winrepro'));
    const { stdout } = await run('replay', 'Archiv ä.zip', '--yes', '--quiet', '--json');
    const { verdict, variants } = JSON.parse(stdout) as ReplayResult;
    expect(verdict).toBe('same');
    expect(variants[0]).toMatchObject({
      build: { kind: 'same' },
      trials: { seeded: 2, same: 2, different: [] },
      changed: [],
    });
    expect(await fse.pathExists(path.join(cwd, 'Archiv ä', 'replay.json'))).toBe(true);
  });

  it.each([
    '../evil',
    'recipe\\..\\..\\evil',
    'C:/evil',
    '\\\\host\\share\\evil',
    'recipe/a:stream',
    'recipe/NUL',
    'recipe/dot.',
  ])('with the name %j is refused, and nothing is written', async (name) => {
    const cwd = await windowsFolder();
    await fse.writeFile(path.join(cwd, 'a.zip'), exportOf([{ name, data: 'evil' }]));
    const end = await runWindowsCli(['replay', 'a.zip', '--look'], { cwd, env, timeoutMs: 60_000 });
    expect(end.exitCode, end.stderr).toBe(129);
    expect(end.stderr).toMatch(/^winrepro: [^\n]* is refused, because its entry [^\n]*\n$/);
    expect(await fse.readdir(cwd)).toEqual(['a.zip']);
  });
});
