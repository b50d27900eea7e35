import { dirname, join } from 'node:path';
import { EnvironmentError } from '../../system/errors.ts';
import { exists, makeDirectory, readJson, writeJson } from '../../system/files.ts';
import { gitAnswer } from '../../system/git.ts';
import type { ActionTools } from '../action-tools.ts';
import { gitEnvironment } from '../git-commands.ts';

const SCHEMA = 'winrepro/patches/1';

/** A file that a patch touched, by its blob hashes; null where there is no file. */
export interface PatchedFile {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What was done to a tree, in the order in which it was done. */
export interface PatchRecord {
  readonly schema: typeof SCHEMA;
  readonly patches: readonly { readonly name: string; readonly files: readonly PatchedFile[] }[];
}

/** A patch or a source edit that is done to a tree and noted in a record. */
export interface Patching {
  readonly name: string;
  readonly tree: string;
  /** The JSON file that lists what was patched. */
  readonly record: string;
}

/** Does the work, and adds the blobs of `paths` before and after it to the record. */
export async function recordPatch(
  { name, tree, record }: Patching,
  paths: readonly string[],
  tools: ActionTools,
  work: () => Promise<void>,
): Promise<void> {
  const before = await blobs(tree, paths, tools);
  await work();
  const after = await blobs(tree, paths, tools);
  const files = paths.map((path, index) => ({
    path,
    before: before[index] ?? null,
    after: after[index] ?? null,
  }));
  await addToRecord(record, name, files);
}

/**
 * Inside another repository, `git apply` silently skips files outside of it; the ceiling hides the
 * repository that the workspace may lie in.
 */
export function ceiling(tree: string): Readonly<Record<string, string>> {
  return { GIT_CEILING_DIRECTORIES: dirname(tree) };
}

/** Asks git in a tree; its exit code is part of the answer. */
export async function askGit(args: readonly string[], tree: string, tools: ActionTools) {
  const environment = { ...gitEnvironment(tools.environment), ...ceiling(tree) };
  return await gitAnswer(['-c', 'core.quotePath=false', ...args], {
    cwd: tree,
    environment,
    signal: tools.signal,
  });
}

/** The blob hash of each file's bytes as they are; null for one that is not there. */
async function blobs(
  tree: string,
  paths: readonly string[],
  tools: ActionTools,
): Promise<readonly (string | null)[]> {
  const found: (string | null)[] = [];
  for (const path of paths) {
    if (!(await exists(join(tree, path)))) {
      found.push(null);
      continue;
    }
    const answer = await askGit(['hash-object', '--no-filters', '--', path], tree, tools);
    if (answer.exitCode !== 0) {
      throw new EnvironmentError(`git could not read ${join(tree, path)}: give this user access`, {
        evidence: answer.stderr.trim(),
      });
    }
    found.push(answer.stdout.trim());
  }
  return found;
}

async function addToRecord(
  record: string,
  name: string,
  files: readonly PatchedFile[],
): Promise<void> {
  const known = (await exists(record)) ? await readJson(record) : { schema: SCHEMA, patches: [] };
  if (!isPatchRecord(known)) {
    throw new EnvironmentError(
      `${record} is no list of patches of winrepro: move it away and run again`,
    );
  }
  await makeDirectory(dirname(record));
  const added: PatchRecord = { schema: SCHEMA, patches: [...known.patches, { name, files }] };
  await writeJson(record, added);
}

function isPatchRecord(value: unknown): value is PatchRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    value.schema === SCHEMA &&
    'patches' in value &&
    Array.isArray(value.patches)
  );
}
