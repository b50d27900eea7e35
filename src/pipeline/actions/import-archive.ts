import { dirname, join } from 'node:path';
import type { Platform } from '../../recipe/schema.ts';
import { EnvironmentError } from '../../system/errors.ts';
import {
  exists,
  listFiles,
  makeDirectory,
  readText,
  remove,
  writeFileAtomically,
} from '../../system/files.ts';
import type { CommandAction, ImportArchiveAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { gitCommand, renderGit, renderNote } from '../git-commands.ts';
import { inMirror, makeMirrorCommands, mirrorRef } from '../mirror-commands.ts';
import { askGit, performGit } from './perform-git.ts';
import { performUnpack, renderUnpack } from './unpack.ts';

/** Bytes go in and come out as they are, whatever the release's own .gitattributes say. */
const VERBATIM = '* -text -ident -filter -working-tree-encoding\n';

/** Always the same, so that the same files give the same commit. */
const FIXED: Readonly<Record<string, string>> = {
  GIT_AUTHOR_NAME: 'winrepro',
  GIT_AUTHOR_EMAIL: 'winrepro@localhost',
  GIT_AUTHOR_DATE: '2000-01-01T00:00:00+0000',
  GIT_COMMITTER_NAME: 'winrepro',
  GIT_COMMITTER_EMAIL: 'winrepro@localhost',
  GIT_COMMITTER_DATE: '2000-01-01T00:00:00+0000',
};

/**
 * Makes a mirror of one commit from a release; an unpacked one is only read. All of its files are
 * taken, the generated and the ignored ones too; a mirror that has the tag is left as it is. The
 * commit is reproducible where files keep their executable bits (Windows has none).
 *
 * @throws EnvironmentError when the folder is no unpacked release, or of another version.
 */
export async function performImportArchive(
  action: ImportArchiveAction,
  tools: ActionTools,
): Promise<void> {
  const { archive, from, mirror, ref } = action;
  const question = ['rev-parse', '--verify', '--quiet', `${mirrorRef(ref)}^{commit}`];
  if ((await askGit(inMirror(mirror, ...question), tools)).exitCode === 0) return;
  if (archive !== null) {
    await remove(from);
    await performUnpack({ kind: 'unpack', archive, to: from, strip: 1 }, tools);
  }
  await checkVersion(action);
  await makeDirectory(join(mirror, 'info'));
  await removeLeftovers(action);
  const [make, commit] = [makeMirrorCommands(mirror), commitCommands(action)];
  for (const command of make) await performGit(command, tools);
  await writeFileAtomically(attributesFile(mirror), VERBATIM);
  for (const command of commit) await performGit(command, tools);
  await remove(indexFile(mirror));
  if (archive !== null) await remove(from);
}

/** The commands, for a mirror that does not have the tag. */
export function renderImportArchive(
  action: ImportArchiveAction,
  platform: Platform,
): readonly string[] {
  const { archive, from } = action;
  const attributes = attributesFile(action.mirror);
  return [
    ...(archive === null
      ? []
      : renderUnpack({ kind: 'unpack', archive, to: from, strip: 1 }, platform)),
    ...renderGit(makeMirrorCommands(action.mirror), platform),
    renderNote(`write into ${attributes}: ${VERBATIM.trim()}`, platform),
    ...renderGit(commitCommands(action), platform),
  ];
}

async function checkVersion({ from, version }: ImportArchiveAction): Promise<void> {
  const file = join(from, 'PKG-INFO');
  if (!(await exists(file))) {
    throw new EnvironmentError(
      `${from} is not an unpacked release archive, it has no PKG-INFO: give --source the folder that holds it, or the archive itself`,
    );
  }
  const found = /^Version:[ \t]*(.*?)[ \t]*$/m.exec(
    (await readText(file)).replaceAll('\r\n', '\n'),
  )?.[1];
  if (found === version) return;
  throw new EnvironmentError(
    `${from} is version ${found ?? '(none told)'} by its PKG-INFO, not ${version} as the recipe says: give --source the release ${version}`,
  );
}

function commitCommands({ from, mirror, ref }: ImportArchiveAction): readonly CommandAction[] {
  const doing = `importing ${from} as ${ref}`;
  const inTree = (...args: readonly string[]): CommandAction =>
    gitCommand(inMirror(mirror, `--work-tree=${from}`, ...args), {
      doing,
      cwd: from,
      variables: { ...FIXED, GIT_INDEX_FILE: indexFile(mirror) },
    });
  return [
    // An unborn branch, even where an earlier import was interrupted before its tag.
    inTree('symbolic-ref', 'HEAD', BRANCH),
    inTree('update-ref', '-d', BRANCH),
    inTree('add', '--all', '--force', '--', '.'),
    inTree('commit', '--quiet', '--no-verify', '--no-gpg-sign', `--message=${ref}, imported`),
    inTree('-c', 'tag.gpgSign=false', 'tag', '-a', '-f', `--message=${ref}, imported`, '--', ref),
  ];
}

const BRANCH = 'refs/heads/winrepro-import';

function indexFile(mirror: string): string {
  return join(mirror, 'winrepro-import.index');
}

function attributesFile(mirror: string): string {
  return join(mirror, 'info', 'attributes');
}

/** A killed git leaves its lock files, and each later one refuses. */
async function removeLeftovers({ mirror, ref }: ImportArchiveAction): Promise<void> {
  const locks = (await listFiles(mirror)).filter((name) => name.endsWith('.lock'));
  for (const name of [...locks, `${BRANCH}.lock`, `${mirrorRef(ref)}.lock`]) {
    await remove(join(mirror, name));
  }
  await remove(indexFile(mirror));
  await makeDirectory(dirname(indexFile(mirror)));
}
