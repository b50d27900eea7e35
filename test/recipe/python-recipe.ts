/** A recipe of the shape of numpy-pypy: an environment by platform, a repository, setup.py. */
export const pythonRecipe = `schema: winrepro/recipe/1
name: ext
title: A C extension
environment:
  provider: by-platform
  linux: { provider: existing, interpreter: pypy3 }
  win32:
    provider: conda
    channels: [conda-forge]
    specs: [python=3.7.10]
    pinned: { package: pypy3.7, version: 7.3.5, builds: [4, 3], why: later ones are mended }
    interpreter: python.exe
source:
  provider: git
  repository: https://example.org/ext.git
  ref: v1.0
  commit: b235f9e701e1
toolchain:
  compilers: { linux: [gcc], win32: [cl] }
  flags:
    gnu: { compile: [-O2] }
    msvc: { compile: [/nologo, /GL, /Zi], link: [/LTCG, /DEBUG] }
  msvc:
    toolsets: ['14.29', '14.16']
    shipped: { compile: [/nologo, /GL], link: [/LTCG] }
build:
  provider: setup-py
  arguments: [build_ext, -i]
  products: ['ext/_ext.*.so']
reproducer:
  command: ['{interpreter}', '{script}']
  template: loop.py
  variables: { FAULT: '{seed}' }
protocol:
  iteration: '^14 (\\d+)$'
  earliest: 1040
variants:
  plain:
    expect: { msvc: crashes, gnu: clears }
    why: as it was found
  by-variables:
    expect: crashes
    why: no file of the interpreter is touched
    msvc: { flagsBy: environment }
  fixed:
    expect: clears
    why: one patch apart
    environment:
      provider: by-platform
      linux: { provider: venv, base: python3 }
      win32: { provider: pypy-zip, url: 'https://example.org/p.zip', sha256: ${'a'.repeat(64)}, interpreter: pypy3.exe }
  marks:
    expect: unknown
    why: with marks of the collector
    reproducer: { template: marks.py }
`;

/** The recipe with one piece of it exchanged; the piece must be there. */
export function pythonRecipeWith(piece: string, instead: string): string {
  if (!pythonRecipe.includes(piece)) throw new Error(`the recipe has no ${piece}`);
  return pythonRecipe.replace(piece, () => instead);
}
