import type { Machine } from '../system/machine.ts';

export const PROVENANCE_SCHEMA = 'winrepro/provenance/1';

export interface ToolRecord {
  readonly path: string;
  /** As the tool words it. */
  readonly version: string;
}

/** A patch with the git blobs of the files that it changed. */
export interface PatchRecord {
  readonly name: string;
  readonly sha256: string;
  readonly files: readonly {
    readonly path: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/** All that a run was made of. Lists may be empty; null means that there is none. */
export interface ProvenanceParts {
  readonly machine: Machine;
  /** The version of winrepro. */
  readonly winrepro: string;
  readonly commandLine: readonly string[];
  readonly cwd: string;
  readonly recipe: { readonly name: string; readonly sha256: string };
  readonly variant: string;
  readonly compiler:
    | (ToolRecord & {
        readonly family: string;
        /** Of MSVC, such as 14.29.30133; null for another compiler. */
        readonly toolset: string | null;
      })
    | null;
  readonly interpreter: ToolRecord | null;
  readonly flags: {
    readonly common: readonly string[];
    readonly compile: readonly string[];
    readonly link: readonly string[];
  } | null;
  /** How the flags reached the compiler: `patch` or `environment` of a Python's distutils, else null. */
  readonly flagsBy: string | null;
  readonly patches: readonly PatchRecord[];
  /** The packages of a made environment, one a line, as its explicit lock; null for none. */
  readonly lock: string | null;
  /** The release that was built; null when the source is no repository. */
  readonly release: { readonly ref: string; readonly from: string } | null;
  /** Hash of the sources that were compiled; null when nothing was. */
  readonly sources: string | null;
  readonly built: readonly {
    readonly file: string;
    readonly sha256: string;
    readonly bytes: number;
  }[];
  readonly steps: readonly {
    readonly name: string;
    readonly key: string;
    readonly reused: boolean;
  }[];
}

/** `provenance.json`: what another machine must match to see the same crash. */
export interface Provenance extends ProvenanceParts {
  readonly schema: typeof PROVENANCE_SCHEMA;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Variables of the environment that change a build or a heap; never the others. */
  readonly environment: Readonly<Record<string, string>>;
}

export function buildProvenance(
  parts: ProvenanceParts,
  at: string,
  environment: Readonly<Record<string, string | undefined>>,
): Provenance {
  return {
    schema: PROVENANCE_SCHEMA,
    at,
    winrepro: parts.winrepro,
    commandLine: parts.commandLine,
    cwd: parts.cwd,
    recipe: parts.recipe,
    variant: parts.variant,
    machine: parts.machine,
    compiler: parts.compiler,
    interpreter: parts.interpreter,
    flags: parts.flags,
    flagsBy: parts.flagsBy,
    patches: parts.patches,
    lock: parts.lock,
    release: parts.release,
    sources: parts.sources,
    built: parts.built,
    steps: parts.steps,
    environment: relevantVariables(environment, parts.machine.os.platform),
  };
}

/**
 * Reports are pasted into public issues, and an environment holds passwords: only these names are
 * ever written. `CL`, `_CL_`, `LINK` and `_LINK_` are options that cl.exe and link.exe take
 * unasked.
 */
const names: ReadonlySet<string> = new Set([
  'CC',
  'CFLAGS',
  'CL',
  'CPPFLAGS',
  'LDFLAGS',
  'LINK',
  'PYTHONUNBUFFERED',
  '_CL_',
  '_LINK_',
]);
const families = ['MALLOC_', 'PYPY_GC_'];

/** Windows does not tell `Cl` from `CL`. */
function relevantVariables(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
): Readonly<Record<string, string>> {
  const listed = (variable: string): boolean => {
    const name = platform === 'win32' ? variable.toUpperCase() : variable;
    return names.has(name) || families.some((family) => name.startsWith(family));
  };
  const found: (readonly [string, string])[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && listed(name)) found.push([name, value]);
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
