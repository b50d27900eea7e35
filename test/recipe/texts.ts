import { readFileSync } from 'node:fs';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { UserError } from '../../src/system/errors.ts';

/** The text of the control recipe that comes with winrepro. */
export const controlText = readFileSync(
  new URL('../../recipes/control.yaml', import.meta.url),
  'utf8',
);

/** A small recipe with every section that the tests change a line of. */
export const smallText = `schema: winrepro/recipe/1
name: small
title: A small recipe
source:
  provider: files
  directory: src
  files: [main.c, part.c, part.h]
toolchain:
  compilers:
    linux: [gcc, clang]
    win32: [cl]
  flags:
    gnu: { common: [-O2, -flto], compile: [-g] }
    gcc: { compile: [-fno-plt] }
    clang@linux: { link: [-fuse-ld=lld] }
    msvc: { compile: [/O2, /GL], link: [/LTCG] }
patches:
  quiet: { file: patches/quiet.diff, why: prints less }
build:
  provider: c-program
  sources: [main.c, part.c]
  program: small
reproducer:
  command: ['{program}', '{iterations}', '--seed={seed}', '{mode}']
  iterations: 5000
  parameters: { mode: fast }
protocol:
  iteration: '^turn (\\d+)$'
variants:
  plain:
    expect: crashes
    why: as it was found
  O0:
    role: negative-control
    expect: clears
    why: nothing is optimized
    flags:
      gnu: { common: { remove: [-O2], add: [-O0] } }
`;

/** `smallText` with one piece of it exchanged; the piece must be there. */
export function smallWith(piece: string, instead: string): string {
  if (!smallText.includes(piece)) throw new Error(`the small recipe has no ${piece}`);
  return smallText.replace(piece, () => instead);
}

/** The message with which a recipe's text is refused; fails when it is not, or not as it should. */
export function refusalOf(text: string): string {
  try {
    parseRecipe(text, 'r.yaml');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('the recipe was accepted');
}
