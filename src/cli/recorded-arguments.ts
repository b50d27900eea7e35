import { redactArguments } from './redact-arguments.ts';

/** The arguments that winrepro was started with, as they may be recorded and shown: without secrets. */
export function recordedArguments(): readonly string[] {
  return redactArguments(process.argv.slice(2));
}
