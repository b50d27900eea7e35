import { join } from 'node:path';
import type { SourceSettings } from '../../recipe/settings.ts';
import type { Action } from '../action.ts';
import { mirrorPath } from '../mirror-commands.ts';
import type { StepContext } from './context.ts';
import { contentOf } from './patches.ts';

type GitSource = Extract<SourceSettings, { provider: 'git' }>;

/**
 * Brings the release into a bare mirror in the workspace, once, and lays a worktree of it out as the
 * build's tree.
 */
export function repositoryActions(
  source: GitSource,
  { settings, keys, workspace, folder, tree }: StepContext,
): readonly Action[] {
  const { repository, ref, commit = null, blobs, archive } = source;
  const mirror =
    archive === null
      ? mirrorPath(workspace, repository)
      : // An archive may be replaced by another of its name.
        mirrorPath(workspace, archive, keys.release);
  return [
    ...(archive === null
      ? [{ kind: 'mirror', repository, mirror, ref, commit } as const]
      : [importAction(archive, ref, mirror)]),
    { kind: 'make-directory', path: folder },
    {
      kind: 'lay-out-tree',
      worktree: { mirror, tree, ref, blobs },
      builds: join(workspace, 'builds'),
      baseKey: keys.base,
      patches: settings.patches.map(contentOf),
    },
  ];
}

function importAction(archive: string, ref: string, mirror: string): Action {
  const version = ref.replace(/^v(?=\d)/, '');
  const isFile = /\.(zip|tar\.gz|tgz)$/i.test(archive);
  return isFile
    ? {
        kind: 'import-archive',
        archive,
        from: mirror.replace(/\.git$/, '.unpacked'),
        mirror,
        ref,
        version,
      }
    : { kind: 'import-archive', archive: null, from: archive, mirror, ref, version };
}
