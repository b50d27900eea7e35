import type { Platform } from '../../recipe/schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { readText } from '../../system/files.ts';
import type { ApplyPatchAction, CommandAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { renderGit } from '../git-commands.ts';
import { parseUnifiedDiff, touchedFiles } from '../unified-diff.ts';
import { askGit, ceiling, recordPatch } from './patch-record.ts';
import { performGit } from './perform-git.ts';

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
  await recordPatch(action, paths, tools, async () => performGit(applyCommand(action), tools));
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
    variables: ceiling(tree),
    doing: `applying patch ${name}`,
  };
}

async function check(action: ApplyPatchAction, diff: string, tools: ActionTools): Promise<void> {
  const forward = await askGit(applyCommand(action, '--check').argv.slice(1), action.tree, tools);
  if (forward.exitCode === 0) return;
  const reverse = await askGit(
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
