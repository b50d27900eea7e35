import fse from 'fs-extra';
import path from 'node:path';
import tmp from 'tmp-promise';

/** The part of test/windows/bed/bed.mjs's record that the driver reads. */
export interface Bed {
  readonly wine: string;
  readonly wrun: string;
  readonly windowsNode: string;
  readonly windowsFixtures: string;
  readonly driveC: string;
  readonly stage: string;
  readonly scratch: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The test bed of this run.
 * @throws when the test was not started by `npm run test:windows`
 */
export function readBed(): Bed {
  const file = process.env['WINREPRO_WINDOWS_BED'];
  if (file === undefined) {
    throw new Error(
      'These tests need the Windows test bed: start them with `npm run test:windows`.',
    );
  }
  return fse.readJsonSync(file) as Bed;
}

/** A new folder on drive C, in a path with a space and a non-ASCII letter; a Linux path. */
export async function windowsFolder(): Promise<string> {
  const { path: folder } = await tmp.dir({ tmpdir: readBed().scratch, prefix: 'test' });
  return folder;
}

/** How a Windows program names a file that Linux knows as `file`. */
export function windowsPath(file: string): string {
  const absolute = path.resolve(file);
  const inside = path.relative(readBed().driveC, absolute);
  const onC = !inside.startsWith('..');
  return (onC ? `C:\\${inside}` : `Z:${absolute}`).replaceAll('/', '\\');
}
