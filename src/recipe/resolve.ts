import path from 'node:path';
import { InternalError, UserError } from '../system/errors.ts';
import { byLikeness, nearest } from './did-you-mean.ts';
import { keysOf } from './flags.ts';
import type { ResolveOptions } from './resolve-options.ts';
import { resolveEnvironment } from './resolve-environment.ts';
import { resolvePatch } from './resolve-patch.ts';
import { resolveToolchain } from './resolve-toolchain.ts';
import {
  type Expectation,
  type Family,
  type Platform,
  type Recipe,
  type Variant,
} from './schema.ts';
import { programPath } from './program-path.ts';
import type { ReproducerSettings, Settings, SourceSettings } from './settings.ts';

/**
 * One variant of a recipe with everything filled in: the recipe's settings, the variant's edits
 * over them, the overrides over both. Lists of a variant replace the recipe's, maps are merged.
 *
 * @param variantName undefined stands for the first positive control, else the first variant.
 * @throws UserError for an unknown variant, for a flag to remove that is not there, for a platform
 *   without a compiler or an environment, for a heartbeat that the command does not keep, for an
 *   override that has no meaning in this recipe.
 */
export function resolveVariant(
  recipe: Recipe,
  variantName: string | undefined,
  options: ResolveOptions,
): Settings {
  const name = variantName ?? defaultVariant(recipe);
  const variant = variantOf(recipe, name);
  const { platform, recipeDirectory } = options;
  return {
    recipe: recipe.name,
    variant: name,
    title: recipe.title,
    platform,
    why: variant.why,
    role: variant.role,
    expect: expectationsOf(variant, platform),
    requires: recipe.requires ?? {},
    environment: resolveEnvironment(recipe, variant, options),
    lock: lockOf(recipe, variant, options),
    source: sourceOf(recipe, options),
    toolchain: resolveToolchain(recipe, {
      variantName: name,
      variant,
      platform,
      compilers: options.overrides?.compilers,
    }),
    patches: (variant.patches ?? []).map((patch) => resolvePatch(recipe, patch, recipeDirectory)),
    build: recipe.build,
    reproducer: reproducerOf(recipe, name, variant, options),
    protocol: recipe.protocol,
    evidence: recipe.evidence,
  };
}

/** The variant that is run when none is named. */
function defaultVariant({ variants }: Recipe): string {
  const names = Object.keys(variants);
  const control = names.find((name) => variants[name]?.role === 'positive-control');
  const name = control ?? names[0];
  if (name === undefined) throw new InternalError('a recipe without variants passed the schema');
  return name;
}

function variantOf({ name: recipe, variants }: Recipe, name: string): Variant {
  const variant = Object.hasOwn(variants, name) ? variants[name] : undefined;
  if (variant !== undefined) return variant;
  const names = Object.keys(variants);
  const near = nearest(name, names);
  const meant = near === undefined ? '' : ` did you mean ${near}?`;
  const shown = byLikeness(name, names).slice(0, MOST_NAMES).join(', ');
  const more =
    names.length > MOST_NAMES
      ? ` and ${names.length - MOST_NAMES} more, which winrepro list variants shows`
      : '';
  throw new UserError(`recipe ${recipe} has no variant ${name};${meant} there are ${shown}${more}`);
}

/** Of a recipe's variants, in a message. */
const MOST_NAMES = 8;

/** A narrower key wins over a wider one, in the order in which flags are put together. */
function expectationsOf({ expect }: Variant, platform: Platform): Settings['expect'] {
  const of = (family: Family): Expectation => {
    if (typeof expect === 'string') return expect;
    const key = keysOf(family, platform).findLast((one) => expect[one] !== undefined);
    return (key === undefined ? undefined : expect[key]) ?? 'unknown';
  };
  return { gcc: of('gcc'), clang: of('clang'), msvc: of('msvc') };
}

function lockOf(recipe: Recipe, variant: Variant, options: ResolveOptions): string | null {
  const lock = options.overrides?.lock;
  if (lock === undefined) return null;
  const { provider } = resolveEnvironment(recipe, variant, options);
  if (provider === 'conda') return lock;
  throw new UserError(
    `--lock names the packages of a conda environment, and the one of recipe ${recipe.name} here ` +
      `is of the provider ${provider}: leave --lock out`,
  );
}

function sourceOf(
  { source, name }: Recipe,
  { recipeDirectory, overrides = {} }: ResolveOptions,
): SourceSettings {
  if (source.provider === 'git') {
    const { source: other, ref } = overrides;
    const meant = ref === undefined ? source : { ...source, ref, commit: undefined, blobs: {} };
    if (other !== undefined && 'archive' in other) {
      if (ref === undefined) return { ...source, archive: other.archive };
      throw new UserError(
        `the release archive ${other.archive} holds one version only, not ${ref}: give a repository with --source`,
      );
    }
    const repository = other?.repository ?? repositoryOf(source.repository, recipeDirectory);
    return { ...meant, repository, archive: null };
  }
  if (overrides.ref !== undefined) {
    throw new UserError(
      `recipe ${name} does not take its source from a repository, so it has no version ${overrides.ref}: give it a source of the provider git`,
    );
  }
  if (overrides.source !== undefined) {
    throw new UserError(
      `recipe ${name} does not take its source from a repository, so --source has no meaning: leave it out`,
    );
  }
  return source.provider === 'files'
    ? { ...source, directory: path.resolve(recipeDirectory, source.directory) }
    : source;
}

/** A URL, or git's short form of one (`user@host:path`), stays; a folder is beside the recipe. */
function repositoryOf(repository: string, directory: string): string {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(repository) || /^[\w.-]+@[\w.-]+:/.test(repository)
    ? repository
    : path.resolve(directory, repository);
}

function reproducerOf(
  { reproducer, name: recipe }: Recipe,
  variantName: string,
  { reproducer: edits = {} }: Variant,
  { recipeDirectory, overrides = {} }: ResolveOptions,
): ReproducerSettings {
  const [program = '', ...rest] = reproducer.command;
  const settings: ReproducerSettings = {
    command: [programPath(program, recipeDirectory), ...rest],
    template: templateOf(edits.template ?? reproducer.template, recipeDirectory),
    iterations: overrides.iterations ?? edits.iterations ?? reproducer.iterations,
    interpreterOptions: edits.interpreterOptions ?? reproducer.interpreterOptions,
    arguments: edits.arguments ?? reproducer.arguments,
    parameters: { ...reproducer.parameters, ...edits.parameters },
    variables: { ...reproducer.variables, ...edits.variables },
    watch: overrides.watch ?? edits.watch ?? reproducer.watch,
  };
  const words = [...settings.command, ...settings.arguments];
  if (settings.watch === 'heartbeat' && !words.some((word) => word.includes('{heartbeat}'))) {
    throw new UserError(
      `variant ${variantName} of recipe ${recipe} cannot be watched by heartbeat, because its ` +
        'command lacks {heartbeat}: choose file or pipe, or a variant that has it',
    );
  }
  return settings;
}

function templateOf(template: string | undefined, directory: string): string | undefined {
  return template === undefined ? undefined : path.resolve(directory, template);
}
