import path from 'node:path';

/** A program by its bare name is looked for on PATH; one with a folder is beside the recipe. */
export function programPath(program: string, directory: string): string {
  const isPath = program.includes('/') || program.includes(path.sep);
  return isPath && !program.startsWith('{') ? path.resolve(directory, program) : program;
}
