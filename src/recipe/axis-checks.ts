import { nearest } from './did-you-mean.ts';
import type { Finding, Path } from './problem.ts';
import type { Axis, Environment, Recipe } from './schema.ts';

/** Axes that have nothing to vary in this recipe. */
export function axisFindings(recipe: Recipe): readonly Finding[] {
  return Object.entries(recipe.axes).flatMap(([name, axis]): readonly Finding[] => {
    switch (axis.kind) {
      case 'flags':
      case 'patches':
        return [];
      case 'objects':
        return compiles(recipe, ['axes', name, 'kind']);
      case 'functions':
        return [
          ...compiles(recipe, ['axes', name, 'kind']),
          ...fileFindings(recipe, axis.file, ['axes', name, 'file']),
        ];
      case 'versions':
        return versionFindings(recipe, axis, name);
      case 'commits':
        return fromGit(recipe, ['axes', name, 'kind']);
    }
  });
}

type Versions = Extract<Axis, { kind: 'versions' }>;

function versionFindings(recipe: Recipe, axis: Versions, name: string): readonly Finding[] {
  switch (axis.of) {
    case 'package':
      return condaFindings(recipe, ['axes', name, 'of']);
    case 'ref':
      return fromGit(recipe, ['axes', name, 'of']);
    case 'compiler':
      return compiles(recipe, ['axes', name, 'of']);
    case 'interpreter':
      return recipe.environment.provider === 'none'
        ? one(['axes', name, 'of'], 'this recipe runs no interpreter; add an environment section')
        : [];
    case 'variant':
      return variantFindings(recipe, axis.values, ['axes', name, 'values']);
  }
}

function variantFindings(
  { variants }: Recipe,
  values: readonly string[],
  path: Path,
): readonly Finding[] {
  const known = Object.keys(variants);
  return values.flatMap((value, index) => {
    if (known.includes(value)) return [];
    const near = nearest(value, known);
    const move =
      near === undefined ? 'describe it in the variants section' : `did you mean "${near}"?`;
    return one([...path, index], `there is no variant "${value}"; ${move}`);
  });
}

/** What a repository holds is known when it is there. */
function fileFindings({ source }: Recipe, file: string, path: Path): readonly Finding[] {
  if (source.provider !== 'files' || source.files.includes(file)) return [];
  const near = nearest(file, source.files);
  const move = near === undefined ? 'add it there' : `did you mean "${near}"?`;
  return one(path, `"${file}" is not among source.files; ${move}`);
}

function compiles({ toolchain }: Recipe, path: Path): readonly Finding[] {
  return toolchain === undefined
    ? one(path, 'nothing is compiled without a toolchain section; add one')
    : [];
}

function fromGit({ source }: Recipe, path: Path): readonly Finding[] {
  if (source.provider === 'git') return [];
  return one(path, 'only a source of the provider git has refs and commits; make it one');
}

function condaFindings({ environment, variants }: Recipe, path: Path): readonly Finding[] {
  const all = [environment, ...Object.values(variants).flatMap((one) => one.environment ?? [])];
  if (all.flatMap(platformsOf).some(({ provider }) => provider === 'conda')) return [];
  return one(
    path,
    'no environment of this recipe is made by conda; choose another kind of versions',
  );
}

function platformsOf(environment: Recipe['environment']): readonly Environment[] {
  if (environment.provider !== 'by-platform') return [environment];
  const { linux, win32, darwin } = environment;
  return [linux, win32, darwin].flatMap((one) => one ?? []);
}

function one(path: Path, sentence: string): readonly Finding[] {
  return [{ path, at: 'value', sentence }];
}
