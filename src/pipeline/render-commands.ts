import type { Platform } from '../recipe/schema.ts';
import type { Action, CommandAction } from './action.ts';
import { renderApplyPatch } from './actions/apply-patch.ts';
import { renderCheckConda } from './actions/check-conda.ts';
import { renderCheckDistutils } from './actions/check-distutils.ts';
import { renderCondaCreate } from './actions/conda-create.ts';
import { renderDownload } from './actions/download.ts';
import { renderEditDistutils } from './actions/edit-distutils.ts';
import { renderEditFunctions } from './actions/edit-functions.ts';
import { renderImportArchive } from './actions/import-archive.ts';
import { renderLayOutTree } from './actions/lay-out-tree.ts';
import { renderMirror } from './actions/mirror.ts';
import { renderMoveFunction } from './actions/move-function.ts';
import { renderUnpack } from './actions/unpack.ts';
import { quoteCmd, quotePosix } from './quote.ts';
import { changeDirectory, renderCommand } from './render-command.ts';
import type { Step } from './step.ts';

/** A step's commands as a person would type them, one a line, for a POSIX shell or cmd.exe. */
export function renderStep(step: Step, platform: Platform): readonly string[] {
  const lines: string[] = [];
  let cwd: string | null = null;
  for (const action of step.actions) {
    if (action.kind === 'command' && action.cwd !== null && action.cwd !== cwd) {
      cwd = action.cwd;
      lines.push(changeDirectory(cwd, platform));
    }
    lines.push(...renderAction(action, platform));
  }
  return lines;
}

function renderAction(action: Action, platform: Platform): readonly string[] {
  const windows = platform === 'win32';
  const quote = windows ? quoteCmd : quotePosix;
  switch (action.kind) {
    case 'make-directory':
      return [windows ? `mkdir ${quote(action.path)}` : `mkdir -p ${quote(action.path)}`];
    case 'copy':
      return [`${windows ? 'copy /y' : 'cp'} ${quote(action.from)} ${quote(action.to)}`];
    case 'write':
      return windows
        ? writeCmd(action.path, action.content)
        : writePosix(action.path, action.content);
    case 'command':
      return renderPrepared(action, platform);
    case 'conda-create':
      return renderCondaCreate(action, platform);
    case 'check-conda':
      return renderCheckConda(action, platform);
    case 'download':
      return renderDownload(action, platform);
    case 'unpack':
      return renderUnpack(action, platform);
    case 'mirror':
      return renderMirror(action, platform);
    case 'import-archive':
      return renderImportArchive(action, platform);
    case 'lay-out-tree':
      return renderLayOutTree(action, platform);
    case 'edit-distutils':
      return renderEditDistutils(action, platform);
    case 'check-distutils':
      return renderCheckDistutils(action, platform);
    case 'apply-patch':
      return renderApplyPatch(action, platform);
    case 'move-function':
      return renderMoveFunction(action, platform);
    case 'edit-functions':
      return renderEditFunctions(action, platform);
    case 'keep-build':
      // A note of winrepro's own; a person has no use for it.
      return [];
  }
}

/** The toolchain's script runs last, so that its folders come before the interpreter's on PATH. */
function renderPrepared(action: CommandAction, platform: Platform): readonly string[] {
  const { argv, variables, folders = [], prepared } = action;
  const lines = renderCommand(argv, variables, platform, folders);
  if (prepared === undefined) return lines;
  const before = platform === 'win32' && folders.length > 0 ? 1 : 0;
  return [...lines.slice(0, before), ...prepared.typed, ...lines.slice(before)];
}

function writePosix(path: string, content: string): readonly string[] {
  // A quoted here-document takes its lines as they are; its end mark must not be one of them.
  const lines = content.replace(/\n$/, '').split('\n');
  let mark = 'END';
  while (lines.includes(mark)) mark += '_';
  return [`cat > ${quotePosix(path)} <<'${mark}'`, ...lines, mark];
}

function writeCmd(path: string, content: string): readonly string[] {
  // cmd has no here-document: the file is typed in, ended by Ctrl-Z.
  return [`copy /y con ${quoteCmd(path)}`, ...content.replace(/\n$/, '').split('\n'), '^Z'];
}
