import { ask } from '../system/command.ts';
import { withVariables } from '../system/environment-variables.ts';
import type { Interpreter } from './toolbox.ts';

/** The first line that an interpreter prints of itself; null when it does not answer. */
export async function versionOf({
  path,
  folders,
}: Pick<Interpreter, 'path' | 'folders'>): Promise<string | null> {
  const environment = withVariables(inherited(), {}, folders);
  const answer = await ask([path, '--version'], { environment });
  if (answer?.exitCode !== 0) return null;
  // Python 2 and old PyPys print their version to stderr.
  return (answer.stdout.trim() || answer.stderr.trim()).split(/\r?\n/)[0] ?? '';
}

function inherited(): Readonly<Record<string, string>> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
