import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Only known on Linux. */
  readonly session: number | null;
  readonly zombie: boolean;
}

/**
 * Ends a process with all that it started, at once. On POSIX `pid` must lead a group of its own:
 * the group is killed, and the descendants that moved to other groups. On Windows it is
 * `taskkill /T /F`. Never throws: what is gone already is what was wanted.
 */
export async function killTree(pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await execa('taskkill', ['/PID', String(pid), '/T', '/F'], {
      reject: false,
      stdin: 'ignore',
      windowsHide: true,
      timeout: 5000,
    });
    return;
  }
  // The walk comes first: the orphans of a killed parent can no longer be told from others.
  const strays = descendantsOf(pid, await listProcesses());
  signal(-pid);
  for (const stray of strays) signal(stray);
}

/**
 * Counts the living members of a process group whose leader has ended, and ends them; with
 * `wholeSession` also those of the other groups in the session that it led (on Linux: elsewhere the
 * session is not told). Always 0 on Windows, which has no process groups in this sense.
 */
export async function endLeftovers(group: number, wholeSession = false): Promise<number> {
  const looksWide = wholeSession && process.platform === 'linux';
  if (process.platform === 'win32' || (!looksWide && !groupExists(group))) return 0;
  const members = (await listProcesses()).filter(
    (entry) => (entry.group === group || (looksWide && entry.session === group)) && !entry.zombie,
  );
  signal(-group);
  for (const { pid } of looksWide ? members : []) signal(pid);
  return members.length;
}

function groupExists(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already, or a zombie of macOS, which answers EPERM.
  }
}

function descendantsOf(root: number, entries: readonly ProcessEntry[]): readonly number[] {
  const children = new Map<number, number[]>();
  for (const { pid, parent } of entries) {
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [pid]);
    else siblings.push(pid);
  }
  const found: number[] = [];
  const queue = [root];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    const own = children.get(parent) ?? [];
    found.push(...own);
    queue.push(...own);
  }
  return found;
}

async function listProcesses(): Promise<readonly ProcessEntry[]> {
  return process.platform === 'linux' ? listFromProc() : listFromPs();
}

function listFromProc(): readonly ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        // The command name stands in parentheses and may itself hold blanks and parentheses.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [{ ...entryOf(name, fields[1], fields[2], fields[0]), session: Number(fields[3]) }];
      } catch {
        return [];
      }
    });
}

async function listFromPs(): Promise<readonly ProcessEntry[]> {
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { reject: false });
  return stdout.split('\n').map((line) => {
    const [pid, parent, group, state] = line.trim().split(/\s+/);
    return entryOf(pid, parent, group, state);
  });
}

function entryOf(
  pid: string | undefined,
  parent: string | undefined,
  group: string | undefined,
  state: string | undefined,
): ProcessEntry {
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    session: null,
    zombie: state?.startsWith('Z') ?? false,
  };
}
