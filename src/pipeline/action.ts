import type { MoveFunction, Unoptimise } from '../recipe/patch-schema.ts';
import type { Family, Pinned, Platform } from '../recipe/schema.ts';
import type { CondaClient } from '../system/conda.ts';

/**
 * One thing that a step does. Steps are made of these values only, and both `plan` (which prints
 * them) and `run` (which performs them) read the same values: nothing else is ever run.
 */
export type Action =
  | MakeDirectoryAction
  | CopyAction
  | WriteAction
  | CommandAction
  | CondaCreateAction
  | CheckCondaAction
  | DownloadAction
  | UnpackAction
  | MirrorAction
  | ImportArchiveAction
  | LayOutTreeAction
  | EditDistutilsAction
  | CheckDistutilsAction
  | ApplyPatchAction
  | MoveFunctionAction
  | EditFunctionsAction
  | KeepBuildAction;

export interface MakeDirectoryAction {
  readonly kind: 'make-directory';
  readonly path: string;
}

export interface CopyAction {
  readonly kind: 'copy';
  readonly from: string;
  readonly to: string;
}

export interface WriteAction {
  readonly kind: 'write';
  readonly path: string;
  readonly content: string;
}

/** How far a command is, read from what it prints: one file compiled a matching line. */
export interface Progress {
  readonly line: RegExp;
  /** How many there are when all has to be done; null when nobody knows. */
  readonly of: number | null;
}

export interface CommandAction {
  readonly kind: 'command';
  readonly argv: readonly string[];
  /** The folder it runs in; null where any will do. */
  readonly cwd: string | null;
  /** Variables set for this command beside the inherited environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Folders in front of PATH. */
  readonly folders?: readonly string[];
  /** Variables that a script of the toolchain sets, and how a person runs that script. */
  readonly prepared?: {
    readonly variables: Readonly<Record<string, string>>;
    readonly typed: readonly string[];
  };
  /** Lines of its output that tell how far it is. */
  readonly progress?: Progress;
  /** What failed, for the sentence that a user reads: `compiling ufunc.c`. */
  readonly doing: string;
}

/** Makes a conda environment from match specs, or from a lock (an explicit list of packages). */
export interface CondaCreateAction {
  readonly kind: 'conda-create';
  readonly client: CondaClient;
  readonly prefix: string;
  readonly channels: readonly string[];
  readonly specs: readonly string[];
  /** The package whose build number counts; its builds are tried in their order. */
  readonly pinned: Pinned | null;
  /** Absolute path; null to solve. */
  readonly lock: string | null;
  readonly platform: Platform;
}

/** Holds what conda installed against the pin, by `conda-meta`. */
export interface CheckCondaAction {
  readonly kind: 'check-conda';
  readonly prefix: string;
  readonly pinned: Pinned;
}

export interface DownloadAction {
  readonly kind: 'download';
  readonly url: string;
  readonly sha256: string;
  readonly to: string;
}

/** Unpacks a .zip, .tar.gz or .tgz, without the first `strip` folders of each path. */
export interface UnpackAction {
  readonly kind: 'unpack';
  readonly archive: string;
  readonly to: string;
  readonly strip: number;
}

/** Makes or completes a bare mirror that has the tag `ref`. */
export interface MirrorAction {
  readonly kind: 'mirror';
  readonly repository: string;
  readonly mirror: string;
  readonly ref: string;
  /** The first digits of the commit that the tag must be; null to take what it is. */
  readonly commit: string | null;
}

/** Makes a mirror of one commit, tagged `ref`, from a release archive. */
export interface ImportArchiveAction {
  readonly kind: 'import-archive';
  /** The archive's file, which is unpacked to `from` for the time of the import; null when `from` is unpacked already. */
  readonly archive: string | null;
  readonly from: string;
  readonly mirror: string;
  readonly ref: string;
  /** The version that the archive's PKG-INFO must tell. */
  readonly version: string;
}

/** A worktree of a mirror's tag, its telling files held to their blob hashes. */
export interface Worktree {
  readonly mirror: string;
  readonly tree: string;
  readonly ref: string;
  readonly blobs: Readonly<Record<string, string>>;
}

/**
 * Lays a worktree out; from the nearest kept build of the same base where there is one, so that
 * only the files in which the two differ are compiled again.
 */
export interface LayOutTreeAction {
  readonly kind: 'lay-out-tree';
  readonly worktree: Worktree;
  /** The folder of all builds of the workspace. */
  readonly builds: string;
  readonly baseKey: string;
  /** The patches that will be applied. */
  readonly patches: readonly PatchContent[];
}

/** Sets the flags in the two lists of a Python's distutils, until the work ends. */
export interface EditDistutilsAction {
  readonly kind: 'edit-distutils';
  readonly interpreter: string;
  readonly folders: readonly string[];
  readonly module: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly compile: readonly string[];
  readonly link: readonly string[];
}

/** Holds the two lists of a Python's distutils to what the recipe says that it ships. */
export interface CheckDistutilsAction {
  readonly kind: 'check-distutils';
  readonly interpreter: string;
  readonly folders: readonly string[];
  readonly module: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly compile: readonly string[];
  readonly link: readonly string[];
}

/** Applies a unified diff, all of it or nothing, and notes the blobs before and after. */
export interface ApplyPatchAction {
  readonly kind: 'apply-patch';
  readonly name: string;
  /** Absolute path of the diff. */
  readonly file: string;
  readonly tree: string;
  /** The JSON file that lists what was patched. */
  readonly record: string;
}

/** Moves a C function into a file of its own, and notes the blobs before and after. */
export interface MoveFunctionAction {
  readonly kind: 'move-function';
  readonly name: string;
  readonly move: MoveFunction;
  readonly tree: string;
  /** The JSON file that lists what was patched. */
  readonly record: string;
}

/** Puts the compiler's pragmas around functions, and notes the blobs before and after. */
export interface EditFunctionsAction {
  readonly kind: 'edit-functions';
  readonly name: string;
  readonly unoptimise: Unoptimise;
  readonly family: Family;
  readonly tree: string;
  /** The JSON file that lists what was patched. */
  readonly record: string;
}

/** What a patch does: the absolute path of a diff, or an edit of the source. */
export type PatchContent = string | MoveFunction | Unoptimise;

/** Notes beside a finished build what it was made from, for builds to be derived from it. */
export interface KeepBuildAction {
  readonly kind: 'keep-build';
  readonly folder: string;
  readonly baseKey: string;
  readonly patches: readonly PatchContent[];
}
