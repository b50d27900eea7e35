import type { FlagSettings } from '../../recipe/settings.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { clRules } from './cl-options.ts';
import { linkRules } from './link-options.ts';
import { withSlash, type OptionRules } from './option-rules.ts';

type Flags = Pick<FlagSettings, 'compile' | 'link'>;

/** Signs that cl reads of CL and of _CL_ (Microsoft's page "CL environment variables"). */
const CL_LIMIT = 1024;

/**
 * The variables that turn the flags in an interpreter's distutils (`found`) into the wanted ones:
 * cl and link append them to their command lines, where the last of contradicting options wins.
 *
 * @throws EnvironmentError for what these variables cannot do, which patching distutils can.
 */
export function environmentFlags({
  found,
  wanted,
}: {
  readonly found: Flags;
  readonly wanted: Flags;
}): { readonly _CL_: string; readonly _LINK_: string } {
  const cl = appended('_CL_', clRules, found.compile, wanted.compile);
  if (cl.some((option) => withSlash(option) === '/GL')) {
    throw new EnvironmentError(
      `/GL cannot be added by _CL_, because numpy's setup.py takes it out of distutils' own list ` +
        `before it reads an object file, and would find a /GL object there: choose flagsBy: patch`,
    );
  }
  const _CL_ = cl.map((option) => spelled('_CL_', withNumberSign(option))).join(' ');
  if (_CL_.length > CL_LIMIT) {
    throw new EnvironmentError(
      `_CL_ would be ${_CL_.length} characters long, and cl reads ${CL_LIMIT}: choose ` +
        `flagsBy: patch, or give fewer flags`,
    );
  }
  const _LINK_ = appended('_LINK_', linkRules, found.link, wanted.link)
    .map((option) => spelled('_LINK_', option))
    .join(' ');
  return { _CL_, _LINK_ };
}

/** What to append: first what takes found options back, then what is wanted otherwise than found. */
function appended(
  variable: string,
  rules: OptionRules,
  found: readonly string[],
  wanted: readonly string[],
): readonly string[] {
  const foundByKey = byKey(found, rules);
  const wantedByKey = byKey(wanted, rules);
  const differs = (key: string): boolean =>
    !sameOptions(foundByKey.get(key) ?? [], wantedByKey.get(key) ?? []);
  const undone = [...foundByKey].flatMap(([key, options]) => {
    if (!differs(key)) return [];
    const taken = rules.undo(key, options, wantedByKey.get(key) ?? []);
    if (taken !== null) return taken;
    throw new EnvironmentError(
      `${options.join(' ')} cannot be taken away by ${variable}: choose flagsBy: patch`,
    );
  });
  return [...undone, ...wanted.filter((option) => differs(rules.keyOf(option)))];
}

function byKey(
  options: readonly string[],
  { keyOf }: OptionRules,
): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  for (const option of options) {
    const key = keyOf(option);
    keys.set(key, [...(keys.get(key) ?? []), option]);
  }
  return keys;
}

function sameOptions(a: readonly string[], b: readonly string[]): boolean {
  return (
    a.length === b.length &&
    a.every((option, index) => withSlash(option) === withSlash(b[index] ?? ''))
  );
}

/** An equals sign in a definition ends the variable's value for cl; it takes a number sign. */
function withNumberSign(option: string): string {
  const [, name, value] = /^([-/]D\w+)=([\s\S]*)$/.exec(option) ?? [];
  if (name === undefined || value === undefined) return option;
  if (!/[=#]/.test(value)) return `${name}#${value}`;
  throw new EnvironmentError(
    `${option} cannot be given by _CL_, where # stands for an equals sign: choose flagsBy: patch`,
  );
}

function spelled(variable: string, option: string): string {
  if (/["\r\n]/.test(option)) {
    throw new EnvironmentError(
      `${option} cannot be given by ${variable}, which has no way to write a quotation mark or a ` +
        `line end: choose flagsBy: patch`,
    );
  }
  return /\s/.test(option) ? `"${option}"` : option;
}
