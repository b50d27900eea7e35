import { expect, test } from 'vitest';
import { parseRecipe } from '../../src/recipe/parse.ts';
import { resolveVariant } from '../../src/recipe/resolve.ts';
import type { Settings } from '../../src/recipe/settings.ts';
import { InternalError } from '../../src/system/errors.ts';
import { takesSeed, trialCommand, trialVariables } from '../../src/trial/command.ts';

const inputs = {
  program: '/b/control',
  interpreter: { path: '/usr/bin/python3', kind: 'python' as const, folders: [] },
  script: '/b/loop.py',
  tree: '/b',
  scratch: '/r/scratch',
  heartbeat: '/r/heartbeat',
  seed: 7,
};

function settings(reproducer: readonly string[]): Settings {
  const text = [
    'schema: winrepro/recipe/1',
    'name: small',
    'title: a small one',
    'environment: { provider: existing, interpreter: python3 }',
    'reproducer:',
    ...reproducer.map((line) => `  ${line}`),
    "protocol: { iteration: '^14 (\\d+)$' }",
    'variants: { plain: { expect: unknown, why: it is small } }',
  ].join('\n');
  return resolveVariant(parseRecipe(text, 'small.yaml'), undefined, {
    platform: 'linux',
    recipeDirectory: '/recipes',
  });
}

test('a Python is never run without -u, wherever its options stand', () => {
  expect(trialCommand(settings(["command: ['{interpreter}', loop.py]"]), inputs)).toEqual([
    '/usr/bin/python3',
    '-u',
    'loop.py',
  ]);
  expect(
    trialCommand(
      settings([
        "command: ['{interpreter}', '{interpreterOptions}', loop.py]",
        'interpreterOptions: [--jit, off]',
      ]),
      inputs,
    ),
  ).toEqual(['/usr/bin/python3', '-u', '--jit', 'off', 'loop.py']);
});

test('a -u of the recipe is not doubled, and another interpreter gets none', () => {
  const given = settings(["command: ['{interpreter}', loop.py]", 'interpreterOptions: [-u]']);
  expect(trialCommand(given, inputs)).toEqual(['/usr/bin/python3', '-u', 'loop.py']);
  const other = {
    ...inputs,
    interpreter: { path: '/usr/bin/perl', kind: 'other' as const, folders: [] },
  };
  expect(trialCommand(settings(["command: ['{interpreter}', x]"]), other)).toEqual([
    '/usr/bin/perl',
    'x',
  ]);
});

test('placeholders are filled inside words, and arguments are appended', () => {
  const given = settings([
    "command: ['{interpreter}', '{scratch}/a', '--n={iterations}', '{speed}']",
    "arguments: ['--seed={seed}']",
    'parameters: { speed: fast }',
    'iterations: 12',
  ]);
  expect(trialCommand(given, inputs).slice(2)).toEqual([
    '/r/scratch/a',
    '--n=12',
    'fast',
    '--seed=7',
  ]);
  expect(takesSeed(given)).toBe(true);
  expect(takesSeed(settings(["command: ['{interpreter}']"]))).toBe(false);
});

test('variables take the placeholders too, and a seed in one is a seed', () => {
  const given = settings([
    "command: ['{interpreter}']",
    "variables: { FAULT: '{seed}', PYTHONPATH: '{tree}/lib' }",
  ]);
  expect(trialVariables(given, inputs)).toMatchObject({ FAULT: '7', PYTHONPATH: '/b/lib' });
  expect(takesSeed(given)).toBe(true);
});

test('a placeholder that nothing fills is a bug of ours, never an empty word', () => {
  const given = settings(["command: ['{interpreter}', '{scratch}']"]);
  expect(() => trialCommand(given, { ...inputs, interpreter: null })).toThrow(InternalError);
});

test('a Python gets PYTHONUNBUFFERED too, for the Pythons that it may start', () => {
  const given = settings(["command: ['{interpreter}']", 'variables: { PYPY_GC_NURSERY: 1M }']);
  expect(trialVariables(given, inputs)).toEqual({ PYTHONUNBUFFERED: '1', PYPY_GC_NURSERY: '1M' });
  expect(trialVariables(given, { ...inputs, interpreter: null })).toEqual({
    PYPY_GC_NURSERY: '1M',
  });
});
