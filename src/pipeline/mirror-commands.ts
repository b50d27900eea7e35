import type { CommandAction } from './action.ts';
import { gitCommand, keptSettings } from './git-commands.ts';

/** The full name of a tag: it can be taken neither for an option nor for a branch. */
export function tagRef(ref: string): string {
  return `refs/tags/${ref}`;
}

/** Arguments that address a mirror, whatever folder git runs in. */
export function inMirror(mirror: string, ...args: readonly string[]): readonly string[] {
  return [`--git-dir=${mirror}`, ...args];
}

/** Makes a bare repository, or completes one; the worktrees laid out from it share its settings. */
export function makeMirrorCommands(mirror: string): readonly CommandAction[] {
  const doing = `making the mirror ${mirror}`;
  return [
    // No template: it may hold hooks.
    gitCommand(['init', '--quiet', '--bare', '--template=', '--', mirror], { doing }),
    ...Object.entries(keptSettings).map(([name, value]) =>
      gitCommand(inMirror(mirror, 'config', name, value), { doing }),
    ),
  ];
}
