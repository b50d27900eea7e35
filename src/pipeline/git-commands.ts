import type { Platform } from '../recipe/schema.ts';
import { withVariables } from '../system/environment-variables.ts';
import type { CommandAction } from './action.ts';
import { changeDirectory, renderCommand } from './render-command.ts';

type Variables = Readonly<Record<string, string>>;

/**
 * Settings that a mirror keeps, because tools that run in its worktrees later (versioneer) need
 * them too: sources keep their line ends, paths may exceed 260 characters, and no file watcher is
 * left running that would hold the tree open on Windows.
 */
export const keptSettings: Variables = {
  'core.autocrlf': 'false',
  'core.eol': 'lf',
  'core.longpaths': 'true',
  'core.fsmonitor': 'false',
};

/** Settings of each single command; hooks and signatures are the user's, not a workspace's. */
const settings: Variables = {
  ...keptSettings,
  'core.quotePath': 'false',
  'core.hooksPath': '/dev/null',
  'advice.detachedHead': 'false',
  'gc.auto': '0',
};

/** No questions: not on the terminal, and not in the window of Git Credential Manager. */
const silence: Variables = { GIT_TERMINAL_PROMPT: '0', GCM_INTERACTIVE: 'never' };

/** Variables that point git at another repository than the one it is asked about. */
const misleading = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
];

/** The arguments of git with the settings in front: `-c core.autocrlf=false … fetch`. */
export function gitArguments(args: readonly string[]): readonly string[] {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return [...options, ...args];
}

/** A git command with the settings and variables that all of them have. */
export function gitCommand(
  args: readonly string[],
  options: {
    readonly doing: string;
    readonly cwd?: string;
    readonly variables?: Variables;
  },
): CommandAction {
  return {
    kind: 'command',
    argv: ['git', ...gitArguments(args)],
    cwd: options.cwd ?? null,
    variables: { ...silence, ...trust({}), ...options.variables },
    doing: options.doing,
  };
}

/**
 * The environment for git: in English, asking nothing, led astray by nothing inherited, and at ease
 * with a workspace that another user made ("dubious ownership": an elevated and a normal shell).
 * Settings that the environment has in GIT_CONFIG_COUNT already stay.
 */
export function gitEnvironment(
  environment: Variables,
  platform: NodeJS.Platform = process.platform,
): Variables {
  const fold = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const kept = Object.entries(environment).filter(([name]) => !misleading.includes(fold(name)));
  const clean = Object.fromEntries(kept);
  return withVariables(clean, { LC_ALL: 'C', ...silence, ...trust(clean) }, [], platform);
}

function trust(environment: Variables): Variables {
  const given = Number(environment['GIT_CONFIG_COUNT'] ?? '0');
  const index = Number.isSafeInteger(given) && given > 0 ? given : 0;
  return {
    GIT_CONFIG_COUNT: String(index + 1),
    [`GIT_CONFIG_KEY_${index}`]: 'safe.directory',
    [`GIT_CONFIG_VALUE_${index}`]: '*',
  };
}

/** The commands as a person would type them. In cmd a variable stays set, and is set once. */
export function renderGit(
  commands: readonly CommandAction[],
  platform: Platform,
): readonly string[] {
  const set = new Set<string>();
  let cwd: string | null = null;
  const lines: string[] = [];
  for (const command of commands) {
    if (command.cwd !== null && command.cwd !== cwd) {
      cwd = command.cwd;
      lines.push(changeDirectory(cwd, platform));
    }
    for (const line of renderCommand(command.argv, command.variables, platform)) {
      if (set.has(line)) continue;
      if (line.startsWith('set "')) set.add(line);
      lines.push(line);
    }
  }
  return lines;
}

/** A line for people between the commands. */
export function renderNote(text: string, platform: Platform): string {
  return `${platform === 'win32' ? 'rem' : '#'} ${text}`;
}
