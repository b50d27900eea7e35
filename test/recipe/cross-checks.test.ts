import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { refusalOf, smallText, smallWith } from './texts.ts';

const section = (name: string, next: string): string =>
  smallText.slice(smallText.indexOf(`${name}:`), smallText.indexOf(`${next}:`));

describe('patches', () => {
  it('of a variant must be among those of the recipe', () => {
    const text = smallWith('as it was found', 'as it was found\n    patches: [quiet, quit, other]');
    expect(refusalOf(text).split('\n')).toEqual([
      'r.yaml:33:22: variants.plain.patches.1: there is no patch "quit"; did you mean "quiet"?',
      'r.yaml:33:28: variants.plain.patches.2: there is no patch "other"; describe it in the patches section',
    ]);
  });

  it('of an axis must be too', () => {
    const text = `${smallText}axes:\n  hunks: { kind: patches, why: which, candidates: [quite] }\n`;
    expect(refusalOf(text)).toBe(
      'r.yaml:40:52: axes.hunks.candidates.0: there is no patch "quite"; did you mean "quiet"?',
    );
  });
});

describe('an edit', () => {
  const edit = (text: string): string =>
    smallWith('quiet: { file: patches/quiet.diff, why: prints less }', `quiet: { ${text} }`);
  const whole = 'edit: move-function, function: f, from: a.c, to: b.c, head: int x;, why: apart';

  it('has words for what takes the place of static, also where the recipe says none', () => {
    expect(parseRecipe(edit(whole), 'r.yaml').patches['quiet']).toEqual({
      edit: 'move-function',
      function: 'f',
      from: 'a.c',
      to: 'b.c',
      head: 'int x;',
      linkage: 'extern',
      why: 'apart',
    });
  });

  it.each([
    [
      whole.replace('to: b.c', 'to: a.c'),
      'r.yaml:18:61: patches.quiet.to: is the file that the function is moved from; name another',
    ],
    [
      whole.replace(', head: int x;', ''),
      'r.yaml:18:3: patches.quiet.head: missing; add it as text',
    ],
    [
      whole.replace('move-function', 'move-funktion'),
      'r.yaml:18:18: patches.quiet.edit: must be "diff", "move-function" or "unoptimise", not "move-funktion"; did you mean "move-function"?',
    ],
    [
      whole.replace('function: f', 'function: f()'),
      'r.yaml:18:43: patches.quiet.function: must be a name of C, not "f()"',
    ],
    [
      'fiel: patches/quiet.diff, why: prints less',
      'r.yaml:18:3: patches.quiet.file: missing; add it as text\nr.yaml:18:12: patches.quiet.fiel: unknown key "fiel"; known here: edit, file, why',
    ],
  ])('is refused where it is wrong: %s', (text, sentence) => {
    expect(refusalOf(edit(text))).toBe(sentence);
  });
});

describe('a c-program', () => {
  it('is built from files of the source only', () => {
    expect(refusalOf(smallWith('sources: [main.c, part.c]', 'sources: [main.c, prt.c, x.s]'))).toBe(
      [
        'r.yaml:21:21: build.sources.1: "prt.c" is not among source.files; add it there, or did you mean "part.c"?',
        'r.yaml:21:28: build.sources.2: "x.s" is not among source.files; add it there',
      ].join('\n'),
    );
  });

  it('needs source files and a compiler', () => {
    expect(refusalOf(smallWith(section('source', 'toolchain'), ''))).toBe(
      'r.yaml:16:3: build.provider: a c-program needs its files; add a source section with the provider files',
    );
    expect(refusalOf(smallWith(section('toolchain', 'patches'), ''))).toBe(
      [
        'r.yaml:11:3: build.provider: a c-program needs a compiler; add a toolchain section',
        'r.yaml:28:5: variants.O0.flags: changes nothing without a toolchain section; add one or take this out',
      ].join('\n'),
    );
  });
});

describe('the protocol', () => {
  it('needs a group for the number of the turn', () => {
    expect(refusalOf(smallWith(String.raw`(\d+)`, String.raw`(?:\d+)`))).toBe(
      String.raw`r.yaml:28:14: protocol.iteration: has no group for the number of the turn; put parentheses around it, as in ^turn (\d+)$`,
    );
  });

  it('may have its group in one of several alternatives', () => {
    const text = smallWith(String.raw`'^turn (\d+)$'`, String.raw`'^start$|^turn (?<n>\d+)$'`);
    expect(parseRecipe(text, 'r.yaml').protocol.iteration).toContain('(?<n>');
  });
});

describe('flags to remove', () => {
  const removing = (key: string, flag: string): string =>
    smallWith(
      'gnu: { common: { remove: [-O2], add: [-O0] } }',
      `${key}: { common: { remove: [${flag}] } }`,
    );

  it('must be there for at least one family and platform', () => {
    expect(refusalOf(removing('gnu', '-O3'))).toBe(
      'r.yaml:38:33: variants.O0.flags.gnu.common.remove.0: "-O3" is not among the common flags of gnu; did you mean "-O2"?',
    );
    expect(refusalOf(removing('gcc', '-Wall'))).toBe(
      'r.yaml:38:33: variants.O0.flags.gcc.common.remove.0: "-Wall" is not among the common flags of gcc; there are -O2 -flto',
    );
    expect(refusalOf(removing('msvc', '/O2'))).toBe(
      'r.yaml:38:34: variants.O0.flags.msvc.common.remove.0: "/O2" is not among the common flags of msvc; that list is empty, so take this out',
    );
  });

  it('may be there through a wider key, or on one platform only', () => {
    const link = smallWith(
      'gnu: { common: { remove: [-O2], add: [-O0] } }',
      'clang: { link: { remove: [-fuse-ld=lld] } }',
    );
    expect(() => parseRecipe(removing('gcc@win32', '-flto'), 'r.yaml')).not.toThrow();
    expect(() => parseRecipe(link, 'r.yaml')).not.toThrow();
  });

  it('may be there because a wider edit added it', () => {
    const text = smallWith(
      'add: [-O0] } }',
      'add: [-O0] } }\n      gcc: { common: { remove: [-O0] } }',
    );
    expect(() => parseRecipe(text, 'r.yaml')).not.toThrow();
  });

  it('must be there for an axis of objects too', () => {
    const text = `${smallText}axes:\n  objects: { kind: objects, why: which, without: { gnu: { compile: { remove: [-O2] } } } }\n`;
    expect(refusalOf(text)).toBe(
      'r.yaml:40:79: axes.objects.without.gnu.compile.remove.0: "-O2" is not among the compile flags of gnu; there are -g -fno-plt',
    );
  });

  it('change nothing without a toolchain, nor do defines or a compiler', () => {
    const text = smallWith(section('toolchain', 'patches'), '')
      .replace(section('build', 'reproducer'), '')
      .replace("'{program}'", 'program')
      .replace('as it was found', 'a\n    defines: [A]\n    compiler: gcc');
    expect(
      refusalOf(text)
        .split('\n')
        .map((line) => line.split(': ')[1]),
    ).toEqual(['variants.plain.defines', 'variants.plain.compiler', 'variants.O0.flags']);
  });
});
