import { join } from 'node:path';
import type { ExportManifest } from '../../records/export-manifest.ts';
import { archiveGuard } from '../../system/archive-entry.ts';
import { EnvironmentError, UserError } from '../../system/errors.ts';
import { fileSize } from '../../system/files.ts';
import { listTree } from '../../system/list-tree.ts';
import { exportRules } from './archive-rules.ts';
import { fateOf, leftOutReasons, type ExportChoice, type LeftOutReason } from './folder-files.ts';

export interface FolderContents {
  /** What goes into the archive, relative to the folder, with forward slashes, sorted. */
  readonly files: readonly string[];
  readonly leftOut: ExportManifest['leftOut'];
}

/** Sorts out what lies in a campaign's folder. Throws EnvironmentError. */
export async function folderContents(
  { folder, choice }: { readonly folder: { readonly path: string }; readonly choice: ExportChoice },
  clean: ReadonlySet<number>,
): Promise<FolderContents> {
  const isWritable = mayBeNamed();
  const files: string[] = [];
  const sizes = new Map<LeftOutReason, { files: number; bytes: number }>();
  for (const entry of await listTree(folder.path)) {
    const fate = fateOf(entry, choice, clean);
    if (fate === 'no evidence') continue;
    if (fate === 'in' && isWritable(entry.path)) {
      files.push(entry.path);
      continue;
    }
    const reason = fate === 'in' ? 'names' : fate;
    const known = sizes.get(reason) ?? { files: 0, bytes: 0 };
    const bytes = entry.type === 'file' ? await sizeOf(join(folder.path, entry.path)) : 0;
    sizes.set(reason, { files: known.files + 1, bytes: known.bytes + bytes });
  }
  const reasons = Object.keys(leftOutReasons) as readonly LeftOutReason[];
  return {
    files,
    leftOut: reasons.flatMap((reason) => {
      const size = sizes.get(reason);
      const [what, why] = leftOutReasons[reason];
      return size === undefined ? [] : [{ what, why, ...size }];
    }),
  };
}

/** Says of one name after the other whether an archive with all of them would be let in by who replays it. */
export function mayBeNamed(): (path: string) => boolean {
  const guard = archiveGuard('', 0, 0, true, exportRules(null));
  return (name) => {
    try {
      return guard.check({ name, type: 'file', size: 0, target: '' }) !== null;
    } catch (error) {
      if (error instanceof UserError) return false;
      throw error;
    }
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return await fileSize(path);
  } catch (error) {
    // Removed meanwhile by who works on the campaign.
    if (error instanceof EnvironmentError) return 0;
    throw error;
  }
}
