import { join } from 'node:path';
import { performCommand } from '../../pipeline/actions/perform-command.ts';
import { flagsOf } from '../../pipeline/keys.ts';
import { mixtureCommand, mixturePath, type MixedBuilds } from '../../pipeline/mixture.ts';
import {
  captureLink,
  inTree,
  sharedObjects,
  type LinkCommand,
} from '../../pipeline/mixture-link.ts';
import { activate, prepareMixTree } from '../../pipeline/mixture-tree.ts';
import { editFlags } from '../../recipe/flags.ts';
import { parseSet } from '../../search/sets/set-name.ts';
import { permutation } from '../../statistics/permutation.ts';
import { DEFAULTS } from '../../statistics/defaults.ts';
import { monotonicSeconds } from '../../system/clock.ts';
import { UserError } from '../../system/errors.ts';
import { makeDirectory } from '../../system/files.ts';
import { hashCanonical, sha256File } from '../../system/hash.ts';
import type { Axis, AxisTools, BuiltCandidate, DiscoveryTools } from './axis.ts';
import { layoutsOf, replan, type AxisRequest, type RecipeAxis } from './axis-request.ts';
import { buildPlan } from './build-plan.ts';
import { withFlags } from './flags-axis.ts';
import { rowName, type Row } from './row.ts';

/**
 * Which object files must be compiled with the suspected flags. Every file is compiled twice; a
 * candidate is a relink of a mixture, never a rebuild, and another layout another order of the link.
 */
export async function objectsAxis(
  request: AxisRequest,
  axis: Extract<RecipeAxis, { kind: 'objects' }>,
  tools: DiscoveryTools,
): Promise<Axis> {
  const { recipe } = request.loaded;
  const own = await layoutsOf(request).plan(0);
  const { compiler } = own.toolbox;
  if (compiler === null || flagsOf(own.settings, own.toolbox) === null) {
    throw new UserError(
      `recipe ${recipe.name} compiles nothing, so it has no object files to bisect`,
    );
  }
  const without = withFlags(own, (flags) => {
    const { family } = compiler;
    const edited = editFlags(flags, axis.without, family, own.settings.platform);
    const [absent] = edited.absent;
    if (absent === undefined) return edited.flags;
    throw new UserError(
      `axes.${request.name} of recipe ${recipe.name} takes ${absent.flag} away, which variant ${request.variant} does not have: correct axes.${request.name}.without, or choose another variant`,
    );
  });
  const on = await buildPlan(own, tools);
  const off = await buildPlan(await replan(own, without, request.workspace), tools);
  const builds = { on: on.plan, off: off.plan };
  const link = sharedObjects(await captureLink(on.plan), await captureLink(off.plan));
  const elements = withoutCommonFolder(link.objects.map((object) => inTree(object, link.cwd)));
  if (elements.length < 2) {
    throw new UserError(
      `${link.product} is linked of ${elements.length} object file that can be exchanged, so there is nothing to bisect`,
    );
  }
  const key = hashCanonical({ on: on.buildKey, off: off.buildKey });
  return {
    space: {
      type: 'set',
      implications: [],
      parts: [],
      maxSets: request.maxSets,
      strategy: request.strategy,
    },
    elements,
    layouts: DEFAULTS.placebos + 1,
    cheapLayouts: true,
    build: (row, buildTools) => relink(row, { builds, link, key }, buildTools),
  };
}

interface Mixing {
  readonly builds: MixedBuilds;
  readonly link: LinkCommand;
  readonly key: string;
}

async function relink(
  row: Row,
  { builds, link, key }: Mixing,
  tools: AxisTools,
): Promise<BuiltCandidate> {
  const startedAt = monotonicSeconds();
  const size = link.objects.length;
  const kept = parseSet(row.candidate, size).flatMap((index) => link.objects[index] ?? []);
  const order = row.layout === 0 ? undefined : permutation(size, row.layout);
  const id = hashCanonical({ key, row: rowName(row) });
  const folder = join(tools.folder, 'mixtures', id.slice(0, 16));
  await makeDirectory(folder);
  const command = mixtureCommand(link, builds, new Set(kept), folder, order);
  await performCommand(command, { ...tools, log: join(folder, 'link.log') });
  const product = mixturePath(link, folder);
  const built = {
    buildKey: id,
    binary: await sha256File(product),
    seconds: monotonicSeconds() - startedAt,
  };
  if (builds.on.program !== null) return { ...built, plan: { ...builds.on, program: product } };
  const plan = await prepareMixTree(builds.on, tools.folder, tools.signal);
  return { ...built, plan, activate: () => activate(plan, product) };
}

/** Paths without the folder that all of them are in. */
function withoutCommonFolder(paths: readonly string[]): readonly string[] {
  const parts = paths.map((path) => path.split('/'));
  const [first = []] = parts;
  let common = 0;
  while (parts.every((one) => one.length > common + 1 && one[common] === first[common])) {
    common += 1;
  }
  return parts.map((one) => one.slice(common).join('/'));
}
