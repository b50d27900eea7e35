import type { Platform } from '../recipe/schema.ts';
import { withVariables } from '../system/environment-variables.ts';
import type { CommandAction } from './action.ts';
import { quotePosix } from './quote.ts';
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

/**
 * Settings of each single command; hooks and signatures are the user's, not a workspace's. An
 * elevated and a normal shell are two owners to git ("dubious ownership"), hence the trust.
 */
const settings: Variables = {
  'safe.directory': '*',
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
    argv: ['git', ...args],
    cwd: options.cwd ?? null,
    variables: { ...common, ...options.variables },
    doing: options.doing,
  };
}

/**
 * The environment for git: in English, asking nothing, led astray by nothing inherited, with the
 * settings. Those that the environment has in GIT_CONFIG_COUNT already stay.
 */
export function gitEnvironment(
  environment: Variables,
  platform: NodeJS.Platform = process.platform,
): Variables {
  const fold = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const kept = Object.entries(environment).filter(([name]) => !misleading.includes(fold(name)));
  const clean = Object.fromEntries(kept);
  return withVariables(clean, { LC_ALL: 'C', ...silence, ...settingsAfter(clean) }, [], platform);
}

/** The settings as variables, behind those that are there (git 2.31 and newer). */
function settingsAfter(environment: Variables): Variables {
  const given = Number(environment['GIT_CONFIG_COUNT'] ?? '0');
  const first = Number.isSafeInteger(given) && given > 0 ? given : 0;
  const entries = Object.entries(settings);
  const variables = entries.flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${first + index}`, name],
    [`GIT_CONFIG_VALUE_${first + index}`, value],
  ]);
  return {
    GIT_CONFIG_COUNT: String(first + entries.length),
    ...(Object.fromEntries(variables) as Variables),
  };
}

/** What every git command gets. */
const common: Variables = { ...silence, ...settingsAfter({}) };

/** The commands as a person would type them: the variables that all of them have are set once. */
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
    const own = Object.entries(command.variables).filter(([name]) => !(name in common));
    const shared = Object.entries(command.variables).filter(([name]) => name in common);
    const typed = [
      ...shared.map((entry) => assignment(entry, platform)),
      ...renderCommand(command.argv, Object.fromEntries(own), platform),
    ];
    for (const line of typed) {
      if (set.has(line)) continue;
      if (/^(set "|export )/.test(line)) set.add(line);
      lines.push(line);
    }
  }
  return lines;
}

function assignment([name, value]: readonly [string, string], platform: Platform): string {
  return platform === 'win32' ? `set "${name}=${value}"` : `export ${name}=${quotePosix(value)}`;
}

/** A line for people between the commands. */
export function renderNote(text: string, platform: Platform): string {
  return `${platform === 'win32' ? 'rem' : '#'} ${text}`;
}
