import { randomBytes, randomInt } from 'node:crypto';
import { resolve as resolvePath } from 'node:path';
import { expectedOf } from '../campaigns/expected.ts';
import { controlVariantOf } from '../campaigns/control-variant.ts';
import { recipeOf, recordedRecipe } from '../campaigns/recorded-recipe.ts';
import { recordedRequest, requestOf } from '../campaigns/recorded-request.ts';
import { loadRecipe, type LoadedRecipe } from '../campaigns/find-recipe.ts';
import type { RowPlans } from '../campaigns/build-rows.ts';
import type { MatrixTools } from '../campaigns/matrix/matrix-tools.ts';
import { rowsOf, withRow, type NamedRow } from '../campaigns/matrix/rows.ts';
import { resumeMatrix, startMatrix } from '../campaigns/matrix/run-matrix.ts';
import { prepare, type VariantRequest } from '../campaigns/prepare.ts';
import { prepareRows } from '../campaigns/prepare-rows.ts';
import { campaignFolder, type CampaignFolder } from '../records/campaign-folder.ts';
import { matrices, readMatrix } from '../records/matrix-folder.ts';
import { MATRIX_SCHEMA, type MatrixOptions, type MatrixRecord } from '../records/matrix-record.ts';
import type { MatrixResult } from '../records/matrix-result.ts';
import { makeRunId } from '../records/run-folder.ts';
import { createMatrixReporter } from '../reporters/matrix-reporter.ts';
import { matrixText } from '../reporters/matrix-text.ts';
import { nowIso } from '../system/clock.ts';
import { UserError } from '../system/errors.ts';
import { writeJson } from '../system/files.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import type { JsonTarget } from './options.ts';
import { defaultRecipe, recipePlaces, shownPath, thisHost } from './places.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { packageVersion } from './version.ts';
import { withKeeper } from './with-keeper.ts';

export interface MatrixSessionOptions {
  readonly workspace: string;
  readonly json: JsonTarget;
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly keepOutput: boolean;
}

export interface MatrixArguments extends MatrixSessionOptions {
  readonly kind: 'matrix' | 'probe';
  readonly recipe: string | undefined;
  /** Empty for all of the recipe. */
  readonly variants: readonly string[];
  readonly control: string | undefined;
  readonly layouts: number;
  readonly request: VariantRequest;
  readonly options: Omit<
    MatrixOptions,
    'seed' | 'iterations' | 'watch' | 'compiler' | 'interpreter' | 'lock' | 'source'
  > & {
    readonly seed: number | undefined;
  };
}

/** Tries the rows and reports their verdicts; returns the exit code. */
export async function matrix(given: MatrixArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const loaded = await loadRecipe(given.recipe ?? defaultRecipe(thisHost()), recipePlaces());
  const named = rowsOf(loaded.recipe, given.variants, given.layouts);
  const [controlRow] = rowsOf(loaded.recipe, [given.control ?? controlVariantOf(loaded.recipe)], 1);
  if (controlRow === undefined) throw new UserError(`recipe ${loaded.recipe.name} has no variants`);
  const controlPlan = await prepareRow(loaded, controlRow, given.request, workspace);
  const rows = named.filter(({ name }) => name !== controlRow.name);
  if (rows.length === 0) {
    throw new UserError(
      `${controlRow.name} is the control, which the others are measured against: name another variant, or another control with --control`,
    );
  }
  const plans = await prepareAll(loaded, rows, given.request, workspace);
  const { request, options } = given;
  const expected = (row: NamedRow): MatrixRecord['control']['expected'] => {
    const plan = row.name === controlRow.name ? controlPlan : plans.get(row.name);
    return plan === undefined || typeof plan === 'string' ? 'unknown' : expectedOf(plan);
  };
  const createdAt = nowIso();
  const { name: recipe, title, protocol } = loaded.recipe;
  const record: MatrixRecord = {
    schema: MATRIX_SCHEMA,
    id: makeRunId({
      createdAt,
      recipe,
      variant: given.kind,
      suffix: randomBytes(2).toString('hex'),
    }),
    createdAt,
    winrepro: packageVersion(),
    kind: given.kind,
    recipe: recordedRecipe(loaded),
    title,
    platform: thisHost().platform,
    control: { ...controlRow, expected: expected(controlRow) },
    rows: rows.map((row) => ({ ...row, expected: expected(row) })),
    earliest: protocol.earliest ?? null,
    options: {
      ...options,
      seed: options.seed ?? randomInt(1, 2 ** 31),
      ...recordedRequest(request),
    },
    argv: recordedArguments(),
  };
  return inSession(given, workspace, (tools) =>
    startMatrix(record, new Map([[controlRow.name, controlPlan], ...plans]), workspace, tools),
  );
}

/** Goes on with an interrupted matrix and reports it; returns the exit code. */
export async function resumeMatrixIn(
  folder: CampaignFolder,
  given: MatrixSessionOptions,
): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const record = await readMatrix(folder);
  const { recipe, options, control, rows } = record;
  const loaded = recipeOf(recipe);
  const request: VariantRequest = requestOf(options);
  const plans = await prepareAll(loaded, [control, ...rows], request, workspace);
  return inSession(given, workspace, (tools) => resumeMatrix(record, plans, workspace, tools));
}

function prepareAll(
  loaded: LoadedRecipe,
  rows: readonly NamedRow[],
  request: VariantRequest,
  workspace: string,
): Promise<RowPlans> {
  const named = rows.map((row) => ({
    name: row.name,
    loaded: { ...loaded, recipe: withRow(loaded.recipe, row) },
  }));
  return prepareRows(named, request, thisHost(), workspace);
}

async function prepareRow(
  loaded: LoadedRecipe,
  row: NamedRow,
  request: VariantRequest,
  workspace: string,
) {
  const recipe = withRow(loaded.recipe, row);
  return prepare({ ...loaded, recipe }, { ...request, variant: row.name }, thisHost(), workspace);
}

async function inSession(
  given: MatrixSessionOptions,
  workspace: string,
  campaign: (tools: MatrixTools) => Promise<MatrixResult>,
): Promise<ExitCode> {
  const emit = createMatrixReporter(traceScreen(given.quiet));
  const result = await withKeeper(workspace, emit, (kept) => campaign({ ...kept, ...given, emit }));
  await publish(result, given.json, workspace);
  return result.kind === 'probe' ? probeCode(result) : matrixCode(result);
}

/** As `git bisect run` reads it: good, bad, skip. */
function probeCode({ rows }: MatrixResult): ExitCode {
  switch (rows[0]?.verdict) {
    case 'cleared':
      return exitCode.done;
    case 'crashes':
    case 'rate-changed':
      return exitCode.notReproduced;
    default:
      return exitCode.setUpFailed;
  }
}

function matrixCode({ conclusion }: MatrixResult): ExitCode {
  switch (conclusion) {
    case 'conclusive':
      return exitCode.done;
    case 'void':
      return exitCode.notReproduced;
    default:
      return exitCode.undecided;
  }
}

async function publish(result: MatrixResult, json: JsonTarget, workspace: string): Promise<void> {
  const screen = resultScreen();
  if (json.to === 'file') await writeJson(json.file, result);
  if (json.to === 'stdout') screen.write(`${JSON.stringify(result, null, 2)}\n`);
  else {
    const folder = shownPath(campaignFolder(matrices, workspace, result.matrix).path);
    screen.write(matrixText(result, folder, screen.colors));
  }
}
