import type { Platform } from '../recipe/schema.ts';
import { UserError } from '../system/errors.ts';

/** Which packages a platform can run, by how the folders of a channel begin. */
const SUBDIRS: Readonly<Record<Platform, string>> = {
  linux: 'linux-',
  win32: 'win-',
  darwin: 'osx-',
};

/** A package of a lock: its URL or path, with its md5 or sha256 when it is known. */
const PACKAGE = /^\S.*\.(conda|tar\.bz2)(#(sha256:)?[0-9a-f]{32,64})?$/i;

/**
 * Holds a lock to be an explicit list of packages for this platform: a line `@EXPLICIT`, then one
 * package a line. conda would take a file of specs too, and solve it anew.
 *
 * @throws UserError that names the line.
 */
export function checkExplicitLock(text: string, file: string, platform: Platform): void {
  const lines = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), at: `${file}:${index + 1}` }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'));
  const [first, ...packages] = lines;
  if (first?.line !== '@EXPLICIT') {
    throw new UserError(
      `${first?.at ?? `${file}:1`} is not the line @EXPLICIT that a lock begins with: ` +
        'give one that `conda list --explicit --md5` printed',
    );
  }
  if (packages.length === 0) {
    throw new UserError(`${first.at} is followed by no package: give a lock that names some`);
  }
  for (const { line, at } of packages) {
    if (!PACKAGE.test(line)) {
      throw new UserError(
        `${at} is not the URL of a package (${line}): an explicit lock has nothing else below ` +
          '@EXPLICIT; print it anew with `conda list --explicit --md5`',
      );
    }
    if (isForeign(line, platform)) {
      throw new UserError(
        `${at} names a package of another platform than ${platform} (${line}): give a lock that ` +
          'was made on this one',
      );
    }
  }
}

/** The lock in what a client printed, without what else it said; null when there is none. */
export function explicitLockIn(output: string): string | null {
  const lines = output.split(/\r?\n/).map((line) => line.trim());
  const start = lines.lastIndexOf('@EXPLICIT');
  const packages = start < 0 ? [] : lines.slice(start).filter((line) => PACKAGE.test(line));
  return packages.length === 0 ? null : ['@EXPLICIT', ...packages, ''].join('\n');
}

function isForeign(line: string, platform: Platform): boolean {
  const [, subdir = ''] = /[\\/]([a-z]+-[a-z0-9]+)[\\/][^\\/]+$/.exec(line) ?? [];
  return Object.entries(SUBDIRS).some(
    ([other, start]) => other !== platform && subdir.startsWith(start),
  );
}
