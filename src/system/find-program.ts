import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, extname, isAbsolute, join, resolve } from 'node:path';

/**
 * The absolute path of a program, looked up as the system would: a name on PATH (with PATHEXT on
 * Windows), a path as it stands. Null when there is none.
 */
export function findProgram(
  name: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const extensions = extensionsOf(name, environment);
  const folders = /[\\/]/.test(name) || isAbsolute(name) ? [''] : pathOf(environment);
  for (const folder of folders) {
    for (const extension of extensions) {
      const candidate = resolve(folder === '' ? name + extension : join(folder, name + extension));
      if (isProgram(candidate)) return candidate;
    }
  }
  return null;
}

function pathOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  // Windows spells the variable Path or PATH, whoever set it.
  const key = Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return (environment[key] ?? '').split(delimiter).filter((folder) => folder !== '');
}

function extensionsOf(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (process.platform !== 'win32') return [''];
  const known = (environment['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').toLowerCase().split(';');
  return known.includes(extname(name).toLowerCase()) ? [''] : known;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
