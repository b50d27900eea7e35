import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { ask } from './command.ts';
import { EnvironmentError } from './errors.ts';
import { readText } from './files.ts';
import { findProgram } from './find-program.ts';

const TASK_TEMPLATE = fileURLToPath(new URL('../../templates/windows/task.xml', import.meta.url));

/** What `{{...}}` of a Windows task is filled into. Throws EnvironmentError. */
export async function taskTemplate(): Promise<string> {
  return await readText(TASK_TEMPLATE);
}

/** `DOMAIN\name` of who runs this process, as Windows names users. */
export function taskUser(): string {
  const domain = process.env['USERDOMAIN'] ?? '';
  const { username } = userInfo();
  return domain === '' ? username : `${domain}\\${username}`;
}

/** Where units of this user are looked for, systemd.unit(5). */
export function userUnitFolder(): string {
  const config = process.env['XDG_CONFIG_HOME'] ?? '';
  // The XDG specification says to ignore a relative one.
  return join(isAbsolute(config) ? config : join(homedir(), '.config'), 'systemd', 'user');
}

/** Whether a systemd manager of this user answers: not in a container, and not under `su`. */
export async function systemdAnswers(): Promise<boolean> {
  if (findProgram('systemctl') === null) return false;
  return (await ask(['systemctl', '--user', 'show-environment']))?.exitCode === 0;
}

/**
 * The table of this user byte for byte; empty when there is none, or no cron.
 *
 * @throws EnvironmentError when cron does not show it, or not as it is.
 */
export async function readCrontab(): Promise<Buffer> {
  const program = findProgram('crontab');
  if (program === null) return Buffer.alloc(0);
  const result = await execa(program, ['-l'], {
    reject: false,
    stdin: 'ignore',
    encoding: 'buffer',
    stripFinalNewline: false,
    timeout: 10_000,
    env: { LC_ALL: 'C' },
  });
  if (result.exitCode === 0) return requireAsItIs(Buffer.from(result.stdout));
  const said = Buffer.from(result.stderr).toString('utf8');
  // BusyBox has it in other words.
  if (/no crontab for|no such file/i.test(said)) return Buffer.alloc(0);
  throw new EnvironmentError(
    'crontab -l failed: ask who runs this machine whether you may use cron (crontab(1), cron.allow)',
    { evidence: said.trim() },
  );
}

/** Debian's crontab -l shows a carriage return as `\r`: what was written back would be that. */
function requireAsItIs(table: Buffer): Buffer {
  if (!/\\r(?:\n|$)/.test(table.toString('latin1'))) return table;
  throw new EnvironmentError(
    'your crontab seems to have line ends of Windows, which crontab -l does not give back as they are: take them away with crontab -e, and run again',
  );
}
