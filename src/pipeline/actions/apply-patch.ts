import { dirname, join } from 'node:path';
import type { Platform } from '../../recipe/schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { exists, makeDirectory, readJson, readText, writeJson } from '../../system/files.ts';
import { gitAnswer } from '../../system/git.ts';
import type { ApplyPatchAction, CommandAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { gitEnvironment, renderGit } from '../git-commands.ts';
import { parseUnifiedDiff, touchedFiles } from '../unified-diff.ts';
import { performGit } from './perform-git.ts';

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

/**
 * Applies a patch, all of it or nothing, and adds it to the record. A patch with LF fits a file with
 * CRLF and the reverse.
 *
 * @throws EnvironmentError naming the patch, the file and the hunk that does not fit.
 */
export async function performApplyPatch(
  action: ApplyPatchAction,
  tools: ActionTools,
): Promise<void> {
  const diff = await readText(action.file);
  const paths = touchedFiles(diff);
  if (paths.length === 0) {
    throw new EnvironmentError(
      `patch ${action.name} (${action.file}) changes no file: it is not a unified diff as \`git diff\` writes it; make it anew`,
    );
  }
  await check(action, diff, tools);
  const before = await blobs(action.tree, paths, tools);
  await performGit(applyCommand(action), tools);
  const after = await blobs(action.tree, paths, tools);
  const files = paths.map((path, index) => ({
    path,
    before: before[index] ?? null,
    after: after[index] ?? null,
  }));
  await addToRecord(action, files);
}

export function renderApplyPatch(action: ApplyPatchAction, platform: Platform): readonly string[] {
  return renderGit([applyCommand(action, '--check'), applyCommand(action)], platform);
}

function applyCommand(
  { name, file, tree }: ApplyPatchAction,
  ...extra: readonly string[]
): CommandAction {
  return {
    kind: 'command',
    // --ignore-whitespace: an LF patch fits a CRLF file and the reverse (measured, git 2.39).
    argv: ['git', 'apply', '--ignore-whitespace', '--whitespace=nowarn', ...extra, '--', file],
    cwd: tree,
    // Inside another repository, `git apply` silently skips files outside of it; the ceiling hides
    // the repository that the workspace may lie in.
    variables: ceiling(tree),
    doing: `applying patch ${name}`,
  };
}

function ceiling(tree: string): Readonly<Record<string, string>> {
  return { GIT_CEILING_DIRECTORIES: dirname(tree) };
}

async function check(action: ApplyPatchAction, diff: string, tools: ActionTools): Promise<void> {
  const forward = await ask(applyCommand(action, '--check').argv.slice(1), action.tree, tools);
  if (forward.exitCode === 0) return;
  const reverse = await ask(
    applyCommand(action, '-R', '--check').argv.slice(1),
    action.tree,
    tools,
  );
  const patch = `patch ${action.name} (${action.file})`;
  const sentence =
    reverse.exitCode === 0
      ? `${patch} is already in the source: take it out of the variant, or lay the source out anew`
      : `${patch} ${misfit(forward.stderr, diff, action.tree)}`;
  throw new EnvironmentError(sentence, { evidence: forward.stderr.trim() });
}

/** Why git refuses, from its own words. */
function misfit(words: string, diff: string, tree: string): string {
  const advice = 'make the patch anew for this source, or take it out of the variant';
  const failed = /^error: patch failed: (.+):(\d+)\r?$/m.exec(words);
  if (failed !== null) {
    const [, path = '', line] = failed;
    const file = parseUnifiedDiff(diff).find(({ before, after }) => (before ?? after) === path);
    const hunks = file?.hunks ?? [];
    const index = hunks.findIndex(({ oldStart }) => oldStart === Number(line));
    const where =
      index < 0
        ? `line ${line}`
        : `hunk ${index + 1} of ${hunks.length}, ${hunks[index]?.header ?? ''}`;
    return `does not fit ${path} at ${where}: ${advice}`;
  }
  const missing = /^error: (.+): (?:No such file or directory|does not exist in index)\r?$/m.exec(
    words,
  )?.[1];
  if (missing !== undefined) return `changes ${missing}, which is not in ${tree}: ${advice}`;
  const taken = /^error: (.+): already exists in working directory\r?$/m.exec(words)?.[1];
  if (taken !== undefined) return `makes ${taken}, which is in ${tree} already: ${advice}`;
  return `cannot be applied in ${tree}: ${advice}`;
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
    const answer = await ask(['hash-object', '--no-filters', '--', path], tree, tools);
    if (answer.exitCode !== 0) {
      throw new EnvironmentError(`git could not read ${join(tree, path)}: give this user access`, {
        evidence: answer.stderr.trim(),
      });
    }
    found.push(answer.stdout.trim());
  }
  return found;
}

async function ask(args: readonly string[], tree: string, tools: ActionTools) {
  const environment = { ...gitEnvironment(tools.environment), ...ceiling(tree) };
  return await gitAnswer(['-c', 'core.quotePath=false', ...args], {
    cwd: tree,
    environment,
    signal: tools.signal,
  });
}

async function addToRecord(
  { name, record }: ApplyPatchAction,
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
