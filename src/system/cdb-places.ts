import { win32 } from 'node:path';
import { variable } from './environment-variables.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Where cdb may be, in the order to look: on PATH (also as the `cdbX64.exe` that WinDbg from the Store
 * and from winget has), then where the Windows SDK puts the Debugging Tools. A name without a folder is to
 * be looked up on PATH.
 */
export function cdbPlaces(environment: Variables): readonly string[] {
  const roots = ['ProgramFiles(x86)', 'ProgramFiles', 'ProgramW6432'].flatMap((name) => {
    const root = variable(environment, name);
    return root === undefined || root === '' ? [] : [root];
  });
  const kits = [...new Set(roots)].flatMap((root) =>
    ['10', '11'].map((version) =>
      win32.join(root, 'Windows Kits', version, 'Debuggers', 'x64', 'cdb.exe'),
    ),
  );
  return ['cdb', 'cdbX64', ...kits];
}
