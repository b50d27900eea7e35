import fse from 'fs-extra';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StressResult } from '../../../src/records/stress-result.ts';
import { windowsFolder } from './bed.ts';
import { runWindowsCli, startWindowsCli } from './windows-cli.ts';

const options = ['--compiler', 'gcc', '--seed', '7', '--jobs', '2', '--variants', 'optimized,O0'];
/** Windows counts as a place for colours, whatever stderr is. */
const env = { NO_COLOR: '1' };
const stress = ['stress', 'control', ...options, '--trials', '8', '--iterations', '40000'];

function resultOf(text: string): StressResult {
  return JSON.parse(text) as StressResult;
}

/** By number: what each trial of the only stress run of a workspace came to. */
async function trialsIn(workspace: string): Promise<readonly (readonly unknown[])[]> {
  const [id = ''] = await fse.readdir(path.join(workspace, 'stress'));
  const journal = await fse.readFile(path.join(workspace, 'stress', id, 'journal.jsonl'), 'utf8');
  return journal
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .filter(({ type }) => type === 'trial')
    .sort((a, b) => Number(a['id']) - Number(b['id']))
    .map(({ id: number, variant, seed, outcome, iteration, signature }) => [
      ...[number, variant, seed, outcome, iteration, signature],
    ]);
}

describe('A stress run by the Windows build of Node under Wine', { timeout: 240_000 }, () => {
  it('counts real access violations; interrupted and resumed it is the same; shards merge to it', async () => {
    const cwd = await windowsFolder();
    const run = async (...args: readonly string[]) => {
      const end = await runWindowsCli(args, { cwd, env, timeoutMs: 120_000 });
      expect(end.left, end.stderr).toEqual([]);
      return end;
    };
    const whole = await run(...stress, '--workspace', 'whole', '--json');
    expect(whole.exitCode, whole.stderr).toBe(0);
    const [optimized, O0] = resultOf(whole.stdout).variants;
    expect(optimized?.totals.crashed).toBeGreaterThan(0);
    for (const { signature } of optimized?.signatures ?? [])
      expect(signature).toMatch(/^0xC0000005/);
    expect(O0?.totals).toMatchObject({ trials: 4, clean: 4 });
    const expected = await trialsIn(path.join(cwd, 'whole'));
    expect(expected).toHaveLength(8);

    const started = startWindowsCli([...stress, '--workspace', 'stopped'], {
      ...{ cwd, env, timeoutMs: 120_000 },
    });
    await started.printed(/ new: 0xC0000005/);
    started.pressCtrlC();
    const stopped = await started.end;
    expect(stopped, stopped.stderr).toMatchObject({ exitCode: 130, left: [] });
    const resumed = await run('resume', '--workspace', 'stopped', '--json');
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(resultOf(resumed.stdout).journal).toMatchObject({ corrupt: [], duplicates: [] });
    expect(await trialsIn(path.join(cwd, 'stopped'))).toEqual(expected);

    for (const shard of ['1/2', '2/2']) {
      const place = `shards/${shard.replace('/', ' of ')}`;
      const end = await run(...stress, '--shard', shard, '--workspace', place);
      expect([0, 1], end.stderr).toContain(end.exitCode);
    }
    const merged = await run('merge', 'shards', '--json');
    expect(merged.exitCode, merged.stderr).toBe(0);
    expect(resultOf(merged.stdout)).toMatchObject({ state: 'finished', totals: { trials: 8 } });
    expect(await trialsIn(path.join(cwd, '.winrepro'))).toEqual(expected);
  });

  it('killed at once leaves no process, and goes on', async () => {
    const cwd = await windowsFolder();
    const started = startWindowsCli(stress, { cwd, env, timeoutMs: 120_000 });
    await started.printed(/ new: 0xC0000005/);
    started.kill();
    const killed = await started.end;
    expect(killed.left).toEqual([]);
    const resumed = await runWindowsCli(['resume', '--json'], { cwd, env, timeoutMs: 120_000 });
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(resultOf(resumed.stdout)).toMatchObject({
      state: 'finished',
      totals: { trials: 8, hung: 0, failed: 0, interrupted: 0 },
      journal: { corrupt: [], duplicates: [] },
    });
  });
});
