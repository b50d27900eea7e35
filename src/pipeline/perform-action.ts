import { copyFile, makeDirectory, writeFileAtomically } from '../system/files.ts';
import type { Action } from './action.ts';
import type { ActionTools } from './action-tools.ts';
import { performApplyPatch } from './actions/apply-patch.ts';
import { performCheckConda } from './actions/check-conda.ts';
import { performCheckDistutils } from './actions/check-distutils.ts';
import { performCondaCreate } from './actions/conda-create.ts';
import { performDownload } from './actions/download.ts';
import { performEditDistutils } from './actions/edit-distutils.ts';
import { performEditFunctions } from './actions/edit-functions.ts';
import { performImportArchive } from './actions/import-archive.ts';
import { performKeepBuild } from './actions/keep-build.ts';
import { performLayOutTree } from './actions/lay-out-tree.ts';
import { performMirror } from './actions/mirror.ts';
import { performCommand } from './actions/perform-command.ts';
import { performMoveFunction } from './actions/move-function.ts';
import { performUnpack } from './actions/unpack.ts';

/**
 * Carries one action out.
 *
 * @throws EnvironmentError when it fails, with what the command printed as evidence;
 *   InterruptedError when the signal stopped it.
 */
export async function performAction(action: Action, tools: ActionTools): Promise<void> {
  switch (action.kind) {
    case 'make-directory':
      return makeDirectory(action.path);
    case 'copy':
      return copyFile(action.from, action.to);
    case 'write':
      return writeFileAtomically(action.path, action.content);
    case 'command':
      return performCommand(action, tools);
    case 'conda-create':
      return performCondaCreate(action, tools);
    case 'check-conda':
      return performCheckConda(action);
    case 'download':
      return performDownload(action, tools);
    case 'unpack':
      return performUnpack(action, tools);
    case 'mirror':
      return performMirror(action, tools);
    case 'import-archive':
      return performImportArchive(action, tools);
    case 'lay-out-tree':
      return performLayOutTree(action, tools);
    case 'edit-distutils':
      return performEditDistutils(action, tools);
    case 'check-distutils':
      return performCheckDistutils(action, tools);
    case 'apply-patch':
      return performApplyPatch(action, tools);
    case 'move-function':
      return performMoveFunction(action, tools);
    case 'edit-functions':
      return performEditFunctions(action, tools);
    case 'keep-build':
      return performKeepBuild(action, tools);
  }
}
