import type { Platform } from '../../recipe/schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { findDebugger } from '../debug/find-debugger.ts';
import type { Finding } from './finding.ts';

/** The debugger, which nothing but `debug` needs: that it is missing is told, and is no fault. */
export async function debuggerFinding(platform: Platform): Promise<Finding> {
  const name = `debugger ${platform === 'win32' ? 'cdb' : 'gdb'}`;
  const neededFor = 'winrepro debug only';
  try {
    const { version, path } = await findDebugger(undefined, platform);
    return { name, ok: true, found: `${version} at ${path}`, neededFor, remedy: null };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { name, ok: true, found: null, neededFor, remedy: error.message };
  }
}
