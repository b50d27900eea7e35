import { z } from 'zod';
import { name, text } from './schema-texts.ts';

/** A place in memory or a register, in cdb's short form: `r8`, `xmm6`, `poi(r8)`, `poi(r8+8)`. */
const place = text.regex(
  /^(?:[a-z][a-z0-9]{1,5}|poi\([a-z][a-z0-9]{1,5}(?:[+-](?:0x[0-9a-f]+|\d+))?\))$/,
  'must be a register such as r8 or xmm6, or the pointer that it points at such as poi(r8) or poi(r8+8)',
);

const symbol = text.regex(
  /^[A-Za-z_][\w:~<>]*$/,
  'must be the name of a function, as a stack shows it',
);

const platform = z.enum(['linux', 'win32', 'darwin']);

const expression = z.strictObject({
  expression: text
    .regex(
      /^[A-Za-z_][\w.[\]]*(?:->[\w.[\]]+)*$/,
      'must be a variable or a member of one, such as full_args.in',
    )
    .meta({ description: 'an argument or local variable, or a member of one' }),
  function: symbol.meta({ description: 'the innermost frame of this function is asked' }),
});

const watch = z.strictObject({
  why: text,
  function: symbol.meta({ description: 'what it sees at each entry of this function is shown' }),
  across: symbol.optional().meta({
    description:
      'a function whose entry and return are compared: a non-volatile register that differs was not restored',
  }),
  show: z.array(place).min(1).readonly().meta({
    description: 'registers and memory, in this order: r8, poi(r8), xmm6',
  }),
  platforms: z.array(platform).min(1).readonly().optional().meta({
    description: 'where this watch fits the calling convention [default: everywhere]',
  }),
});

/** What debuggers are asked about a crash, and what they watch on the way to it. */
export const evidence = z.strictObject({
  expressions: z.array(expression).readonly().default([]).meta({
    description: 'asked of the debugger when the program crashes',
  }),
  watches: z.record(name, watch).default({}),
});

export type Evidence = z.infer<typeof evidence>;
export type DebugExpression = Evidence['expressions'][number];
export type RegisterWatch = Evidence['watches'][string];
