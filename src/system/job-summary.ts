import * as fs from 'node:fs/promises';
import { appendText } from './append-text.ts';
import { errorCode, fileError } from './file-error.ts';

/** GitHub drops the whole summary of a step that is longer than 1 MiB. */
const MOST_BYTES = 1024 * 1024;
const CUT = '\n\n_The rest is left out: a summary may have 1 MiB._\n';

/**
 * Adds Markdown to the summary of the job that GitHub Actions runs, as far as there is room.
 *
 * @param environment where `GITHUB_STEP_SUMMARY` names the file.
 * @returns false where there is no such job, and nothing was written.
 * @throws EnvironmentError when the file cannot be written.
 */
export async function appendJobSummary(
  markdown: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  const path = environment['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return false;
  const before = await sizeOf(path);
  // What an earlier step wrote without a line end must not swallow the first heading.
  const text = before === 0 ? markdown : `\n\n${markdown}`;
  await appendText(path, fitting(text, MOST_BYTES - before));
  return true;
}

/** The whole lines that fit, with a word about the others; nothing when not even that fits. */
function fitting(text: string, room: number): string {
  if (Buffer.byteLength(text) <= room) return text;
  const left = room - Buffer.byteLength(CUT);
  if (left < 0) return '';
  const bytes = Buffer.from(text).subarray(0, left);
  return `${bytes.subarray(0, bytes.lastIndexOf(10) + 1).toString()}${CUT}`;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await fs.stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw fileError(error, 'read', path);
  }
}
