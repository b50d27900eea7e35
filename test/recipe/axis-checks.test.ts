import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { refusalOf, smallText, smallWith } from './texts.ts';

const withAxis = (axis: string, text = smallText): string =>
  `${text}axes:\n  a: { why: which, ${axis} }\n`;
const axisOf = (axis: string, text?: string) =>
  parseRecipe(withAxis(axis, text), 'r.yaml').axes['a'];

const toolchain = smallText.slice(smallText.indexOf('toolchain:'), smallText.indexOf('patches:'));
const bare = smallText
  .replace(toolchain, '')
  .replace(/build:[^]*?(?=reproducer:)/, '')
  .replace(/ {4}flags:\n.*\n$/, '')
  .replace("'{program}'", 'prog');
const git = smallText.replace(
  /source:[^]*?(?=toolchain:)/,
  'source: { provider: git, repository: r, ref: v1 }\n',
);
const conda = `environment: { provider: by-platform, linux: { provider: conda, channels: [c], specs: ['a=1'], interpreter: p } }\n`;

describe('an axis', () => {
  it('of versions looks for the first crash among packages where the recipe says nothing else', () => {
    const text = smallText.replace('source:', () => `${conda}source:`);
    expect(axisOf("kind: versions, values: ['a=1', 'a=2']", text)).toMatchObject({
      of: 'package',
      find: 'crash',
    });
    expect(axisOf("kind: commits, range: 'v1..v2', find: fix", git)).toMatchObject({ find: 'fix' });
  });

  it.each([
    ['kind: functions, file: part.c', undefined],
    ['kind: versions, of: variant, values: [plain, O0]', undefined],
    ['kind: versions, of: compiler, values: [gcc-11, gcc-12]', undefined],
    ['kind: versions, of: ref, values: [v1, v2]', git],
    ['kind: functions, file: not/known.c', git],
    [
      'kind: versions, of: interpreter, values: [a, b]',
      `environment: { provider: existing, interpreter: p }\n${smallText}`,
    ],
    [`kind: commits, range: '${'a'.repeat(40)}..v2.0'`, git],
  ])('is accepted: %s', (axis, text) => {
    expect(axisOf(axis, text?.replace(/^(environment:.*\n)(schema.*\n)/, '$2$1'))).toBeDefined();
  });

  it.each([
    [
      'kind: functions, file: prt.c',
      undefined,
      'a.file: "prt.c" is not among source.files; did you mean "part.c"?',
    ],
    [
      'kind: functions, file: zzzzzz',
      undefined,
      'a.file: "zzzzzz" is not among source.files; add it there',
    ],
    [
      'kind: functions, file: main.c',
      bare,
      'a.kind: nothing is compiled without a toolchain section; add one',
    ],
    [
      'kind: objects, without: {}',
      bare,
      'a.kind: nothing is compiled without a toolchain section; add one',
    ],
    [
      'kind: versions, of: compiler, values: [a, b]',
      bare,
      'a.of: nothing is compiled without a toolchain section; add one',
    ],
    [
      'kind: versions, of: variant, values: [plain, plian]',
      undefined,
      'a.values.1: there is no variant "plian"; did you mean "plain"?',
    ],
    [
      'kind: versions, of: variant, values: [plain, zzzzzzz]',
      undefined,
      'a.values.1: there is no variant "zzzzzzz"; describe it in the variants section',
    ],
    [
      'kind: versions, of: ref, values: [a, b]',
      undefined,
      'a.of: only a source of the provider git has refs and commits; make it one',
    ],
    [
      'kind: versions, of: interpreter, values: [a, b]',
      undefined,
      'a.of: this recipe runs no interpreter; add an environment section',
    ],
    [
      "kind: versions, of: package, values: ['a=1', 'a=2']",
      undefined,
      'a.of: no environment of this recipe is made by conda; choose another kind of versions',
    ],
    [
      "kind: commits, range: 'v1..v2'",
      undefined,
      'a.kind: only a source of the provider git has refs and commits; make it one',
    ],
  ])('that has nothing to vary is refused: %s', (axis, text, sentence) => {
    expect(refusalOf(withAxis(axis, text))).toMatch(/^r\.yaml:\d+:\d+: axes\.[^\n]*$/);
    expect(refusalOf(withAxis(axis, text))).toContain(`axes.${sentence}`);
  });

  it.each(['v1', 'v1...v2', 'v1..', '..v2', '-x..v2', 'a..b..c', 'a b..c'])(
    'has no range %j of commits',
    (range) => {
      expect(refusalOf(withAxis(`kind: commits, range: '${range}'`, git))).toContain(
        'axes.a.range: must be A..B, of which each is a tag, or the 40 hexadecimal digits of a commit',
      );
    },
  );
});

it('an edit that keeps functions from being optimized names them', () => {
  const edit = (text: string): string =>
    smallWith('quiet: { file: patches/quiet.diff, why: prints less }', `quiet: { ${text} }`);
  const whole = 'edit: unoptimise, file: part.c, functions: [f, g], why: slower';
  expect(parseRecipe(edit(whole), 'r.yaml').patches['quiet']).toEqual({
    edit: 'unoptimise',
    file: 'part.c',
    functions: ['f', 'g'],
    why: 'slower',
  });
  expect(refusalOf(edit(whole.replace('[f, g]', '[f()]')))).toContain(
    'must be a name of C, not "f()"',
  );
  expect(refusalOf(edit(whole.replace('[f, g]', '[]')))).toContain('patches.quiet.functions');
});
