import { describe, expect, it } from 'vitest';
import { refusalOf, smallText, smallWith } from './texts.ts';

describe('an unknown key', () => {
  it.each([
    ['title:', 'titel:', '3:1: titel: unknown key "titel"; did you mean "title"?'],
    ['sources:', 'souces:', '21:3: build.souces: unknown key "souces"; did you mean "sources"?'],
    [
      'program: small',
      'programm: small',
      '22:3: build.programm: unknown key "programm"; did you mean "program"?',
    ],
    [
      'linux:',
      'linx:',
      '10:5: toolchain.compilers.linx: unknown key "linx"; did you mean "linux"?',
    ],
    [
      'clang@linux',
      'clang@windows',
      '15:5: toolchain.flags.clang@windows: unknown key "clang@windows"; did you mean "clang@win32"?',
    ],
    [
      'remove:',
      'remov:',
      '38:24: variants.O0.flags.gnu.common.remov: unknown key "remov"; did you mean "remove"?',
    ],
    [
      'expect: crashes',
      'expect: { gc: crashes }',
      '31:15: variants.plain.expect.gc: unknown key "gc"; did you mean "gcc"?',
    ],
    [
      'provider: files',
      'provider: files\n  url: x',
      '6:3: source.url: unknown key "url"; known here: provider, directory, files',
    ],
  ])('%s written as %s is told with the nearest known one', (piece, instead, message) => {
    expect(refusalOf(smallWith(piece, instead))).toBe(`r.yaml:${message}`);
  });

  it('is measured against the keys of the provider that is named, not of the others', () => {
    const text = smallWith('  sources: [main.c, part.c]', '  commands: [[make]]');
    expect(refusalOf(text)).toBe(
      [
        'r.yaml:19:1: build.sources: missing; add it as a list',
        'r.yaml:21:3: build.commands: unknown key "commands"; known here: provider, sources, program',
      ].join('\n'),
    );
  });
});

describe('a key with line ends and terminal sequences in it', () => {
  it('is shown on one line and sends none of them to the terminal', () => {
    const [line = '', ...more] = refusalOf(`${smallText}"\\e[31m\\n\\u202e": 1\n`).split('\n');
    expect(more).toEqual([]);
    expect(line).toMatch(
      /^r\.yaml:39:1: \\u\{1b\}\[31m\\u\{a\}\\u\{202e\}: unknown key "\\u\{1b\}\[31m\\u\{a\}\\u\{202e\}"; known here: /,
    );
  });
});

describe('what stands behind a misspelt key', () => {
  it('is judged as what stands behind the key that was meant', () => {
    const text = smallWith('iterations: 5000', 'itterations: many').replace("'{mode}'", "'{mod}'");
    expect(refusalOf(text).split('\n')).toEqual([
      'r.yaml:25:3: reproducer.itterations: unknown key "itterations"; did you mean "iterations"?',
      'r.yaml:25:16: reproducer.iterations: must be a whole number, not "many"',
    ]);
  });

  it('is judged with the rest of the recipe', () => {
    const text = smallWith('variants:', 'varaints:').replace("'{mode}'", "'{mod}', '{mode}'");
    expect(refusalOf(text.replace('expect: crashes', 'expects: crashes')).split('\n')).toEqual([
      'r.yaml:24:59: reproducer.command.3: unknown placeholder {mod}; did you mean {mode}?',
      'r.yaml:29:1: varaints: unknown key "varaints"; did you mean "variants"?',
      'r.yaml:31:5: variants.plain.expects: unknown key "expects"; did you mean "expect"?',
    ]);
  });

  it('is left out of the judgement when the key that was meant is there too', () => {
    const text = smallWith('name: small', 'name: small\nnam: [1]').replace(
      "'{mode}'",
      "'{mod}', '{mode}'",
    );
    expect(refusalOf(text).split('\n')).toEqual([
      'r.yaml:3:1: nam: unknown key "nam"; did you mean "name"?',
      'r.yaml:25:59: reproducer.command.3: unknown placeholder {mod}; did you mean {mode}?',
    ]);
  });

  it('is told by the key that was meant, at the place where it stands', () => {
    const flags = 'gnu: { common: { remove: [-O2], add: [-O0] } }';
    const text = smallWith(flags, 'gnu: { common: { remov: [-O2, 3], add: [-O0] } }');
    expect(refusalOf(text).split('\n')).toEqual([
      'r.yaml:38:24: variants.O0.flags.gnu.common.remov: unknown key "remov"; did you mean "remove"?',
      'r.yaml:38:37: variants.O0.flags.gnu.common.remove.1: must be text, not 3; put it in quotes',
    ]);
  });
});
