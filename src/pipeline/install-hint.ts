import type { Platform } from '../recipe/schema.ts';

const hints = {
  compiler: {
    linux:
      '`sudo apt-get install gcc` installs one on Debian and Ubuntu, `sudo dnf install gcc` on Fedora',
    darwin: '`xcode-select --install` installs one',
    win32:
      '`winget install --id BrechtSanders.WinLibs.POSIX.UCRT` installs gcc; or start winrepro from ' +
      'a "x64 Native Tools" prompt of Visual Studio, where cl is on PATH',
  },
  lld: {
    linux: '`sudo apt-get install lld` installs it',
    darwin: '`brew install lld` installs it',
    win32: '`winget install --id LLVM.LLVM` installs it',
  },
  git: {
    linux: '`sudo apt-get install git` installs it',
    darwin: '`xcode-select --install` installs it',
    win32: '`winget install --id Git.Git` installs it',
  },
  conda: {
    linux: 'install Miniforge (https://conda-forge.org/download)',
    darwin: '`brew install micromamba` installs one',
    win32:
      '`winget install --id CondaForge.Miniforge3` installs one; scripts/bootstrap.ps1 does too',
  },
  python: {
    linux: '`sudo apt-get install python3` installs it',
    darwin: '`brew install python` installs it',
    win32: '`winget install --id Python.Python.3.12` installs it',
  },
  node: {
    linux: 'install Node.js 20.19 or newer from your distribution or nodejs.org',
    darwin: '`brew install node@22` installs it',
    win32: '`winget install --id OpenJS.NodeJS.LTS` installs it',
  },
  gdb: {
    linux:
      '`sudo apt-get install gdb` installs it on Debian and Ubuntu, `sudo dnf install gdb` on Fedora',
    darwin: '`brew install gdb` installs it, and it must be signed to be allowed to debug',
    win32: '`winget install --id BrechtSanders.WinLibs.POSIX.UCRT` installs it with gcc',
  },
  cdb: {
    linux: 'cdb is for Windows only, take gdb',
    darwin: 'cdb is for Windows only, take gdb',
    win32: '`winget install --id Microsoft.WinDbg` installs it',
  },
  procdump: {
    linux: 'this ProcDump is for Windows only, take gdb',
    darwin: 'this ProcDump is for Windows only, take gdb',
    win32:
      'get it from https://learn.microsoft.com/sysinternals/downloads/procdump and put its folder on PATH',
  },
} as const satisfies Record<string, Record<Platform, string>>;

export type Prerequisite = keyof typeof hints;

/** The exact command that installs a prerequisite on a platform, as the end of a sentence. */
export function installHint(prerequisite: Prerequisite, platform: Platform): string {
  return hints[prerequisite][platform];
}
