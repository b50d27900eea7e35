import { randomBytes, randomInt } from 'node:crypto';
import { resolve as resolvePath } from 'node:path';
import type { Axis, DiscoveryTools } from '../campaigns/bisect/axis.ts';
import type { AxisRequest } from '../campaigns/bisect/axis-request.ts';
import type { BisectionTools } from '../campaigns/bisect/bisection-tools.ts';
import { makeAxis } from '../campaigns/bisect/make-axis.ts';
import {
  prepareBisection,
  resumeBisection,
  startBisection,
  type Bisection,
} from '../campaigns/bisect/run-bisection.ts';
import { recipeOf, recordedRecipe } from '../campaigns/recorded-recipe.ts';
import { recordedRequest, requestOf } from '../campaigns/recorded-request.ts';
import { loadRecipe, type LoadedRecipe } from '../campaigns/find-recipe.ts';
import { controlVariantOf } from '../campaigns/control-variant.ts';
import type { VariantRequest } from '../campaigns/prepare.ts';
import { bisections, readBisection } from '../records/bisection-folder.ts';
import {
  BISECTION_SCHEMA,
  type AxisKind,
  type BisectionOptions,
  type BisectionRecord,
} from '../records/bisection-record.ts';
import type { BisectionResult } from '../records/bisection-result.ts';
import { campaignFolder, type CampaignFolder } from '../records/campaign-folder.ts';
import { makeRunId } from '../records/run-folder.ts';
import { createBisectionReporter } from '../reporters/bisection-reporter.ts';
import { bisectionText } from '../reporters/bisection-text.ts';
import { nowIso } from '../system/clock.ts';
import { EnvironmentError, UserError } from '../system/errors.ts';
import { writeJson } from '../system/files.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { exitCode, type ExitCode } from './exit-codes.ts';
import type { JsonTarget } from './options.ts';
import { defaultRecipe, recipePlaces, shownPath, thisHost } from './places.ts';
import { resultScreen, traceScreen } from './screens.ts';
import { packageVersion } from './version.ts';
import { withKeeper } from './with-keeper.ts';

export interface BisectSessionOptions {
  readonly workspace: string;
  readonly json: JsonTarget;
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly keepOutput: boolean;
}

export interface BisectArguments extends BisectSessionOptions {
  readonly axis: string;
  readonly recipe: string | undefined;
  readonly variant: string | undefined;
  readonly request: VariantRequest;
  readonly expand: boolean;
  readonly find: 'crash' | 'fix' | undefined;
  readonly within: string | null;
  readonly maxSets: number;
  readonly strategy: 'probdd' | 'one';
  readonly prepareOnly: boolean;
  readonly options: Omit<
    BisectionOptions,
    'seed' | 'iterations' | 'watch' | 'compiler' | 'interpreter' | 'lock' | 'source'
  > & { readonly seed: number | undefined };
}

/** Searches an axis and reports what was found; returns the exit code. */
export async function bisect(given: BisectArguments): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const loaded = await loadRecipe(given.recipe ?? defaultRecipe(thisHost()), recipePlaces());
  const name = axisNamed(loaded, given.axis);
  const variant = given.variant ?? controlVariantOf(loaded.recipe);
  const definition = loaded.recipe.axes[name];
  refuseIdle(given, name, definition?.kind);
  const request: AxisRequest = {
    loaded,
    name,
    variant,
    request: given.request,
    host: thisHost(),
    workspace,
    expand: given.expand,
    within: given.within,
    find: given.find ?? defaultFind(definition),
    maxSets: given.maxSets,
    strategy: given.strategy,
  };
  const make = async (tools: DiscoveryTools): Promise<Bisection> => {
    const axis = await makeAxis(request, tools);
    return { axis, record: recordOf(given, request, axis) };
  };
  if (given.prepareOnly) {
    const emit = createBisectionReporter(traceScreen(given.quiet));
    const { id } = await withKeeper(workspace, emit, (kept) =>
      prepareBisection(make, workspace, { ...kept, ...given, emit }),
    );
    resultScreen().write(`${id}\n`);
    return exitCode.done;
  }
  return inSession(given, workspace, (tools) => startBisection(make, workspace, tools));
}

/** Goes on with an interrupted bisection and reports it; returns the exit code. */
export async function resumeBisectionIn(
  folder: CampaignFolder,
  given: BisectSessionOptions,
): Promise<ExitCode> {
  const workspace = resolvePath(given.workspace);
  const record = await readBisection(folder);
  const { recipe, options, axis: asked, space } = record;
  const loaded = recipeOf(recipe);
  const asRecorded: AxisRequest = {
    loaded,
    name: asked.name,
    variant: record.variant,
    request: requestOf(options),
    host: thisHost(),
    workspace,
    expand: asked.expand,
    within: asked.within,
    find: asked.find,
    maxSets: space.type === 'set' ? space.maxSets : 1,
    strategy: space.type === 'set' ? space.strategy : 'probdd',
  };
  const make = async (tools: DiscoveryTools): Promise<Bisection> => {
    const axis = await makeAxis(asRecorded, tools);
    requireSameElements(record, axis);
    return { record, axis };
  };
  return inSession(given, workspace, (tools) => resumeBisection(make, workspace, tools));
}

/** Its journal names elements by their numbers. */
function requireSameElements(record: BisectionRecord, axis: Axis): void {
  if (axis.elements.join('\n') !== record.elements.join('\n')) {
    throw new EnvironmentError(
      `bisection ${record.id} cannot go on: its axis has other elements than when it began (${axis.elements.length} where there were ${record.elements.length}), because the compiler, the source or the repository changed; start a new one`,
    );
  }
}

/** An option that this axis has no use for was meant as something else. */
function refuseIdle(
  { find, within }: BisectArguments,
  name: string,
  kind: AxisKind | undefined,
): void {
  const refuse = (option: string, kinds: readonly string[]): void => {
    if (kind === undefined || kinds.includes(kind)) return;
    throw new UserError(
      `${option} is for axes of ${kinds.join(', ')}, and ${name} is one of ${kind}: leave it out`,
    );
  };
  if (find !== undefined) refuse('--find', ['versions', 'commits']);
  if (within !== null) refuse('--in', ['functions', 'patches', 'commits']);
}

/** By its name, or by its kind where only one axis is of that kind. */
function axisNamed({ recipe }: LoadedRecipe, text: string): string {
  if (Object.hasOwn(recipe.axes, text)) return text;
  const ofKind = Object.keys(recipe.axes).filter((name) => recipe.axes[name]?.kind === text);
  const [only, ...others] = ofKind;
  if (only !== undefined && others.length === 0) return only;
  const names = Object.keys(recipe.axes).join(', ');
  throw new UserError(
    `recipe ${recipe.name} has no axis ${text}: ${names === '' ? 'add one to its axes section' : `there are ${names}`}`,
  );
}

function defaultFind(axis: LoadedRecipe['recipe']['axes'][string] | undefined): 'crash' | 'fix' {
  return axis?.kind === 'versions' || axis?.kind === 'commits' ? axis.find : 'crash';
}

function recordOf(given: BisectArguments, asked: AxisRequest, axis: Axis): BisectionRecord {
  const { loaded, request } = asked;
  const createdAt = nowIso();
  const { name: recipe, title, protocol, axes } = loaded.recipe;
  const definition = axes[asked.name];
  const layouts = given.options.layouts ?? (axis.cheapLayouts ? axis.layouts : 1);
  if (layouts > axis.layouts) {
    throw new UserError(
      `--layouts takes at most ${axis.layouts} for this axis of recipe ${recipe}, whose placebos are the other layouts; add placebos to it`,
    );
  }
  return {
    schema: BISECTION_SCHEMA,
    id: makeRunId({
      createdAt,
      recipe,
      variant: asked.name,
      suffix: randomBytes(2).toString('hex'),
    }),
    createdAt,
    winrepro: packageVersion(),
    recipe: recordedRecipe(loaded),
    title,
    platform: asked.host.platform,
    variant: asked.variant,
    axis: {
      name: asked.name,
      kind: definition?.kind ?? 'flags',
      why: definition?.why ?? '',
      find: asked.find,
      expand: asked.expand,
      within: asked.within,
    },
    space: axis.space,
    elements: axis.elements,
    layouts,
    earliest: protocol.earliest ?? null,
    options: {
      ...given.options,
      seed: given.options.seed ?? randomInt(1, 2 ** 31),
      ...recordedRequest(request),
    },
    argv: recordedArguments(),
  };
}

async function inSession(
  given: BisectSessionOptions,
  workspace: string,
  campaign: (tools: BisectionTools) => Promise<BisectionResult>,
): Promise<ExitCode> {
  const emit = createBisectionReporter(traceScreen(given.quiet));
  const result = await withKeeper(workspace, emit, (kept) => campaign({ ...kept, ...given, emit }));
  const screen = resultScreen();
  if (given.json.to === 'file') await writeJson(given.json.file, result);
  if (given.json.to === 'stdout') screen.write(`${JSON.stringify(result, null, 2)}\n`);
  else {
    const { path } = campaignFolder(bisections, workspace, result.bisection);
    screen.write(bisectionText(result, shownPath(path), screen.colors));
  }
  return codeOf(result);
}

function codeOf({ conclusion }: BisectionResult): ExitCode {
  switch (conclusion) {
    case 'conclusive':
      return exitCode.done;
    case 'void':
      return exitCode.notReproduced;
    default:
      return exitCode.undecided;
  }
}
