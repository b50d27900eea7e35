import type { Platform } from '../../recipe/schema.ts';
import { unpack } from '../../system/unpack.ts';
import type { UnpackAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { quoteCmd, quotePosix } from '../quote.ts';

/**
 * @throws EnvironmentError for a damaged or hostile archive; UserError for another kind of file;
 *   InterruptedError when the signal stopped it.
 */
export async function performUnpack(
  { archive, to, strip }: UnpackAction,
  { signal }: ActionTools,
): Promise<void> {
  await unpack({ archive, to, strip, signal });
}

/** The unpacking as a person would type it. */
export function renderUnpack(
  { archive, to, strip }: UnpackAction,
  platform: Platform,
): readonly string[] {
  const windows = platform === 'win32';
  const quote = windows ? quoteCmd : quotePosix;
  // The tar of Windows and of macOS is bsdtar, which reads .zip; that of Linux is not.
  const tar = platform === 'linux' && /\.zip$/i.test(archive) ? 'bsdtar' : 'tar';
  const make = `${windows ? 'mkdir' : 'mkdir -p'} ${quote(to)}`;
  return [make, `${tar} -xf ${quote(archive)} -C ${quote(to)} --strip-components=${strip}`];
}
