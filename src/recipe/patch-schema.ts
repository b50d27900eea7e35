import { z } from 'zod';
import { relativeFile, text } from './schema-texts.ts';

const cName = text.regex(/^[A-Za-z_]\w*$/, 'must be a name of C');

const moveFunction = z
  .strictObject({
    edit: z.literal('move-function'),
    function: cName,
    from: relativeFile.meta({ description: 'the C file that defines it' }),
    to: relativeFile.meta({ description: 'the C file that is made for it' }),
    head: text.meta({
      description: 'a line of `from`; the lines up to it (includes, types) begin the new file too',
    }),
    linkage: text.default('extern').meta({
      description: 'what takes the place of `static`, of it and of the functions that it calls',
    }),
    why: text,
  })
  .meta({ description: 'an edit of the source that is done at build time' });

const unoptimise = z
  .strictObject({
    edit: z.literal('unoptimise'),
    file: relativeFile.meta({ description: 'the C file that defines the functions' }),
    functions: z.array(cName).min(1).readonly(),
    why: text,
  })
  .meta({
    description: 'pragmas of the compiler around functions, which it then does not optimize',
  });

/** One entry of the patches section. */
export const patch = z.discriminatedUnion('edit', [
  z.strictObject({
    edit: z.literal('diff').optional(),
    file: text.meta({ description: 'a unified diff, relative to the recipe file' }),
    why: text,
  }),
  moveFunction,
  unoptimise,
]);

export type MoveFunction = Omit<z.infer<typeof moveFunction>, 'why'>;
export type Unoptimise = Omit<z.infer<typeof unoptimise>, 'why'>;
