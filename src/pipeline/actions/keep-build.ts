import { join } from 'node:path';
import { nowIso } from '../../system/clock.ts';
import { exists, writeJson } from '../../system/files.ts';
import type { KeepBuildAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { describePatches, KEPT_SCHEMA, type KeptBuild } from '../kept-builds.ts';
import { changedFiles } from '../tree-status.ts';

/** Writes `kept.json` into the build's folder. Throws EnvironmentError. */
export async function performKeepBuild(action: KeepBuildAction, tools: ActionTools): Promise<void> {
  const { folder, baseKey } = action;
  const patches = await describePatches(action.patches);
  const patched = new Set(patches.flatMap(({ files }) => files));
  const tree = join(folder, 'tree');
  // A tree of plain files has no commit to differ from.
  const changed = (await exists(join(tree, '.git'))) ? await changedFiles(tree, tools) : [];
  const rewritten = changed.filter(({ path }) => !patched.has(path));
  const kept: KeptBuild = { schema: KEPT_SCHEMA, baseKey, at: nowIso(), patches, rewritten };
  await writeJson(join(folder, 'kept.json'), kept);
}
