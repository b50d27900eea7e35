import { execa } from 'execa';
import fse from 'fs-extra';
import path from 'node:path';
import { readBed, windowsPath } from './bed.ts';

/** Of result.json, what a repetition must give again. */
export interface Crash {
  readonly outcome: string;
  readonly status: string;
  readonly iteration: number;
  readonly stage: string;
  readonly signature: string;
}

export interface Trial extends Crash {
  readonly warnings: readonly string[];
  readonly trace: { readonly count: number; readonly nullCount: number; readonly last: string };
}

export interface Result {
  readonly run: string;
  readonly verdict: string;
  readonly trials: readonly Trial[];
}

/** Of provenance.json, what tells how the run was made. */
export interface Provenance {
  readonly flagsBy: string;
  readonly lock: string;
  readonly built: readonly { readonly file: string; readonly sha256: string }[];
  readonly steps: readonly { readonly name: string; readonly reused: boolean }[];
}

/** What mini-pypy's distutils holds before any edit. */
export const shippedDistutils = fse
  .readFileSync(path.join(import.meta.dirname, '..', 'machine', '_msvccompiler.py'), 'utf8')
  .replaceAll('\n', '\r\n');

/** The recipe, as Windows names it. */
export function miniNumpyRecipe(): string {
  const { stage } = readBed();
  return windowsPath(path.join(stage, 'test', 'fixtures', 'recipes', 'mini-numpy.yaml'));
}

/** Makes the repository of mini-numpy with its tag v1.0 in a folder; its name, as Windows has it. */
export async function makeMiniNumpy(folder: string): Promise<string> {
  await fse.copy(path.join(import.meta.dirname, '..', 'mini-numpy'), folder);
  const git = async (...args: readonly string[]): Promise<void> => {
    const who = ['-c', 'user.name=Tester', '-c', 'user.email=tester@localhost'];
    await execa('git', [...who, '-c', 'core.autocrlf=false', ...args], { cwd: folder });
  };
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '-m', 'The release');
  await git('tag', '-a', '-m', 'Version 1.0', 'v1.0');
  return windowsPath(folder);
}

/** The first trial, without what differs between two repetitions. */
export function crashOf({ trials }: Result): Crash | undefined {
  const [trial] = trials;
  if (trial === undefined) return undefined;
  const { outcome, status, iteration, stage, signature } = trial;
  return { outcome, status, iteration, stage, signature };
}

export async function readProvenance(workspace: string, run: string): Promise<Provenance> {
  return (await fse.readJson(path.join(workspace, 'runs', run, 'provenance.json'))) as Provenance;
}

/** The distutils of every environment in a workspace; an original that was kept is a file more. */
export async function distutilsIn(workspace: string): Promise<readonly string[]> {
  const environments = path.join(workspace, 'environments');
  if (!(await fse.pathExists(environments))) return [];
  const found = (await fse.readdir(environments)).map(async (name) => {
    const folder = path.join(environments, name, 'prefix', 'lib-python', '3', 'distutils');
    const files = (await fse.pathExists(folder)) ? await fse.readdir(folder) : [];
    return files.map((file) => path.join(folder, file));
  });
  return (await Promise.all(found)).flat().sort();
}

/** The log of a build, from the file that it made. */
export async function buildLogOf({ built }: Provenance, workspace: string): Promise<string> {
  const key = /\\builds\\([0-9a-f]+)\\/u.exec(built[0]?.file ?? '')?.[1] ?? '';
  return fse.readFile(path.join(workspace, 'builds', key, 'logs', 'build.log'), 'utf8');
}
