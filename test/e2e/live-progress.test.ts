import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../src/system/find-program.ts';
import { minimalEnvironment, packageRoot, winrepro } from '../cli/winrepro.ts';
import { sessionFolder } from './session-folder.ts';

/** Long enough for a look or more at a running trial, ten a second, on any machine. */
const ARGS = ['run', 'control', '--variant', 'O0', '--trials', '2', '--iterations', '1000000'];
const ESCAPE = '\u001B';
const noTerminal =
  process.platform === 'linux' && findProgram('script') !== null
    ? undefined
    : 'needs script of util-linux to make a terminal';

describe('Progress', { timeout: 60_000 }, () => {
  it('is one line a step and a trial where stderr is no terminal', async () => {
    const { stderr } = await winrepro(ARGS, { cwd: sessionFolder() });
    expect(stderr).not.toContain(ESCAPE);
    expect(stderr).not.toContain('\r');
    expect(stderr.match(/^ {2}trial/gm)).toHaveLength(2);
  });

  it.skipIf(noTerminal !== undefined)(
    `is live on a terminal${noTerminal === undefined ? '' : ` (skipped: ${noTerminal})`}`,
    async () => {
      const cwd = sessionFolder();
      const { PATH = '', HOME = '' } = minimalEnvironment();
      const command = ['node', `'${packageRoot}dist/cli/main.js'`, ...ARGS].join(' ');
      const { stdout } = await execa('script', ['-qec', command, '/dev/null'], {
        cwd,
        env: { PATH, HOME, TERM: 'xterm' },
        extendEnv: false,
        stdin: 'ignore',
        reject: false,
      });
      expect(stdout).toContain(`\r${ESCAPE}[K  trial 1: iteration `);
      expect(stdout).toMatch(/trial 1: iteration [\d,]+ [\d,]+\/s; 0 of 2 done, 0 crashes/);
      // The last word is plain: the live line is gone, the result stands.
      expect(stdout.slice(stdout.lastIndexOf(`${ESCAPE}[K`))).toContain('no crash in 2 trials');
    },
  );
});
