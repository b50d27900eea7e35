import fse from 'fs-extra';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readBed, windowsFolder, windowsPath } from './bed.ts';
import { isRunning } from './linux-processes.ts';
import { startWindowsNode } from './windows-cli.ts';

let cwd = '';

beforeEach(async () => {
  cwd = await windowsFolder();
});

/** Calls gcc from node.exe by its bare name, as the CLI does, and prints what came back. */
async function gcc(args: readonly string[]) {
  const caller = path.join(cwd, 'call.mjs');
  await fse.writeFile(
    caller,
    `import { spawnSync } from 'node:child_process';
    const { status, stdout, stderr, error } = spawnSync('gcc', process.argv.slice(2), { encoding: 'utf8' });
    console.log(JSON.stringify({ status, stdout, stderr, error: error?.message }));`,
  );
  const { stdout } = await startWindowsNode([windowsPath(caller), ...args], { cwd }).end;
  return JSON.parse(stdout) as { status: number; stdout: string; stderr: string; error?: string };
}

describe('gcc.exe on the bed’s PATH', () => {
  it('says what it is', async () => {
    expect((await gcc(['--version'])).stdout).toContain('mingw32');
    expect((await gcc(['-dumpmachine'])).stdout.trim()).toBe('x86_64-w64-mingw32');
  });

  it('compiles with absolute and relative Windows paths, and the program runs', async () => {
    await fse.outputFile(path.join(cwd, 'include', 'answer.h'), '#define BASE 40\n');
    await fse.outputFile(
      path.join(cwd, 'source ä', 'main.c'),
      '#include <stdio.h>\n#include "answer.h"\nint main(void) { printf("%d %s", BASE + PLUS, TEXT); return 3; }\n',
    );
    const exe = path.join(cwd, 'answer.exe');
    const built = await gcc([
      '-O2',
      '-flto',
      '-DPLUS=2',
      '-DTEXT="a\\\\b"',
      `-I${windowsPath(path.join(cwd, 'include'))}`,
      'source ä\\main.c',
      '-o',
      windowsPath(exe),
    ]);
    expect(built).toMatchObject({ status: 0, stderr: '' });
    const run = await startWindowsNode(
      [
        '-p',
        'const r = require("child_process").spawnSync(process.argv[1]); r.status + " " + r.stdout',
        windowsPath(exe),
      ],
      { cwd },
    ).end;
    expect(run.stdout).toBe('3 42 a\\b\n');
  });

  it('reads a response file written with Windows paths', async () => {
    await fse.writeFile(path.join(cwd, 'main.c'), 'int main(void) { return 0; }\n');
    const escaped = windowsPath(cwd).replaceAll('\\', '\\\\');
    await fse.writeFile(
      path.join(cwd, 'args.rsp'),
      `"${escaped}\\\\main.c" -o "${escaped}\\\\r.exe"\n`,
    );
    expect(await gcc(['@args.rsp'])).toMatchObject({ status: 0, stderr: '' });
    expect(await fse.pathExists(path.join(cwd, 'r.exe'))).toBe(true);
  });

  it('fails as gcc fails, with the compiler’s own message', async () => {
    await fse.writeFile(path.join(cwd, 'bad.c'), 'int main(void) { return nonsense; }\n');
    const built = await gcc(['-c', 'bad.c']);
    expect(built.status).toBe(1);
    expect(built.stderr).toContain("error: 'nonsense' undeclared");
  });
});

describe('a program behind unixshim.exe', () => {
  const shim = (name: string): string => path.join(cwd, `${name}.exe`);

  /** A Windows program `name` that is this shell script. */
  async function program(name: string, script: string): Promise<string> {
    await fse.copy(path.join(readBed().driveC, 'shims', 'gcc.exe'), shim(name));
    await fse.writeFile(path.join(cwd, `${name}.sh`), script);
    return windowsPath(shim(name));
  }

  it('dies of a signal as Windows would say it', async () => {
    const name = await program('dies', 'kill -SEGV $$\n');
    const script = 'require("child_process").spawnSync(process.argv[1]).status.toString(16)';
    const { stdout } = await startWindowsNode(['-p', script, name], { cwd }).end;
    expect(stdout).toBe('c0000005\n');
  });

  it('takes its Linux processes with it when it is killed', async () => {
    const name = await program('sleeps', 'echo $$ > pids; sleep 60 & echo $! >> pids; wait\n');
    const running = startWindowsNode(
      ['-e', 'require("child_process").spawn(process.argv[1]); setTimeout(() => {}, 60000)', name],
      { cwd, graceMs: 1_000 },
    );
    const pids = path.join(cwd, 'pids');
    await expect.poll(() => readLines(pids), { timeout: 20_000 }).toHaveLength(2);
    running.kill();
    expect(await running.end).toMatchObject({ leftInJob: 0 });
    await expect
      .poll(() => readLines(pids).map(Number).filter(isRunning), { timeout: 2_000 })
      .toEqual([]);
  });
});

function readLines(file: string): readonly string[] {
  return fse.existsSync(file) ? fse.readFileSync(file, 'utf8').trim().split('\n') : [];
}
