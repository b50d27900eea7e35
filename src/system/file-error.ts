import { EnvironmentError } from './errors.ts';

/** What was tried, in the words of the message: `cannot read /path: ...`. */
export type FileAction = 'read' | 'write' | 'remove' | 'list' | 'copy';

/**
 * Turns a refusal of the file system into a sentence that names the path and the next move. An
 * error that the system did not give (no code) is a bug or an abort and comes back unchanged.
 */
export function fileError(error: unknown, action: FileAction, path: string): unknown {
  const code = errorCode(error);
  if (code === undefined || error instanceof EnvironmentError) return error;
  return new EnvironmentError(sentence(code, error, action, path), { cause: error });
}

/** `ENOENT`, `EACCES`, ...; undefined for anything that is not an error of the system. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

function sentence(code: string, error: unknown, action: FileAction, path: string): string {
  const failed = `cannot ${action} ${path}`;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `no space left on the disk of ${path} (${code}): free some, or put the workspace on another disk with --workspace`;
    case 'EACCES':
    case 'EPERM':
      return `${failed}: permission denied (${code}); give this user access to it and close programs that use it${elsewhere(action)}`;
    case 'EROFS':
      return `${failed}: its disk is read-only (${code}); make it writable${elsewhere(action)}`;
    case 'ENOENT':
      return `${failed}: it does not exist (${code}); check the path`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${failed}: a file stands where a folder is needed, or the other way round (${code}); move it away${elsewhere(action)}`;
    case 'EISDIR':
      return `${failed}: it is a folder, not a file (${code}); move it away, or check the path`;
    case 'EBUSY':
    case 'ETXTBSY':
      return `${failed}: another program holds it open (${code}); close that program and try again`;
    case 'ENOTEMPTY':
      return `${failed}: something keeps writing into it (${code}); end that program and try again`;
    case 'ENAMETOOLONG':
      return `${failed}: the path is too long (${code}); choose a shorter one with --workspace`;
    case 'EMFILE':
    case 'ENFILE':
      return `${failed}: too many files are open (${code}); close some programs or lower --jobs`;
    default:
      return `${failed}: ${error instanceof Error ? error.message : code}; check the path and its disk`;
  }
}

function elsewhere(action: FileAction): string {
  return action === 'read' || action === 'list'
    ? ''
    : ', or choose another folder with --workspace';
}
