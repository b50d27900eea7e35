import { resolve as resolvePath } from 'node:path';
import { bisectionResultOf } from '../campaigns/bisect/result.ts';
import { debugResultOf } from '../campaigns/debug/result.ts';
import { embeddedRecipes, loadRecipe } from '../campaigns/find-recipe.ts';
import { matrixResultOf } from '../campaigns/matrix/result.ts';
import { readTally } from '../campaigns/stress/tally.ts';
import { bisections, readBisection } from '../records/bisection-folder.ts';
import { listRuns } from '../records/find-run.ts';
import { campaignFolder, listCampaigns } from '../records/campaign-folder.ts';
import { debugFolder, debugSessions, readDebug } from '../records/debug-folder.ts';
import { instrumentedName } from '../records/debug-record.ts';
import { matrices, readMatrix } from '../records/matrix-folder.ts';
import { readStress, stresses, stressFolder } from '../records/stress-folder.ts';
import { exists } from '../system/files.ts';
import { lockHolder } from '../system/lock.ts';
import { columns } from './columns.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import { defaultRecipe, recipePlaces, thisHost } from './places.ts';
import { resultScreen } from './screens.ts';
import { packageVersion } from './version.ts';

export interface ListArguments {
  readonly what: 'recipes' | 'variants' | 'runs' | 'matrices' | 'bisections' | 'stress' | 'debug';
  readonly recipe?: string | undefined;
  readonly workspace: string;
  readonly json: boolean;
}

/** Prints recipes, variants or runs; returns the exit code. */
export async function list(given: ListArguments): Promise<ExitCode> {
  const rows = await rowsOf(given);
  const text = given.json
    ? `${JSON.stringify({ schema: 'winrepro/list/1', [given.what]: rows }, null, 2)}\n`
    : columns(rows.map((row) => Object.values(row).map((value) => value ?? '')));
  resultScreen().write(
    text === ''
      ? `no ${{ stress: 'stress runs', debug: 'debug sessions' }[given.what as string] ?? given.what}\n`
      : text,
  );
  return exitCode.done;
}

type Row = Readonly<Record<string, string | null>>;

async function rowsOf({ what, recipe, workspace }: ListArguments): Promise<readonly Row[]> {
  const places = recipePlaces();
  switch (what) {
    case 'recipes': {
      const names = await embeddedRecipes(places);
      return Promise.all(
        names.map(async (name) => ({ name, title: (await loadRecipe(name, places)).recipe.title })),
      );
    }
    case 'variants': {
      const { variants } = (await loadRecipe(recipe ?? defaultRecipe(thisHost()), places)).recipe;
      return Object.entries(variants).map(([name, { role, expect, why }]) => ({
        name,
        role: role ?? null,
        expect: typeof expect === 'string' ? expect : byFamily(expect),
        why,
      }));
    }
    case 'matrices':
      return matrixRows(resolvePath(workspace));
    case 'bisections':
      return bisectionRows(resolvePath(workspace));
    case 'debug':
      return debugRows(resolvePath(workspace));
    case 'stress':
      return stressRows(resolvePath(workspace));
    case 'runs':
      return (await listRuns(resolvePath(workspace))).map(
        ({ id, state, createdAt, recipe: name, variant }) => ({
          id,
          state,
          recipe: name === null ? null : `${name}/${variant ?? ''}`,
          createdAt,
        }),
      );
  }
}

async function matrixRows(workspace: string): Promise<readonly Row[]> {
  const ids = await listCampaigns(matrices, workspace);
  return Promise.all(
    ids.map(async (id): Promise<Row> => {
      const folder = campaignFolder(matrices, workspace, id);
      const record = await readMatrix(folder);
      const { state, conclusion } = matrixResultOf(record, folder, packageVersion());
      return {
        id,
        state: conclusion ?? state,
        recipe: record.recipe.name,
        createdAt: record.createdAt,
      };
    }),
  );
}

async function bisectionRows(workspace: string): Promise<readonly Row[]> {
  const ids = await listCampaigns(bisections, workspace);
  return Promise.all(
    ids.map(async (id): Promise<Row> => {
      const folder = campaignFolder(bisections, workspace, id);
      const record = await readBisection(folder);
      const { state, conclusion } = bisectionResultOf(record, folder, packageVersion());
      return {
        id,
        state: conclusion ?? state,
        axis: `${record.recipe.name}/${record.axis.name}`,
        createdAt: record.createdAt,
      };
    }),
  );
}

async function stressRows(workspace: string): Promise<readonly Row[]> {
  const ids = await listCampaigns(stresses, workspace);
  return Promise.all(
    ids.map(async (id): Promise<Row> => {
      const folder = stressFolder(workspace, id);
      const record = await readStress(folder);
      const running = (await lockHolder(folder.lock)) !== null;
      const { tally } = readTally(record, folder.journal);
      const paused = running && (await exists(folder.pause));
      return {
        id,
        state: paused ? 'paused' : running ? 'running' : tally.end().state,
        recipe: `${record.recipe.name}/${record.variants.map(({ name }) => name).join(',')}`,
        trials: `${tally.trials()}`,
        crashes: `${tally.crashes()}`,
        createdAt: record.createdAt,
      };
    }),
  );
}

async function debugRows(workspace: string): Promise<readonly Row[]> {
  const ids = await listCampaigns(debugSessions, workspace);
  return Promise.all(
    ids.map(async (id): Promise<Row> => {
      const folder = debugFolder(workspace, id);
      const record = await readDebug(folder);
      const result = await debugResultOf(record, folder, workspace, packageVersion());
      return {
        id,
        state: result.state,
        recipe: `${record.recipe.name}/${instrumentedName(record)}`,
        crash: result.crash?.signature ?? 'none seen',
        createdAt: record.createdAt,
      };
    }),
  );
}

function byFamily(expect: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(expect)
    .map(([family, expectation]) => `${family} ${expectation ?? ''}`)
    .join(', ');
}
