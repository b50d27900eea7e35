import { z } from 'zod';

/** Kinds of text that a recipe has. */

export const text = z.string().min(1);
export const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'must be a name of letters, digits, dots, dashes and underscores, at most 64 characters',
  );

/** A path below the folder that it belongs to: no `..`, no drive, no leading slash. */
export const relativeFile = text.refine(
  (path) => !/^([a-z]:|[\\/])/i.test(path) && !path.split(/[\\/]/).includes('..'),
  'must be a path below its folder, without ".."',
);

export const regularExpression = text.superRefine((source, context) => {
  try {
    new RegExp(source, 'u');
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `is not a regular expression: ${reason(error)}; correct it or escape the sign`,
    });
  }
});

/** The engine repeats the whole expression before it says what is wrong with it. */
function reason(error: unknown): string {
  const { message } = error as SyntaxError;
  return message.slice(message.lastIndexOf(': ') + 2);
}
