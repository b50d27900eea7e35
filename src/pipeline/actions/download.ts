import type { Platform } from '../../recipe/schema.ts';
import { download } from '../../system/download.ts';
import type { DownloadAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { quoteCmd, quotePosix } from '../quote.ts';

/**
 * @throws EnvironmentError when the file cannot be had or has another hash; InterruptedError when
 *   the signal stopped it.
 */
export async function performDownload(
  { url, to, sha256 }: DownloadAction,
  { signal }: ActionTools,
): Promise<void> {
  await download({ url, to, sha256, signal });
}

/** The download and the check of its hash, as a person would type them. */
export function renderDownload(
  { url, to, sha256 }: DownloadAction,
  platform: Platform,
): readonly string[] {
  if (platform === 'win32') {
    return [
      `curl -fL -o ${quoteCmd(to)} ${quoteCmd(url)}`,
      `rem must print ${sha256}`,
      `certutil -hashfile ${quoteCmd(to)} SHA256`,
    ];
  }
  const check = platform === 'darwin' ? 'shasum -a 256 -c' : 'sha256sum -c';
  return [
    `curl -fL -o ${quotePosix(to)} ${quotePosix(url)}`,
    `echo ${quotePosix(`${sha256}  ${to}`)} | ${check}`,
  ];
}
