import fse from 'fs-extra';
import path from 'node:path';
import tmp from 'tmp-promise';
import { afterEach, expect, it } from 'vitest';
import { readBed, windowsPath } from './bed.ts';
import { makeMiniNumpy, miniNumpyRecipe, readProvenance, type Result } from './mini-numpy.ts';
import { runWindowsCli } from './windows-cli.ts';
import { layOutMachine } from './windows-machine.ts';

let cwd = '';

// Not below the scratch folder: the cmd.exe of Wine 8 starts no batch file in a path with a space.
afterEach(async () => {
  await fse.remove(cwd);
});

it('a conda.bat alone makes the environment, of the next build where the first is not to be had', async () => {
  ({ path: cwd } = await tmp.dir({ tmpdir: readBed().driveC, prefix: 'bat' }));
  const parts = { builds: [3, 5], batAlone: true };
  const { env } = await layOutMachine(path.join(cwd, 'machine'), parts);
  const repository = await makeMiniNumpy(path.join(cwd, 'mini-numpy'));
  const args = ['run', miniNumpyRecipe(), '--source', repository, '--seed', '7', '--json'];
  const ended = await runWindowsCli(args, { cwd, env });
  expect(ended, ended.stderr).toMatchObject({ exitCode: 0, left: [] });
  const result = JSON.parse(ended.stdout) as Result;
  expect(result.trials[0]).toMatchObject({ status: '0xC0000005' });
  const { lock } = await readProvenance(path.join(cwd, '.winrepro'), result.run);
  expect(lock).toContain('/pypy3.7-7.3.5-h0_3.');
  const plan = await runWindowsCli(['plan', ...args.slice(1, 4)], { cwd, env });
  expect(plan.stdout).toContain(
    `${windowsPath(path.join(cwd, 'machine', 'miniforge', 'condabin', 'conda.bat'))} create -y`,
  );
});
