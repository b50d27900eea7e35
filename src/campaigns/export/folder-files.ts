import type { TreeEntry } from '../../system/list-tree.ts';

/** What of a campaign's folder goes into an archive. */
export interface ExportChoice {
  readonly dumps: boolean;
  /** `kept`: all but those of clean trials, which only `--keep-output` keeps. */
  readonly outputs: 'all' | 'kept' | 'none';
}

/** Why a file stays behind, in the order in which they are told. */
export const leftOutReasons = {
  dumps: ['dumps', 'they are large and hold memory: export with --dumps to add them'],
  outputs: ['outputs of clean trials', 'export with --outputs all to add them'],
  allOutputs: ['outputs of trials', 'left out by --outputs none'],
  scratch: ['scratch files of trials', 'they are what trials wrote in their own folders'],
  odd: ['links and special files', 'an archive holds plain files only'],
  names: ['files with names that not every system can hold', 'they could not be unpacked'],
} as const;

export type LeftOutReason = keyof typeof leftOutReasons;

/** Where a file of the folder goes: into the archive, nowhere, or aside for a reason. */
export type FileFate = 'in' | 'no evidence' | LeftOutReason;

const DUMP = /(^|\/)(core(\.\d+)?|[^/]+\.(dmp|mdmp|core))$/i;
const OUTPUT = /^trials\/(\d+)\/output\.txt$/;

/** Files that say what a process is doing, not what happened; and what is computed anew. */
const ownFiles: ReadonlySet<string> = new Set(['paused', 'result.json', 'report.html']);
/** A file that is being written. */
const HALF = /\.\d+-[0-9a-f]{8}\.tmp$/;

/**
 * What becomes of a file of a campaign's folder.
 *
 * @param clean the numbers of trials that ended clean.
 */
export function fateOf(
  { path, type }: TreeEntry,
  { dumps, outputs }: ExportChoice,
  clean: ReadonlySet<number>,
): FileFate {
  if (ownFiles.has(path) || /^lock\b/.test(path) || HALF.test(path)) return 'no evidence';
  if (type === 'other') return 'odd';
  if (DUMP.test(path)) return dumps ? 'in' : 'dumps';
  if (/^trials\/\d+\/scratch\//.test(path)) return 'scratch';
  const trial = OUTPUT.exec(path)?.[1];
  if (trial === undefined) return 'in';
  if (outputs === 'none') return 'allOutputs';
  return outputs === 'kept' && clean.has(Number(trial)) ? 'outputs' : 'in';
}
