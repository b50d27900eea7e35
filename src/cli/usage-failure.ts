import { UserError } from '../system/errors.ts';

/** yargs' own refusals (unknown option, missing value), each with the way to the help. */
export function usageFailure(
  message: string | null,
  error: Error | undefined,
  args: readonly string[],
): never {
  if (error !== undefined && error.name !== 'YError') throw error;
  const text = (message ?? error?.message ?? 'bad arguments')
    .trim()
    .replaceAll(/:?\s*\n\s*/g, ': ');
  // For an unknown command yargs says only what it takes it for.
  const guess = /^Did you mean (.*)\?$/.exec(text)?.[1];
  throw new UserError(
    guess === undefined
      ? `${text}: see winrepro --help`
      : `unknown command ${args[0] ?? ''}; did you mean ${guess}? see winrepro --help`,
  );
}
