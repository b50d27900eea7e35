import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { withVersion } from '../../src/recipe/versions.ts';
import type { Recipe } from '../../src/recipe/schema.ts';
import { missingCommands, runControl } from '../control/control-program.ts';
import { testFolder } from '../system/folder.ts';
import { git, put, repository } from './actions/git-bench.ts';
import { built, controlRecipe, planOf } from './planned.ts';

const missing = await missingCommands({ name: 'gcc', linkFlags: [], needs: [] });
const skipped = (missing.length > 0 || process.arch !== 'x64') && !process.env['CI'];
const sources = fileURLToPath(new URL('../../templates/control/', import.meta.url));

it.skipIf(skipped)(
  'a c-program is built from commits of a repository (skipped only without gcc for x86-64)',
  { timeout: 60_000 },
  async () => {
    const folder = await testFolder();
    const origin = join(folder, 'Quelle ü');
    const files = Object.fromEntries(
      readdirSync(sources).map((name) => [name, readFileSync(join(sources, name), 'utf8')]),
    );
    const bad = repository(origin, files, ['v1']);
    const fixed = files['ufunc.c']?.replace(
      'QUALIFIER ufunc_full_args',
      'volatile ufunc_full_args',
    );
    put(origin, { 'ufunc.c': fixed ?? '' });
    git(origin, 'commit', '--quiet', '-am', 'fix it');
    const good = git(origin, 'rev-parse', 'HEAD');

    const control = controlRecipe();
    const recipe: Recipe = {
      ...control,
      source: { provider: 'git', repository: origin, ref: 'v1', blobs: {} },
    };
    const axis = { kind: 'commits', why: 'w', find: 'fix', range: `${bad}..${good}` } as const;
    const ends = [];
    for (const sha of [bad, good]) {
      const { recipe: other, overrides } = withVersion(recipe, 'optimized', axis, sha);
      const plan = await built(
        await planOf({
          recipe: other,
          variant: 'optimized',
          workspace: join(folder, 'w s'),
          overrides: { ...overrides, compilers: ['gcc'] },
        }),
      );
      ends.push((await runControl(plan.program ?? '', ['--seed', '7'])).end);
    }
    expect(ends).toEqual(['crashed', 'clean']);
  },
);
