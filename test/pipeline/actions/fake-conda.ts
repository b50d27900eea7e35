import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CondaClient } from '../../../src/system/conda.ts';

/** How the client behaves; it reads this from a file beside itself. */
export interface Behaviour {
  /** Build numbers of pypy3.7 that its channel has. */
  readonly builds: readonly number[];
  /** Printed instead of all work, to end with status 1. */
  readonly failure?: string;
  /** Sits there until it is killed. */
  readonly hangs?: boolean;
}

/**
 * A real program that takes the command lines of conda or micromamba, lays out conda-meta as they
 * do, and fails in their words. It writes each command line that it gets into calls.jsonl.
 */
export async function fakeConda(
  folder: string,
  kind: CondaClient['kind'],
  behaviour: Behaviour,
): Promise<CondaClient> {
  const path = join(folder, kind);
  await writeFile(join(folder, 'behaviour.json'), JSON.stringify({ kind, ...behaviour }));
  await writeFile(path, `#!${process.execPath}\n${PROGRAM}`, { mode: 0o755 });
  return { path, kind, version: '2.0.5', rootPrefix: null };
}

const PROGRAM = String.raw`
const fs = require('node:fs');
const { join, dirname, basename } = require('node:path');
const here = dirname(process.argv[1]);
const argv = process.argv.slice(2);
const { kind, builds, failure, hangs } = JSON.parse(fs.readFileSync(join(here, 'behaviour.json'), 'utf8'));
fs.appendFileSync(join(here, 'calls.jsonl'), JSON.stringify(argv) + '\n');
const prefix = argv[argv.indexOf('-p') + 1];
const url = (file) => 'https://conda.anaconda.org/conda-forge/noarch/' + file + '.conda#' + '0'.repeat(32);
function install(build) {
  const meta = join(prefix, 'conda-meta');
  fs.mkdirSync(meta, { recursive: true });
  const note = (name, version, number) =>
    fs.writeFileSync(join(meta, name + '-' + version + '-h0_' + number + '.json'),
      JSON.stringify({ name, version, build: 'h0_' + number, build_number: number }));
  note('pypy3.7', '7.3.5', build);
  note('pypy3.7-extra', '1.0', 99);
}
function fail(json, text) {
  // What a solver leaves behind when it fails halfway.
  fs.mkdirSync(join(prefix, 'conda-meta'), { recursive: true });
  fs.writeFileSync(join(prefix, 'conda-meta', 'history'), '');
  if (argv.includes('--json')) {
    console.log('{"fetch":"noarch","finished":false,"maxval":1,"progress":0.5}\n\0');
    console.log(JSON.stringify(json, null, 2));
  } else console.error(text);
  process.exit(1);
}
if (hangs) setInterval(() => {}, 1000);
else if (failure) {
  console.log(failure);
  process.exit(1);
} else if (argv[0] === 'create') {
  const file = argv.indexOf('--file');
  const spec = argv.find((word) => word.startsWith('pypy3.7=')) ?? 'pypy3.7=7.3.5=*_9';
  const build = Number(spec.split('_').at(-1));
  if (file >= 0) {
    install(Number(/pypy3\.7-7\.3\.5-h0_(\d+)/.exec(fs.readFileSync(argv[file + 1], 'utf8'))[1]));
  } else if (builds.includes(build)) install(build);
  else fail(
    { exception_name: 'PackagesNotFoundError', error: 'PackagesNotFoundError: x', packages: [spec],
      message: 'The following packages are not available from current channels:\n\n  - ' + spec + '\n' },
    'error    libmamba Could not solve for environment specs\n' +
    '    The following package could not be installed\n' +
    '    └─ pypy3.7 ==7.3.5 *_' + build + ' does not exist (perhaps a typo or a missing channel).\n' +
    'critical libmamba Could not solve for environment specs');
} else {
  console.log('# This file may be used to create an environment\n# platform: linux-64\n@EXPLICIT');
  for (const file of fs.readdirSync(join(prefix, 'conda-meta'))) {
    if (file.endsWith('.json')) console.log(url(basename(file, '.json')));
  }
}
`;
