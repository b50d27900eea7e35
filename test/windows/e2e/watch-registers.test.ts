import fse from 'fs-extra';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RegisterWatchReport } from '../../../src/records/register-watch.ts';
import { windowsFolder } from './bed.ts';
import { runWindowsCli } from './windows-cli.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');

/** The recipe control with a small nursery, so that the crash comes soon after turn 1,039. */
async function quickRecipe(cwd: string): Promise<void> {
  const sources = path.join(root, 'templates', 'control').replaceAll('/', '\\');
  const text = await fse.readFile(path.join(root, 'recipes', 'control.yaml'), 'utf8');
  const quick = text
    .replace('directory: ../templates/control', `directory: 'Z:${sources}'`)
    .replace("--seed, '{seed}']", "--seed, '{seed}', --nursery, '65536']");
  await fse.writeFile(path.join(cwd, 'quick.yaml'), quick);
}

describe(
  'winrepro watch-registers as a Windows program, with the stand-in of cdb',
  { timeout: 240_000 },
  () => {
    it('drives cdb through a watch, and names the register that was lost and the call', async () => {
      const cwd = await windowsFolder();
      await quickRecipe(cwd);
      const asked = ['--compiler', 'clang', '--seed', '7', '--iterations', '1600', '--json'];
      const end = await runWindowsCli(['watch-registers', '.\\quick.yaml', ...asked], {
        ...{ cwd, env: { NO_COLOR: '1' }, timeoutMs: 200_000 },
      });
      expect(end, end.stderr).toMatchObject({ exitCode: 0, left: [] });
      const report = JSON.parse(end.stdout) as RegisterWatchReport;
      expect(report.debugger.kind).toBe('cdb');
      expect(report.trial).toMatchObject({ outcome: 'crashed', status: '0xC0000005' });
      expect(report.change?.registers).toMatchObject([{ register: 'xmm6', after: '0x0' }]);
      expect(report.counts).toMatchObject({ changedCalls: 1, calls: report.change?.call });
      const last = report.rows.at(-1);
      expect(last).toMatchObject({ at: 'entry', values: { 'poi(r8)': '0x0', xmm6: '0x0' } });
      expect(report.gaps.join()).toContain('the iteration of each stop');
    });
  },
);
