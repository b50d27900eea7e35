import { describe, expect, it } from 'vitest';
import { refusalOf, smallText, smallWith } from './texts.ts';

describe('a wrong value', () => {
  it.each([
    [
      'schema: winrepro/recipe/1',
      'schema: winrepro/recipe/2',
      '1:9: schema: must be "winrepro/recipe/1", not "winrepro/recipe/2"',
    ],
    [
      'name: small',
      'name: small one',
      '2:7: name: must be a name of letters, digits, dots, dashes and underscores, at most 64 characters, not "small one"',
    ],
    ['name: small', 'name: 7', '2:7: name: must be text, not 7; put it in quotes'],
    ['name: small', 'name:', '2:1: name: has no value; it must be text'],
    ['title: A small recipe', "title: ''", '3:8: title: must not be empty'],
    ['title: A small recipe', 'title: { a: b }', '3:8: title: must be text, not a map'],
    ['title: A small recipe\n', '', '1:1: title: missing; add it as text'],
    [
      'provider: files',
      'provider: file',
      '5:13: source.provider: must be "none", "files" or "git", not "file"; did you mean "files"?',
    ],
    [
      'provider: c-program',
      'provider: ninja',
      '20:13: build.provider: must be "none", "c-program", "commands" or "setup-py", not "ninja"',
    ],
    [
      '  provider: c-program\n',
      '',
      '19:1: build.provider: missing; add it as "none", "c-program", "commands" or "setup-py"',
    ],
    ['sources: [main.c, part.c]', 'sources: []', '21:12: build.sources: needs at least 1 item'],
    [
      'sources: [main.c, part.c]',
      'sources: main.c',
      '21:12: build.sources: must be a list, not "main.c"',
    ],
    [
      'files: [main.c,',
      'files: [../main.c,',
      '7:11: source.files.0: must be a path below its folder, without ".."',
    ],
    [
      'files: [main.c,',
      String.raw`files: ['C:\main.c',`,
      '7:11: source.files.0: must be a path below its folder, without ".."',
    ],
    [
      'iterations: 5000',
      'iterations: many',
      '25:15: reproducer.iterations: must be a whole number, not "many"',
    ],
    [
      'iterations: 5000',
      'iterations: 1.5',
      '25:15: reproducer.iterations: must be a whole number, not 1.5',
    ],
    ['iterations: 5000', 'iterations: 0', '25:15: reproducer.iterations: must be greater than 0'],
    [
      'iterations: 5000',
      'iterations: 1e30',
      '25:15: reproducer.iterations: must be at most 9007199254740991',
    ],
    ["'{mode}'", 'true', '24:59: reproducer.command.3: must be text, not true; put it in quotes'],
    [
      'mode: fast',
      'mode: [a]',
      '26:23: reproducer.parameters.mode: must be text, a number or true or false, not a list',
    ],
    [
      'expect: crashes',
      'expect: crash',
      '31:13: variants.plain.expect: must be "crashes", "clears", "unknown" or a map, not "crash"; did you mean "crashes"?',
    ],
    [
      'expect: crashes',
      'expect: { gcc: crash }',
      '31:20: variants.plain.expect.gcc: must be "crashes", "clears" or "unknown", not "crash"; did you mean "crashes"?',
    ],
    [
      '    expect: crashes\n',
      '',
      '30:3: variants.plain.expect: missing; add it as "crashes", "clears", "unknown" or a map',
    ],
    [
      '  plain:',
      '  pl ain:',
      '30:3: variants.pl ain: the key must be a name of letters, digits, dots, dashes and underscores, at most 64 characters',
    ],
    [
      'why: as it was found',
      'why: a\n    defines: [1X=2]',
      '33:15: variants.plain.defines.0: must be NAME or NAME=VALUE, not "1X=2"',
    ],
    [
      String.raw`'^turn (\d+)$'`,
      String.raw`'^turn (\d+$'`,
      '28:14: protocol.iteration: is not a regular expression: Unterminated group; correct it or escape the sign',
    ],
    [
      String.raw`'^turn (\d+)$'`,
      "'(a)'\n  events: { MM: minor }",
      '29:13: protocol.events.MM: the key must be one character',
    ],
    ['title: A small recipe', `title: [${'x'.repeat(80)}]`, '3:8: title: must be text, not a list'],
    [
      'iterations: 5000',
      `iterations: ${'x'.repeat(80)}`,
      `25:15: reproducer.iterations: must be a whole number, not "${'x'.repeat(56)}..."`,
    ],
  ])('%s written as %s is told with its place', (piece, instead, message) => {
    expect(refusalOf(smallWith(piece, instead))).toBe(`r.yaml:${message}`);
  });

  it('of axes is told in the words of the kind that is named', () => {
    const versions = `${smallText}axes:\n  builds: { kind: versions, why: which, values: [a] }\n`;
    expect(refusalOf(versions)).toBe('r.yaml:40:49: axes.builds.values: needs at least 2 items');
  });

  it('is that of variants when there is none', () => {
    const head = smallText.slice(0, smallText.indexOf('variants:'));
    expect(refusalOf(`${head}variants: {}\n`)).toBe(
      'r.yaml:29:11: variants: needs at least one variant',
    );
  });
});
