import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { findProgram } from '../../src/system/find-program.ts';
import { minimalEnvironment, packageRoot, type Ended } from '../cli/winrepro.ts';

/** Programs run there see their own crontabs, /run and control groups; this machine's stay as they are. */
export interface SchedulerMachine {
  winrepro(args: readonly string[], cwd: string): Promise<Ended>;
  run(argv: readonly string[], cwd: string): Promise<Ended>;
}

const CRON = `
mount -t tmpfs winrepro-test /var/spool/cron
mkdir /var/spool/cron/crontabs
chgrp crontab /var/spool/cron/crontabs
chmod 1730 /var/spool/cron/crontabs
`;

/** systemd --user starts only where the system seems to be booted with systemd, and in a group of its own. */
const SYSTEMD = `
mount -t tmpfs winrepro-test /run
mkdir -p /run/systemd/system "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
mount -t cgroup2 none /sys/fs/cgroup
mkdir "/sys/fs/cgroup/$WINREPRO_TEST_GROUP"
echo $$ > "/sys/fs/cgroup/$WINREPRO_TEST_GROUP/cgroup.procs"
/lib/systemd/systemd --user > "$HOME/systemd.log" 2>&1 &
for _ in $(seq 100); do systemctl --user show-environment > /dev/null 2>&1 && break; sleep 0.1; done
`;

/** Why no such machine can be laid out; in CI a missing program is a failure, never a reason. */
export function noMachine(...programs: readonly string[]): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root to mount';
  if (process.env['CI'] !== undefined) return undefined;
  const missing = ['unshare', 'nsenter', ...programs].filter((name) => findProgram(name) === null);
  return missing.length === 0 ? undefined : `needs ${missing.join(', ')}`;
}

/** A machine with a real crontab(1), or with a real systemd manager of the user, until the test ends. */
export async function schedulerMachine(
  kind: 'cron' | 'systemd',
  home: string,
): Promise<SchedulerMachine> {
  const group = `winrepro-test-${process.pid}`;
  const variables = {
    ...minimalEnvironment(),
    HOME: home,
    LC_ALL: 'C.UTF-8',
    XDG_RUNTIME_DIR: '/run/user/winrepro-test',
    WINREPRO_TEST_GROUP: group,
  };
  const setup = `set -e\n${kind === 'cron' ? CRON : SYSTEMD}\necho ready; read -r _ || true\n[ ${kind} = cron ] || systemctl --user exit; wait\n`;
  const host = spawn('unshare', ['--mount', 'bash', '-c', setup], {
    env: variables,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(host, 'exit');
  onTestFinished(async () => {
    host.stdin.end();
    await ended;
    if (kind === 'systemd') removeGroup(group);
  });
  await Promise.race([
    once(host.stdout, 'data'),
    ended.then(() => Promise.reject(new Error(`no machine with ${kind} could be laid out`))),
  ]);
  const enter = ['nsenter', `--mount=/proc/${host.pid ?? 0}/ns/mnt`];
  const run = async (argv: readonly string[], cwd: string): Promise<Ended> => {
    // Who enters a mount namespace stands at its root.
    const command = [...enter, 'sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', cwd, ...argv];
    const { exitCode, stdout, stderr } = await execa(command[0] ?? '', command.slice(1), {
      env: variables,
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
      stripFinalNewline: false,
    });
    return { exitCode: exitCode ?? null, stdout, stderr };
  };
  const cli = join(packageRoot, 'dist', 'cli', 'main.js');
  return { run, winrepro: (args, cwd) => run([process.execPath, cli, ...args], cwd) };
}

/** The control groups are the machine's own: what the namespace made in them outlives it. */
function removeGroup(name: string): void {
  const mounts = execFileSync('findmnt', ['-rno', 'TARGET', '-t', 'cgroup2'], { encoding: 'utf8' });
  for (const root of mounts.split('\n').filter(Boolean)) {
    const folder = join(root, name);
    if (!existsSync(folder)) continue;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) rmdirSync(join(folder, entry.name));
    }
    rmdirSync(folder);
  }
}
