import { delimiter } from 'node:path';

type Variables = Readonly<Record<string, string>>;

/**
 * An environment with other variables over it. On Windows names differ by more than their case
 * only: `Path` is replaced by `PATH`, since of two spellings a child sees only one, and not always
 * the same.
 *
 * @param folders put in front of PATH.
 */
export function withVariables(
  environment: Variables,
  variables: Variables,
  folders: readonly string[] = [],
  platform: NodeJS.Platform = process.platform,
): Readonly<Record<string, string>> {
  const merged = new Map<string, readonly [string, string]>();
  const fold = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  for (const [name, value] of [...Object.entries(environment), ...Object.entries(variables)]) {
    merged.set(fold(name), [name, value]);
  }
  if (folders.length > 0) {
    const [name, value] = merged.get('PATH') ?? ['PATH', ''];
    const separator = platform === process.platform ? delimiter : platform === 'win32' ? ';' : ':';
    const path = [...folders, ...(value === '' ? [] : [value])].join(separator);
    merged.set('PATH', [name, path]);
  }
  return Object.fromEntries(merged.values());
}
