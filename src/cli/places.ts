import { isAbsolute, join, relative } from 'node:path';
import type { RecipePlaces } from '../campaigns/find-recipe.ts';
import type { Host } from '../campaigns/prepare.ts';
import { thisPlatform } from '../campaigns/prepare.ts';
import { packageRoot } from './package-root.ts';

/**
 * The recipe that is run when none is named: on 64-bit Windows the crash of 2021, elsewhere the
 * same in miniature, real on every machine.
 */
export function defaultRecipe({ platform, processor }: Host): string {
  return platform === 'win32' && processor === 'x64' ? 'numpy-pypy' : 'control';
}

/** Where recipes are looked for. */
export function recipePlaces(): RecipePlaces {
  return { embedded: join(packageRoot, 'recipes'), cwd: process.cwd() };
}

/** This machine, as recipes see it. */
export function thisHost(): Host {
  return { platform: thisPlatform(process.platform), processor: process.arch };
}

/** A path the way a person would type it here: relative when it lies below this folder. */
export function shownPath(path: string): string {
  const shorter = relative(process.cwd(), path);
  return shorter.startsWith('..') || isAbsolute(shorter) || shorter === '' ? path : shorter;
}
