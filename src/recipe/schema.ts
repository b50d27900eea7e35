import { z } from 'zod';
import { environment, type environments } from './environment-schema.ts';
import { evidence } from './evidence-schema.ts';
import { patch } from './patch-schema.ts';
import { name, regularExpression, relativeFile, text } from './schema-texts.ts';
import { commitRange, source } from './source-schema.ts';

/** The version of the recipe format; a recipe names it in its first line. */
export const RECIPE_SCHEMA = 'winrepro/recipe/1';

export const platforms = ['linux', 'win32', 'darwin'] as const;
export const families = ['gcc', 'clang', 'msvc'] as const;

const flags = z.array(text).readonly();

const flagLists = z.strictObject({
  common: flags.optional().meta({ description: 'given to the compiler and to the linker' }),
  compile: flags.optional().meta({ description: 'given to the compiler only' }),
  link: flags.optional().meta({ description: 'given to the linker only' }),
});

const flagEdit = z.strictObject({ add: flags.optional(), remove: flags.optional() });

const flagEdits = z.strictObject({
  common: flagEdit.optional(),
  compile: flagEdit.optional(),
  link: flagEdit.optional(),
});

/** `gnu` is gcc and clang alike; a family may be narrowed to a platform: `clang@linux`. */
const groups = ['gnu', ...families] as const;
const familyKey = z.enum([
  ...groups,
  ...groups.flatMap((group) => platforms.map((platform) => `${group}@${platform}` as const)),
]);

export const flagWays = ['patch', 'environment'] as const;

const toolset = z.string().regex(/^\d+\.\d+(\.\d+)?$/, 'must be a version such as 14.29');

const toolchain = z.strictObject({
  compilers: z
    .partialRecord(z.enum(platforms), z.array(text).min(1).readonly())
    .meta({ description: 'compilers to look for, in this order' }),
  flags: z.partialRecord(familyKey, flagLists).default({}),
  msvc: z
    .strictObject({
      toolsets: z
        .array(toolset)
        .min(1)
        .readonly()
        .meta({ description: 'MSVC toolsets to look for, in this order' }),
      shipped: z
        .strictObject({ compile: flags, link: flags })
        .optional()
        .meta({ description: "the flags in the interpreter's own distutils" }),
      flagsBy: z.enum(flagWays).default('patch').meta({
        description:
          "how flags reach cl: by patching distutils' own lists, or by the variables _CL_ and _LINK_",
      }),
    })
    .optional(),
});

const build = z.discriminatedUnion('provider', [
  z.strictObject({ provider: z.literal('none') }),
  z.strictObject({
    provider: z.literal('c-program'),
    sources: z.array(relativeFile).min(1).readonly(),
    program: name,
  }),
  z.strictObject({
    provider: z.literal('commands'),
    commands: z.array(z.array(text).min(1).readonly()).min(1).readonly(),
    program: relativeFile.optional(),
  }),
  z.strictObject({
    provider: z.literal('setup-py'),
    script: relativeFile.default('setup.py'),
    arguments: z.array(text).min(1).readonly(),
    variables: z.record(text, z.string()).default({}),
    products: z.array(relativeFile).min(1).readonly().meta({
      description:
        'files that the build makes; in a file name * stands for any part, {so,pyd} for one of these',
    }),
    objects: z
      .int()
      .positive()
      .optional()
      .meta({ description: 'files that a full build compiles, for its progress' }),
    jobs: z.boolean().default(true).meta({ description: 'compile on all processors (-j)' }),
  }),
]);

const parameters = z.record(name, z.union([z.string(), z.number(), z.boolean()]));

export const watchModes = ['file', 'pipe', 'heartbeat'] as const;

const reproducer = z.strictObject({
  command: z.array(text).min(1).readonly().meta({
    description:
      'placeholders: {program} {interpreter} {interpreterOptions} {script} {iterations} {seed} {heartbeat} {scratch} {tree} and every parameter',
  }),
  template: text.optional().meta({
    description: 'a file relative to the recipe, rendered with {{parameter}} into {script}',
  }),
  iterations: z.int().positive().default(100_000),
  interpreterOptions: flags.default([]),
  arguments: flags.default([]),
  parameters: parameters.default({}),
  variables: z.record(text, z.string()).default({}).meta({
    description: 'environment variables set for the trial; they take the placeholders too',
  }),
  watch: z.enum(watchModes).default('file'),
});

const protocol = z.strictObject({
  iteration: regularExpression,
  stage: regularExpression.optional(),
  trace: regularExpression.optional(),
  events: z
    .record(z.string().length(1, 'must be one character'), name)
    .optional()
    .meta({ description: 'event marks, one character each' }),
  success: regularExpression.optional(),
  earliest: z.int().positive().optional().meta({
    description: 'a crash at an iteration before this one is not the one that is looked for',
  }),
});

export const expectations = ['crashes', 'clears', 'unknown'] as const;
const expectation = z.enum(expectations);

const variant = z.strictObject({
  role: z.enum(['positive-control', 'negative-control', 'placebo']).optional(),
  expect: z.union([
    expectation,
    z.partialRecord(familyKey, expectation).meta({
      description: 'what is expected depends on the compiler; unknown where it is not said',
    }),
  ]),
  why: text,
  said: text.optional().meta({ description: 'what was said of it when it was tried by hand' }),
  compiler: text.optional(),
  flags: z.partialRecord(familyKey, flagEdits).optional(),
  defines: z
    .array(z.string().regex(/^[A-Za-z_]\w*(=.*)?$/, 'must be NAME or NAME=VALUE'))
    .readonly()
    .optional(),
  patches: z.array(name).readonly().optional(),
  environment: environment.optional(),
  msvc: z.strictObject({ flagsBy: z.enum(flagWays) }).optional(),
  reproducer: z
    .strictObject({
      template: text.optional(),
      iterations: z.int().positive().optional(),
      interpreterOptions: flags.optional(),
      arguments: flags.optional(),
      parameters: parameters.optional(),
      variables: z.record(text, z.string()).optional(),
      watch: z.enum(watchModes).optional(),
    })
    .optional(),
});

export const versionKinds = ['package', 'ref', 'compiler', 'interpreter', 'variant'] as const;

const find = z.enum(['crash', 'fix']).default('crash').meta({
  description: 'the first that crashes, or the first that no longer does',
});

const axis = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('flags'),
    why: text,
    candidates: z.partialRecord(familyKey, flags),
  }),
  z.strictObject({
    kind: z.literal('objects'),
    why: text,
    without: z.partialRecord(familyKey, flagEdits),
  }),
  z.strictObject({ kind: z.literal('patches'), why: text, candidates: z.array(name).readonly() }),
  z.strictObject({
    kind: z.literal('functions'),
    why: text,
    file: relativeFile.meta({
      description: 'a C file; its functions are switched between optimized and not',
    }),
  }),
  z.strictObject({
    kind: z.literal('versions'),
    why: text,
    of: z.enum(versionKinds).default('package').meta({
      description:
        'what the values are: conda match specs, refs of the source, compilers, interpreters, or names of variants',
    }),
    find,
    values: z.array(text).min(2).readonly().meta({
      description: 'in their order; match specs that belong together are parted by ";"',
    }),
  }),
  z.strictObject({
    kind: z.literal('commits'),
    why: text,
    find,
    range: commitRange.meta({ description: 'A..B: tags or commits; A is looked at too' }),
  }),
]);

/** A recipe as it is written: what to reproduce, in sections of design.md's words. */
export const recipeSchema = z.strictObject({
  $schema: z.string().optional(),
  schema: z.literal(RECIPE_SCHEMA),
  name,
  title: text,
  description: text.optional(),
  requires: z
    .strictObject({
      processors: z
        .array(z.enum(['x64', 'arm64', 'ia32']))
        .min(1)
        .readonly(),
    })
    .optional(),
  environment: environment.default({ provider: 'none' }),
  source: source.default({ provider: 'none' }),
  toolchain: toolchain.optional(),
  patches: z.record(name, patch).default({}),
  build: build.default({ provider: 'none' }),
  reproducer,
  protocol,
  variants: z.record(name, variant).refine((variants) => Object.keys(variants).length > 0, {
    message: 'needs at least one variant',
  }),
  axes: z.record(name, axis).default({}),
  evidence: evidence.default({ expressions: [], watches: {} }),
});

export type Recipe = z.infer<typeof recipeSchema>;
export type Variant = Recipe['variants'][string];
export type Axis = Recipe['axes'][string];
export type Platform = (typeof platforms)[number];
export type Family = (typeof families)[number];
export type FlagWay = (typeof flagWays)[number];
export type Environment = z.infer<(typeof environments)[number]>;
export type Pinned = NonNullable<Extract<Environment, { provider: 'conda' }>['pinned']>;
export type WatchMode = (typeof watchModes)[number];
export type Expectation = (typeof expectations)[number];
export type FamilyKey = z.infer<typeof familyKey>;
