import { basename, join } from 'node:path';
import { isCommit } from '../recipe/source-schema.ts';
import { sha256Text } from '../system/hash.ts';
import type { CommandAction } from './action.ts';
import { gitCommand, keptSettings } from './git-commands.ts';

/**
 * The full name that a mirror has for a tag or a commit: it can be taken neither for an option nor for
 * a branch.
 */
export function mirrorRef(ref: string): string {
  return isCommit(ref) ? `refs/winrepro/${ref}` : `refs/tags/${ref}`;
}

/** How the origin of a mirror knows it. */
export function originRef(ref: string): string {
  return isCommit(ref) ? ref : `refs/tags/${ref}`;
}

/** A tag or a commit, in a sentence. */
export function refInWords(ref: string): string {
  return isCommit(ref) ? `commit ${ref}` : `tag ${ref}`;
}

/**
 * The mirror of a repository in a workspace. Readable, and different for two origins of one name.
 *
 * @param identity what tells two origins apart; the repository itself, or the hash of an archive.
 */
export function mirrorPath(workspace: string, origin: string, identity = origin): string {
  const last = basename(origin.replaceAll('\\', '/')).replace(/\.(git|zip|tar\.gz|tgz)$/i, '');
  const readable = last.replaceAll(/[^\w.-]+/g, '_').slice(0, 40) || 'source';
  return join(workspace, 'mirrors', `${readable}-${sha256Text(identity).slice(0, 8)}.git`);
}

/** Arguments that address a mirror, whatever folder git runs in. */
export function inMirror(mirror: string, ...args: readonly string[]): readonly string[] {
  return [`--git-dir=${mirror}`, ...args];
}

/** Makes a bare repository, or completes one; the worktrees laid out from it share its settings. */
export function makeMirrorCommands(mirror: string): readonly CommandAction[] {
  const doing = `making the mirror ${mirror}`;
  return [
    // No template: it may hold hooks.
    gitCommand(['init', '--quiet', '--bare', '--template=', '--', mirror], { doing }),
    ...Object.entries(keptSettings).map(([name, value]) =>
      gitCommand(inMirror(mirror, 'config', name, value), { doing }),
    ),
  ];
}
