import { dirname } from 'node:path';
import type { CommandAnswer } from '../../system/command.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { makeDirectory } from '../../system/files.ts';
import { gitAnswer } from '../../system/git.ts';
import type { CommandAction } from '../action.ts';
import type { ActionTools } from '../action-tools.ts';
import { gitEnvironment } from '../git-commands.ts';
import { performCommand } from './perform-command.ts';

/**
 * Runs a git command in an environment of git's own.
 *
 * @throws EnvironmentError when it fails, with git's words as evidence; InterruptedError.
 */
export async function performGit(command: CommandAction, tools: ActionTools): Promise<void> {
  // The variables of `gitCommand` are in the environment already, merged with what was there.
  const own = Object.entries(command.variables).filter(([name]) => !name.startsWith('GIT_CONFIG_'));
  await performCommand(
    { ...command, variables: Object.fromEntries(own) },
    { ...tools, environment: gitEnvironment(tools.environment) },
  );
}

/** Asks git about a mirror or a tree, whatever its answer. */
export async function askGit(
  args: readonly string[],
  tools: ActionTools,
  cwd: string = dirname(tools.log),
): Promise<CommandAnswer> {
  await makeDirectory(cwd);
  return await gitAnswer(args, {
    cwd,
    environment: gitEnvironment(tools.environment),
    signal: tools.signal,
  });
}

/**
 * What git answers, without the last line end.
 *
 * @throws EnvironmentError when git refuses, with its words as evidence.
 */
export async function gitTells(
  args: readonly string[],
  tools: ActionTools,
  options: { readonly doing: string; readonly cwd?: string },
): Promise<string> {
  const answer = await askGit(args, tools, options.cwd);
  if (answer.exitCode === 0) return answer.stdout.replace(/\r?\n$/, '');
  throw new EnvironmentError(
    `${options.doing} failed: git ended with status ${answer.exitCode}; mend what it complains of and run again`,
    { evidence: answer.stderr.trim() },
  );
}
