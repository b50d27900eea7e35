import { execa } from 'execa';
import process from 'node:process';

/**
 * Runs npm without a shell: the very npm that runs this script when there is one.
 * @param {readonly string[]} args
 * @param {{ cwd: string, signal: AbortSignal }} options
 * @throws when npm exits with anything but 0; its output is in the error's message
 */
export async function npm(args, { cwd, signal }) {
  const cli = process.env['npm_execpath'] ?? '';
  const options = {
    cwd,
    cancelSignal: signal,
    timeout: 600_000,
    stdin: /** @type {const} */ ('ignore'),
  };
  const { stdout } = /npm-cli\.c?js$/u.test(cli)
    ? await execa(process.execPath, [cli, ...args], options)
    : await execa('npm', args, options);
  return stdout;
}
