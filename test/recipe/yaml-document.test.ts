import { describe, expect, it } from 'vitest';
import { refusalOf, smallText, smallWith } from './texts.ts';

describe('text that is no YAML', () => {
  it.each([
    [
      'no text at all',
      '',
      '1:1: this file is empty; a recipe is a map of keys, the first of them schema: winrepro/recipe/1',
    ],
    [
      'only a comment',
      '# soon\n',
      '1:1: this file is empty; a recipe is a map of keys, the first of them schema: winrepro/recipe/1',
    ],
    [
      'a list',
      '- a\n',
      '1:1: this file holds a list; a recipe is a map of keys, the first of them schema: winrepro/recipe/1',
    ],
    [
      'binary',
      '\u0000\u0001PK',
      String.raw`1:1: this file holds "\u0000\u0001PK"; a recipe is a map of keys, the first of them schema: winrepro/recipe/1`,
    ],
    [
      'two documents',
      `${smallText}---\na: 1\n`,
      '39:1: a recipe is one YAML document; take out the "---" line and what follows it',
    ],
    ['brackets without end', '['.repeat(100_000), ': not a recipe: brackets are nested too deeply'],
  ])('is refused: %s', (_what, text, message) => {
    const refusal = refusalOf(text);
    expect(refusal).toContain(message);
    expect(refusal.split('\n')).toHaveLength(1);
  });

  it.each([
    [
      'a tab',
      '  directory: src',
      '\tdirectory: src',
      '6:1: not YAML: Tabs are not allowed as indentation; indent with blanks',
    ],
    [
      'a missing colon',
      'title: A',
      'title A',
      '3:1: not YAML: Implicit keys need to be on a single line; a colon may be missing',
    ],
    [
      'an open bracket',
      '[gcc, clang]',
      '[gcc, clang',
      '11:5: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; align it with its neighbours, or close the bracket above',
    ],
    [
      'a colon in a value',
      'title: A small',
      'title: A: small',
      '3:8: not YAML: Nested mappings are not allowed in compact mappings; put the value in single quotes if it holds a colon',
    ],
    [
      'a backslash in double quotes',
      'title: A small recipe',
      String.raw`title: "\d"`,
      String.raw`3:9: not YAML: Invalid escape sequence \d; write \\ for a backslash, or use single quotes`,
    ],
    [
      'a tag',
      'title: A',
      'title: !x A',
      '3:8: not YAML: Unresolved tag: !x; leave the tag out, or quote the value',
    ],
    [
      'an anchor twice',
      'title: A',
      'title: &a &b A',
      '3:11: not YAML: A node can have at most one anchor; correct it',
    ],
  ])('is refused with what to do: %s', (_what, piece, instead, message) => {
    expect(refusalOf(smallWith(piece, instead)).split('\n')[0]).toBe(`r.yaml:${message}`);
  });
});

describe('YAML that is not for a recipe', () => {
  it.each([
    [
      'a key twice',
      '    why: as it was found',
      '    why: a\n    why: b',
      '33:5: variants.plain.why: the key "why" stands here twice; keep one of them',
    ],
    [
      'a variant twice',
      '  O0:',
      '  plain:',
      '33:3: variants.plain: the key "plain" stands here twice; keep one of them',
    ],
    [
      'a name that JavaScript has taken',
      '  plain:',
      '  __proto__:',
      '30:3: variants.__proto__: the key "__proto__" cannot be used; choose another name',
    ],
    [
      'an alias of nothing',
      'why: as it was found',
      'why: *why',
      '32:10: variants.plain.why: the alias *why has no anchor &why above it; add one or write the value out',
    ],
    [
      'an alias above its anchor',
      'title: A small recipe',
      'title: *x\ndescription: &x a',
      '3:8: title: the alias *x has no anchor &x above it; add one or write the value out',
    ],
    [
      'a list as a key',
      '  plain:',
      '  ? [a]\n  :',
      '30:5: variants: a key here is not plain text; correct or quote it',
    ],
    [
      'nothing as a key',
      '  plain:',
      '  null:',
      '30:3: variants: a key here is not plain text; correct or quote it',
    ],
  ])('is refused: %s', (_what, piece, instead, message) => {
    expect(refusalOf(smallWith(piece, instead))).toBe(`r.yaml:${message}`);
  });

  it('is refused when aliases of aliases would fill the memory', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let depth = 1; depth < 20; depth += 1) {
      bomb.push(
        `a${depth}: &a${depth} [${Array(9)
          .fill(`*a${depth - 1}`)
          .join(', ')}]`,
      );
    }
    expect(refusalOf(bomb.join('\n'))).toBe(
      'r.yaml:2:10: aliases (*name) repeat more than 100 values; write the values out',
    );
  });

  it('is refused when an alias contains itself', () => {
    expect(refusalOf(smallWith('mode: fast', 'mode: &m [*m]'))).toBe(
      'r.yaml:26:26: reproducer.parameters.mode: must be text, a number or true or false, not a list',
    );
  });
});
