import { delimiter } from 'node:path';

type Variables = Readonly<Record<string, string>>;

/**
 * An environment as a toolchain's script leaves it, with an interpreter's folders behind those that
 * the script put on PATH: conda and Git have a `link.exe` of their own, which is another program.
 *
 * @param prepared what the script set, its PATH as a whole.
 * @param folders put on PATH between the script's and the inherited ones.
 */
export function preparedEnvironment(
  environment: Variables,
  prepared: Variables,
  folders: readonly string[],
  platform: NodeJS.Platform = process.platform,
): Variables {
  const inherited = pathOf(environment, platform);
  const added = pathOf(prepared, platform).filter((folder) => !inherited.includes(folder));
  const others = Object.fromEntries(
    Object.entries(prepared).filter(([name]) => name.toUpperCase() !== 'PATH'),
  );
  return withVariables(environment, others, [...added, ...folders], platform);
}

function pathOf(environment: Variables, platform: NodeJS.Platform): readonly string[] {
  const entry = Object.entries(environment).find(([name]) => name.toUpperCase() === 'PATH');
  const separator = platform === 'win32' ? ';' : ':';
  return (entry?.[1] ?? '').split(separator).filter((folder) => folder !== '');
}

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

/** The value of a variable; Windows holds names to be the same in any case. */
export function variable(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const exact = environment[name];
  if (exact !== undefined || process.platform !== 'win32') return exact;
  const key = Object.keys(environment).find((key) => key.toUpperCase() === name.toUpperCase());
  return key === undefined ? undefined : environment[key];
}
