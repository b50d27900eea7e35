import { z } from 'zod';
import { name, text } from './schema-texts.ts';
import { parsePlace } from './watch-place.ts';

/** A place in memory or a register, in cdb's short form: `r8`, `xmm6`, `poi(r8)`, `poi(r8+8)`. */
const place = text.refine(
  (given) => parsePlace(given) !== null,
  'must be a register such as r8 or xmm6, or the word that one points at such as poi(r8) or poi(r8+8)',
);

const symbol = text.regex(
  /^[A-Za-z_][\w:~<>]*$/,
  'must be the name of a function, as a stack shows it',
);

/** cdb takes the module's name as a hint of where to look; gdb looks everywhere. */
const entry = text.regex(
  /^(?:[A-Za-z_][\w.]*!)?[A-Za-z_][\w:~<>]*$/,
  'must be the name of a function, or that of a module in front of it: libpypy3_c!PyPyErr_WarnEx',
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
  function: entry.meta({ description: 'what it sees at each entry of this function is shown' }),
  across: entry.optional().meta({
    description:
      'a function whose entry and return are compared: a non-volatile register that differs was not restored',
  }),
  show: z.array(place).min(1).readonly().meta({
    description: 'registers and memory, in this order: r8, poi(r8), xmm6',
  }),
  convention: z.enum(['windows', 'sysv']).optional().meta({
    description:
      'the calling convention of "across", which says what it must restore [default: the platform\'s]',
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
