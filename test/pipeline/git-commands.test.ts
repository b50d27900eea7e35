import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  gitCommand,
  gitEnvironment,
  renderGit,
  renderNote,
} from '../../src/pipeline/git-commands.ts';
import { gitAnswer } from '../../src/system/git.ts';
import { EnvironmentError, InterruptedError } from '../../src/system/errors.ts';
import { testFolder } from '../system/folder.ts';
import { plainEnvironment } from '../system/kept.ts';

describe('the environment of git', () => {
  it('keeps the settings that are there and adds ours behind them', () => {
    const given = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.proxy',
      GIT_CONFIG_VALUE_0: 'http://p',
    };
    expect(gitEnvironment(given, 'linux')).toMatchObject({
      ...given,
      GIT_CONFIG_COUNT: '10',
      GIT_CONFIG_KEY_1: 'safe.directory',
      GIT_CONFIG_VALUE_1: '*',
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
    });
  });

  it('does not lead git to another repository, in any spelling that Windows allows', () => {
    expect(gitEnvironment({ Git_Dir: '/x', GIT_INDEX_FILE: '/y' }, 'win32')).not.toHaveProperty(
      'Git_Dir',
    );
    expect(gitEnvironment({ GIT_DIR: '/x', Git_Dir: 'kept' }, 'linux')).toMatchObject({
      Git_Dir: 'kept',
    });
    expect(gitEnvironment({ GIT_DIR: '/x' }, 'linux')).not.toHaveProperty('GIT_DIR');
  });

  it.skipIf(process.getuid?.() !== 0)(
    'makes git work in another user’s workspace (only root can make one)',
    async () => {
      const folder = await testFolder();
      execFileSync('git', ['init', '--quiet', folder]);
      for (const path of [folder, join(folder, '.git')]) chownSync(path, 12345, 12345);
      const question = ['rev-parse', '--git-dir'];
      const refused = await gitAnswer(question, { cwd: folder, environment: plainEnvironment });
      expect(refused.stderr).toContain('dubious ownership');
      const environment = gitEnvironment(plainEnvironment);
      const answer = await gitAnswer(question, { cwd: folder, environment });
      expect(answer).toMatchObject({ exitCode: 0, stdout: '.git\n' });
    },
  );
});

describe('git', () => {
  it('that is not there is said to be missing', async () => {
    const environment = { PATH: '/nowhere' };
    const asked = gitAnswer(['version'], { cwd: await testFolder(), environment });
    await expect(asked).rejects.toBeInstanceOf(EnvironmentError);
    await expect(asked).rejects.toThrow('git could not be run (ENOENT): install git');
  });

  it('that does not answer is given up, or interrupted', async () => {
    const options = { cwd: await testFolder(), environment: plainEnvironment };
    const waiting = ['-c', 'alias.wait=!sleep 20', 'wait'];
    await expect(gitAnswer(waiting, { ...options, timeoutSeconds: 0.3 })).rejects.toThrow(
      'git wait did not answer within 0.3 s',
    );
    const controller = new AbortController();
    const before = performance.now();
    setTimeout(() => controller.abort(), 200);
    await expect(
      gitAnswer(waiting, { ...options, signal: controller.signal }),
    ).rejects.toBeInstanceOf(InterruptedError);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});

describe('the commands as typed', () => {
  const commands = [
    gitCommand(['status'], { doing: 'looking', cwd: '/w ü' }),
    gitCommand(['fetch'], { doing: 'fetching', cwd: '/w ü', variables: { X: '1' } }),
  ];

  it('carry their settings and variables', () => {
    const lines = renderGit(commands, 'linux');
    expect(lines[0]).toBe("cd '/w ü'");
    expect(lines).toContain('export GIT_TERMINAL_PROMPT=0');
    expect(lines).toContain("export GIT_CONFIG_VALUE_0='*'");
    expect(lines).toContain('export GIT_CONFIG_KEY_1=core.autocrlf');
    expect(lines.slice(-2)).toEqual(['git status', 'X=1 git fetch']);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('set each variable once in cmd', () => {
    const lines = renderGit(commands, 'win32');
    expect(lines.filter((line) => line.startsWith('set "GIT_TERMINAL_PROMPT='))).toHaveLength(1);
    expect(lines.at(-2)).toBe('set "X=1"');
    expect(renderNote('a word', 'win32')).toBe('rem a word');
  });
});
