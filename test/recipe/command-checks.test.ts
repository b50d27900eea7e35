import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { refusalOf, smallText, smallWith } from './texts.ts';

const python = `schema: winrepro/recipe/1
name: python
title: A script
environment: { provider: existing, interpreter: python3 }
reproducer:
  command: ['{interpreter}', '{script}', '{iterations}']
  template: loop.py
  parameters: { size: 10 }
protocol: { iteration: '^(\\d+)$' }
variants:
  plain: { expect: crashes, why: as it was found }
`;

function pythonWith(piece: string, instead: string): string {
  expect(python).toContain(piece);
  return python.replace(piece, () => instead);
}

/** A word in place of the last one of the command, whose parameter nothing uses then. */
function refusalOfWord(word: string): string {
  return refusalOf(
    smallWith(", '{mode}'", `, '${word}'`).replace('  parameters: { mode: fast }\n', ''),
  );
}

describe('a placeholder', () => {
  it.each([
    ['{sed}', 'unknown placeholder {sed}; did you mean {seed}?'],
    ['{itterations}', 'unknown placeholder {itterations}; did you mean {iterations}?'],
    [
      '{xyzzy}',
      'unknown placeholder {xyzzy}; add it to reproducer.parameters, or use one of program, interpreter, interpreterOptions, script, iterations, seed, heartbeat, scratch, tree',
    ],
    ['{script}', '{script} is rendered from a template; add reproducer.template'],
    [
      '{interpreter}',
      'nothing provides {interpreter}; add an environment section with the provider existing',
    ],
    [
      '-x{interpreterOptions}',
      '{interpreterOptions} stands for several arguments; make it an item of its own',
    ],
  ])('%s in a command that cannot fill it is refused', (word, sentence) => {
    expect(refusalOfWord(word)).toBe(`r.yaml:24:59: reproducer.command.3: ${sentence}`);
  });

  it.each(['{tree}/x', '{scratch}', '{heartbeat}', '{ not one }', '{}', '{'])(
    '%s is accepted',
    (word) => {
      const text = smallWith("'{mode}'", `'{mode}', '${word}'`);
      expect(parseRecipe(text, 'r.yaml').reproducer.command.at(-1)).toBe(word);
    },
  );

  it('is looked for in arguments too, those of variants included', () => {
    const text = smallWith('iterations: 5000', "iterations: 5000\n  arguments: ['{a}']").replace(
      'why: as it was found',
      "why: a\n    reproducer: { arguments: ['{b}'] }",
    );
    expect(
      refusalOf(text)
        .split('\n')
        .map((line) => line.split('; ')[0]),
    ).toEqual([
      'r.yaml:26:15: reproducer.arguments.0: unknown placeholder {a}',
      'r.yaml:34:31: variants.plain.reproducer.arguments.0: unknown placeholder {b}',
    ]);
  });

  it('{program} needs a build that makes one', () => {
    const sentence = 'nothing makes {program}; name it in a build section, or write its path here';
    for (const build of ['provider: none', 'provider: commands\n  commands: [[make]]']) {
      const text = smallWith(
        'provider: c-program\n  sources: [main.c, part.c]\n  program: small',
        build,
      );
      expect(refusalOf(text)).toContain(`reproducer.command.0: ${sentence}`);
    }
  });

  it('{interpreter} needs one in every variant', () => {
    expect(() => parseRecipe(python, 'r.yaml')).not.toThrow();
    const text = pythonWith('why: as it was found', 'why: a, environment: { provider: none }');
    expect(refusalOf(text)).toContain('reproducer.command.0: nothing provides {interpreter};');
  });
});

describe('a template', () => {
  it('is of no use when the command lacks {script}', () => {
    expect(refusalOf(pythonWith("'{script}', ", ''))).toBe(
      'r.yaml:7:3: reproducer.template: the template is rendered into {script}, which the command lacks; add it there',
    );
  });
});

describe('a parameter', () => {
  it('must have a name of its own', () => {
    expect(refusalOf(pythonWith('size: 10', 'seed: 10'))).toBe(
      'r.yaml:8:17: reproducer.parameters.seed: {seed} already has a meaning; choose another name',
    );
  });

  it('of a variant must be one of the recipe', () => {
    const edits = 'why: a, reproducer: { parameters: { sise: 1, colour: red } }';
    expect(refusalOf(pythonWith('why: as it was found', edits)).split('\n')).toEqual([
      'r.yaml:11:65: variants.plain.reproducer.parameters.sise: unknown parameter "sise"; did you mean "size"?',
      'r.yaml:11:74: variants.plain.reproducer.parameters.colour: unknown parameter "colour"; give it a value in reproducer.parameters first',
    ]);
  });

  it('must be used where there is no template to use it', () => {
    expect(refusalOf(smallWith('mode: fast', 'mode: fast, size: 3'))).toBe(
      'r.yaml:26:29: reproducer.parameters.size: nothing uses this parameter; write {size} in the command or take it out',
    );
  });
});

describe('a heartbeat', () => {
  const sentence =
    'the command lacks {heartbeat}, the file to count in; add it to the command or arguments';

  it('needs {heartbeat} in the command that is watched by it', () => {
    expect(refusalOf(smallWith('iterations: 5000', 'iterations: 5000\n  watch: heartbeat'))).toBe(
      `r.yaml:26:3: reproducer.watch: ${sentence}`,
    );
    const inVariant = 'why: a\n    reproducer: { watch: heartbeat, arguments: [-q] }';
    expect(refusalOf(smallWith('why: as it was found', inVariant))).toBe(
      `r.yaml:33:19: variants.plain.reproducer.watch: ${sentence}`,
    );
  });

  it('may be in the arguments of the variant', () => {
    const edits = "why: a\n    reproducer: { watch: heartbeat, arguments: ['{heartbeat}'] }";
    expect(() => parseRecipe(smallWith('why: as it was found', edits), 'r.yaml')).not.toThrow();
  });
});

describe('interpreter options', () => {
  const sentence = 'the command passes no options on; add {interpreterOptions} to it';

  it('must have a way into the command', () => {
    const options = 'iterations: 5000\n  interpreterOptions: [-u]';
    expect(refusalOf(smallWith('iterations: 5000', options))).toBe(
      `r.yaml:26:3: reproducer.interpreterOptions: ${sentence}`,
    );
    const inVariant = 'why: a\n    reproducer: { interpreterOptions: [--jit, "off"] }';
    expect(refusalOf(smallWith('why: as it was found', inVariant))).toBe(
      `r.yaml:33:19: variants.plain.reproducer.interpreterOptions: ${sentence}`,
    );
  });

  it('follow the interpreter where they have no place of their own', () => {
    const text = pythonWith('template:', 'interpreterOptions: [-u]\n  template:');
    expect(() => parseRecipe(text, 'r.yaml')).not.toThrow();
    expect(() => parseRecipe(smallText, 'r.yaml')).not.toThrow();
  });
});
