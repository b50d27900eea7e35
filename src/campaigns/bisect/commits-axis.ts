import { join } from 'node:path';
import { listCommits } from '../../pipeline/commit-range.ts';
import { resolveVariant } from '../../recipe/resolve.ts';
import { UserError } from '../../system/errors.ts';
import { makeDirectory } from '../../system/files.ts';
import type { Axis, DiscoveryTools } from './axis.ts';
import { layoutsOf, type AxisRequest, type Layouts, type RecipeAxis } from './axis-request.ts';
import { buildPlan } from './build-plan.ts';

/** Digits of a commit that a person reads. */
const SHORT = 12;

/** Which commit of a range is the first that crashes, or the first that does not. */
export async function commitsAxis(
  request: AxisRequest,
  axis: Extract<RecipeAxis, { kind: 'commits' }>,
  tools: DiscoveryTools,
): Promise<Axis> {
  const { workspace } = request;
  const logs = join(workspace, 'logs');
  await makeDirectory(logs);
  const listed = await listCommits(
    {
      repository: repositoryOf(request),
      range: request.within ?? axis.range,
      firstParent: true,
      workspace,
    },
    { ...tools, log: join(logs, 'commits.log') },
  );
  const commits = request.find === 'fix' ? listed.toReversed() : listed;
  const layouts = new Map<number, Layouts>();
  const layoutsFor = (index: number): Layouts => {
    const ref = commits[index]?.sha ?? '';
    const known =
      layouts.get(index) ?? layoutsOf({ ...request, request: { ...request.request, ref } });
    layouts.set(index, known);
    return known;
  };
  const last = layoutsFor(commits.length - 1);
  return {
    space: { type: 'ordered' },
    elements: commits.map(({ sha, title }) => `${sha.slice(0, SHORT)} ${title}`.trim()),
    layouts: last.count,
    cheapLayouts: (await last.plan(0)).settings.build.provider === 'c-program',
    async build({ candidate, layout }, buildTools) {
      return buildPlan(await layoutsFor(Number(candidate)).plan(layout), buildTools);
    },
  };
}

function repositoryOf({ loaded, variant, host, request }: AxisRequest): string {
  const { source } = resolveVariant(loaded.recipe, variant, {
    platform: host.platform,
    recipeDirectory: loaded.directory,
    overrides: { source: request.source },
  });
  if (source.provider === 'git' && source.archive === null) return source.repository;
  throw new UserError(
    `recipe ${loaded.recipe.name} does not take its source from a repository here, so it has no commits to bisect: give one with --source`,
  );
}
