import { isAbsolute } from 'node:path';
import type { Plan } from '../../pipeline/plan.ts';
import { resolveVariant } from '../../recipe/resolve.ts';
import type { Platform } from '../../recipe/schema.ts';
import type { Settings } from '../../recipe/settings.ts';
import type { Provenance } from '../../records/provenance.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import { exists } from '../../system/files.ts';
import { prepare, type Host } from '../prepare.ts';
import { recipeOf } from '../recorded-recipe.ts';
import { requestOf } from '../recorded-request.ts';
import { placeIn, recipeFiles } from '../recipe-files.ts';
import type { CampaignFacts } from './campaign-facts.ts';

/** The recipe as it goes into an archive. */
export interface RecipeContents {
  /** Where the recipe stands below `recipe/`. */
  readonly place: string;
  /** By place below `recipe/`: the file on this machine. */
  readonly files: ReadonlyMap<string, string>;
  readonly elsewhere: readonly { readonly what: string; readonly from: string }[];
  readonly notes: readonly string[];
}

/**
 * The recipe of a campaign with the files of all its variants, so that others can be tried too.
 *
 * @throws UserError when the recipe cannot be laid out elsewhere.
 */
export async function recipeContents(facts: CampaignFacts): Promise<RecipeContents> {
  const { recipe, directory, file } = recipeOf(facts.recipe);
  const settings = Object.keys(recipe.variants).flatMap((name): readonly Settings[] => {
    try {
      const platform = facts.platform as Platform;
      return [resolveVariant(recipe, name, { platform, recipeDirectory: directory })];
    } catch (error) {
      // A variant that this platform does not have is none of the campaign's.
      if (error instanceof UserError && !facts.variants.includes(name)) return [];
      throw error;
    }
  });
  const { root, paths } = recipeFiles(file, settings);
  const files = new Map<string, string>();
  const notes: string[] = [];
  for (const path of paths) {
    const place = placeIn(root, path);
    if (isAbsolute(place)) {
      throw new UserError(
        `recipe ${recipe.name} has files on several drives: put them into one folder`,
      );
    }
    if (await exists(path)) files.set(place, path);
    else notes.push(`${path}, which the recipe names, is gone: a replay cannot build without it`);
  }
  const own = settings.filter(({ variant }) => facts.variants.includes(variant));
  return {
    place: placeIn(root, file),
    files,
    elsewhere: own.flatMap(elsewhereOf).filter(isFirst),
    notes,
  };
}

interface Elsewhere {
  readonly what: string;
  readonly from: string;
}

function elsewhereOf({ source, environment }: Settings): readonly Elsewhere[] {
  const sources =
    source.provider === 'git'
      ? [{ what: `the source at ${source.ref}`, from: source.archive ?? source.repository }]
      : [];
  switch (environment.provider) {
    case 'none':
      return sources;
    case 'existing':
      return [...sources, { what: 'the interpreter', from: environment.interpreter }];
    case 'conda':
      return [
        ...sources,
        { what: 'the conda packages', from: `channels ${environment.channels.join(', ')}` },
      ];
    case 'pypy-zip':
      return [...sources, { what: 'the interpreter', from: environment.url }];
    case 'venv':
      return [...sources, { what: 'the interpreter', from: environment.base }];
  }
}

function isFirst(one: Elsewhere, index: number, all: readonly Elsewhere[]): boolean {
  return all.findIndex(({ what, from }) => what === one.what && from === one.from) === index;
}

/**
 * What of a variant is no longer what it was when it was built, a sentence each: an archive holds the
 * files as they are now.
 */
export async function changesSince(
  facts: CampaignFacts,
  { variant, steps }: Pick<Provenance, 'variant' | 'steps'>,
  host: Host,
  workspace: string,
): Promise<readonly string[]> {
  if (facts.platform !== host.platform) return [];
  let plan: Plan;
  try {
    const request = { variant, ...requestOf(facts.options) };
    plan = await prepare(recipeOf(facts.recipe), request, host, workspace);
  } catch (error) {
    if (!(error instanceof UserError) && !(error instanceof EnvironmentError)) throw error;
    return [
      `whether the files of ${variant} are still those that were built could not be told: ${error.message}`,
    ];
  }
  const changed = plan.steps.find(
    ({ name, key }) => steps.find((step) => step.name === name)?.key !== key,
  );
  return changed === undefined
    ? []
    : [
        `the ${changed.name} of ${variant} is no longer what was built: the archive holds it as it is now, and a replay builds something else`,
      ];
}
