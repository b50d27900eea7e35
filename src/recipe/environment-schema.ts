import { z } from 'zod';
import { name, text } from './schema-texts.ts';

const interpreter = text.meta({ description: 'relative to the folder that is made' });
const kind = z.enum(['python', 'other']).default('python');
const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a sha256 of 64 hexadecimal digits in lower case');

/** The environments of one platform. */
export const environments = [
  z.strictObject({ provider: z.literal('none') }),
  z.strictObject({
    provider: z.literal('existing'),
    interpreter: text.meta({ description: 'a program on PATH, or its path' }),
    kind,
  }),
  z.strictObject({
    provider: z.literal('conda'),
    channels: z.array(text).min(1).readonly(),
    specs: z.array(text).min(1).readonly().meta({ description: 'conda match specs' }),
    pinned: z
      .strictObject({
        package: name,
        version: text,
        builds: z.array(z.int().nonnegative()).min(1).readonly(),
        why: text.meta({ description: 'what an environment with another build would lack' }),
      })
      .optional()
      .meta({ description: 'a package whose build number counts; builds are tried in order' }),
    interpreter,
    kind,
  }),
  z.strictObject({
    provider: z.literal('pypy-zip'),
    url: text.regex(/^https?:\/\/\S+$/, 'must be the URL of an archive, http or https'),
    sha256,
    interpreter,
    requirements: z.array(text).readonly().default([]),
  }),
  z.strictObject({
    provider: z.literal('venv'),
    base: text.meta({ description: 'a Python on PATH, or its path' }),
    requirements: z.array(text).readonly().default([]),
  }),
] as const;

/** The environment section of a recipe. */
export const environment = z.discriminatedUnion('provider', [
  ...environments,
  z
    .strictObject({
      provider: z.literal('by-platform'),
      linux: z.discriminatedUnion('provider', environments).optional(),
      win32: z.discriminatedUnion('provider', environments).optional(),
      darwin: z.discriminatedUnion('provider', environments).optional(),
    })
    .meta({ description: 'another environment on each platform' }),
]);
