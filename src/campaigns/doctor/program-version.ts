import { ask } from '../../system/command.ts';
import { findProgram } from '../../system/find-program.ts';

/** What a program prints of itself and where it is; null when it is not there or does not answer. */
export async function programVersion(program: string): Promise<string | null> {
  const path = findProgram(program);
  if (path === null) return null;
  const answer = await ask([path, '--version']);
  const line = (answer?.stdout.trim() ?? '') || (answer?.stderr.trim() ?? '');
  return answer?.exitCode === 0 ? `${line.split(/\r?\n/)[0] ?? ''} at ${path}` : null;
}
