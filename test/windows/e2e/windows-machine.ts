import fse from 'fs-extra';
import path from 'node:path';
import { readBed, windowsPath } from './bed.ts';

const sources = path.join(import.meta.dirname, '..', 'machine');

/** What a stand-in for a machine with conda, git and Visual Studio has on it. */
export interface MachineParts {
  /** Build numbers of pypy3.7 7.3.5 that its conda channel has; null for a machine without conda. */
  readonly builds?: readonly number[] | null;
  /** MSVC toolsets; null for a machine without any Visual Studio. */
  readonly toolsets?: readonly string[] | null;
  /** There is a conda.bat, and no conda.exe where its conda.exe is looked for. */
  readonly batAlone?: boolean;
}

export interface WindowsMachine {
  /** What a program on this machine has in its environment beside the bed's. */
  readonly env: Readonly<Record<string, string>>;
  /** Lets every cl wait until it is called with false. */
  readonly holdCompiler: (hold: boolean) => Promise<void>;
  /** Puts another build into the package of this one, as a channel that was mixed up would. */
  readonly mixUp: (build: number, installed: number) => Promise<void>;
}

/**
 * Lays the programs of a machine out below `folder`. They are stand-ins (test/windows/README.md) but
 * real Windows programs, and on nobody's PATH but that of `env`.
 */
export async function layOutMachine(
  folder: string,
  { builds = [3, 4, 5], toolsets = ['14.29.30133'], batAlone = false }: MachineParts = {},
): Promise<WindowsMachine> {
  const miniforge = path.join(folder, 'miniforge');
  const installer = path.join(folder, 'Installer');
  const visualStudio = path.join(folder, 'Visual Studio', '2019', 'BuildTools');
  if (builds !== null) await layOutConda(miniforge, builds, batAlone ? 'behind' : 'Scripts');
  if (toolsets !== null) {
    await shim(installer, 'vswhere');
    await layOutVisualStudio(installer, visualStudio, toolsets);
  }
  const onPath = [path.join(miniforge, 'condabin'), installer].map(windowsPath);
  return {
    env: {
      WINEPATH: [...onPath, String.raw`C:\shims`].join(';'),
    },
    async holdCompiler(hold) {
      for (const toolset of toolsets ?? []) {
        const file = path.join(toolsetFolder(visualStudio, toolset), 'hold');
        await (hold ? fse.outputFile(file, '') : fse.remove(file));
      }
    },
    async mixUp(build, installed) {
      await fse.emptyDir(packageFolder(miniforge, build));
      await fse.copy(packageFolder(miniforge, installed), packageFolder(miniforge, build));
    },
  };
}

/** A Windows program `name` that is a shell script, of that name mostly. */
async function shim(folder: string, name: string, script = name): Promise<void> {
  const shims = path.join(readBed().driveC, 'shims');
  await fse.copy(path.join(shims, 'gcc.exe'), path.join(folder, `${name}.exe`));
  await fse.copy(path.join(shims, 'common.sh'), path.join(folder, 'common.sh'));
  await fse.copy(path.join(sources, `${script}.sh`), path.join(folder, `${name}.sh`));
}

async function layOutConda(
  root: string,
  builds: readonly number[],
  programs: string,
): Promise<void> {
  await shim(path.join(root, programs), 'conda');
  const bat = await fse.readFile(path.join(sources, 'conda.bat'), 'utf8');
  await fse.outputFile(
    path.join(root, 'condabin', 'conda.bat'),
    bat.replace('Scripts', () => programs),
  );
  await fse.outputFile(path.join(root, 'conda-meta', 'history'), '');
  for (const build of builds) await layOutPyPy(root, build);
  await layOutRecord(root, 'python', '3.7.10', '0_73_pypy', 0);
  await layOutRecord(root, 'pip', '21.1.3', 'pyhd8ed1ab_0', 0);
}

async function layOutPyPy(root: string, build: number): Promise<void> {
  const folder = packageFolder(root, build);
  const program = path.join(fixturesFolder(), 'mini-pypy.exe');
  await fse.copy(program, path.join(folder, 'python.exe'));
  const distutils = await fse.readFile(path.join(sources, '_msvccompiler.py'), 'utf8');
  await fse.outputFile(
    path.join(folder, 'lib-python', '3', 'distutils', '_msvccompiler.py'),
    // As in the archives of PyPy for Windows.
    distutils.replaceAll('\n', '\r\n'),
  );
  // Conda's packages have a link of their own, which is no linker.
  await shim(path.join(folder, 'Library', 'usr', 'bin'), 'link', 'coreutils-link');
  if (build >= 5) await fse.outputFile(path.join(folder, 'restores-registers'), '');
  await layOutRecord(root, 'pypy3.7', '7.3.5', `h0_${build}`, build);
}

function packageFolder(root: string, build: number): string {
  return path.join(root, 'pkgs', `pypy3.7-7.3.5-h0_${build}`);
}

async function layOutRecord(
  root: string,
  name: string,
  version: string,
  build: string,
  buildNumber: number,
): Promise<void> {
  const full = `${name}-${version}-${build}`;
  await fse.outputJson(path.join(root, 'pkgs', full, 'conda-meta', `${full}.json`), {
    name,
    version,
    build,
    build_number: buildNumber,
  });
}

function fixturesFolder(): string {
  const { windowsFixtures, driveC } = readBed();
  return path.join(driveC, windowsFixtures.slice(3).replaceAll('\\', '/'));
}

async function layOutVisualStudio(
  installer: string,
  installation: string,
  toolsets: readonly string[],
): Promise<void> {
  const found = toolsets.length === 0 ? [] : [installation];
  await fse.outputJson(
    path.join(installer, 'vswhere.json'),
    found.map((one) => ({
      installationPath: windowsPath(one),
      installationVersion: '16.11.31729.503',
    })),
  );
  await fse.copy(
    path.join(sources, 'vcvarsall.bat'),
    path.join(installation, 'VC', 'Auxiliary', 'Build', 'vcvarsall.bat'),
  );
  for (const toolset of toolsets) {
    await shim(toolsetFolder(installation, toolset), 'cl');
    await shim(toolsetFolder(installation, toolset), 'link');
  }
}

function toolsetFolder(installation: string, toolset: string): string {
  return path.join(installation, 'VC', 'Tools', 'MSVC', toolset, 'bin', 'Hostx64', 'x64');
}
