import fse from 'fs-extra';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBed, windowsFolder, windowsPath } from './bed.ts';
import { startWindowsNode, startWindowsProgram } from './windows-cli.ts';

let cwd = '';

beforeAll(async () => {
  cwd = await windowsFolder();
});

/** Runs a script as a Windows program; the script is a file because node -e would hide quoting bugs. */
async function start(script: string, args: readonly string[] = [], limits = {}) {
  const file = path.join(cwd, 'script ü.mjs');
  await fse.writeFile(file, script);
  return startWindowsNode([windowsPath(file), ...args], { cwd, ...limits });
}

const spawnNode = `import { spawn } from 'node:child_process';
const sleep = ['-e', 'setTimeout(() => {}, 30000)'];
`;

describe('the driver of Windows programs', () => {
  it('runs the real Windows build of Node', async () => {
    const { end } = await start('console.log(process.platform, process.version, process.cwd())');
    const { stdout } = await end;
    expect(stdout).toBe(`win32 v20.20.2 ${windowsPath(cwd)}\n`);
  });

  it('carries arguments, both output streams and the environment through unchanged', async () => {
    const args = ['a b', 'c"d', 'e\\', '', '%PATH%', '&|^', 'ß€', "it's"];
    const { end } = await start(
      `console.log(JSON.stringify(process.argv.slice(2))); console.error(process.env.GREETING)`,
      args,
      { env: { GREETING: 'grüß dich' } },
    );
    const { stdout, stderr } = await end;
    expect(JSON.parse(stdout)).toEqual(args);
    expect(stderr).toBe('grüß dich\n');
  });

  it('keeps the environment of the Linux side out', async () => {
    const { end } = await start(`console.log(JSON.stringify(Object.keys(process.env)))`);
    const names = JSON.parse((await end).stdout) as string[];
    expect(process.env).toHaveProperty('WINREPRO_WINDOWS_BED');
    expect(names).not.toContain('WINREPRO_WINDOWS_BED');
    expect(names).not.toContain('PYTHONUNBUFFERED');
  });

  it('reports all 32 bits of an exit code', async () => {
    const { end } = await start('process.exit(0xC0000409 | 0)');
    expect(await end).toMatchObject({ exitCode: 0xc000_0409, timedOut: false, leftInJob: 0 });
  });

  it('reports the access violation of a program started directly, without Wine’s own remarks', async () => {
    const program = `${readBed().windowsFixtures}\\crash.exe`;
    const ended = await startWindowsProgram([program, 'null-read'], { cwd }).end;
    expect(ended).toMatchObject({ exitCode: 0xc000_0005, stderr: '', leftInJob: 0 });
    expect(ended.stdout).toBe('11\r\n14 0\r\n');
  });

  it('counts a process that the program left behind, and ends it', async () => {
    const { end } = await start(
      `${spawnNode}spawn(process.execPath, sleep, { detached: true, stdio: 'ignore' }).unref();
      process.exit(7);`,
      [],
      { graceMs: 500 },
    );
    expect(await end).toMatchObject({ exitCode: 7, leftInJob: 1, left: ['node.exe'] });
  });

  it('kills the program alone', async () => {
    const running = await start(
      `${spawnNode}spawn(process.execPath, sleep, { detached: true, stdio: 'ignore' });
      console.log('up');`,
      [],
      { graceMs: 500 },
    );
    await running.printed(/up/u);
    running.kill();
    const ended = await running.end;
    expect(ended.exitCode).toBe(1);
    // The sleeper, and nothing else.
    expect(ended.leftInJob).toBe(1);
  });

  it('presses Ctrl-C as a console does', async () => {
    const running = await start(
      `process.on('SIGINT', () => process.exit(130)); setTimeout(() => {}, 30000); console.log('up');`,
    );
    await running.printed(/up/u);
    running.pressCtrlC();
    expect(await running.end).toMatchObject({ exitCode: 130, leftInJob: 0 });
  });

  it('ends the whole job at the time limit', async () => {
    const { end } = await start(
      `${spawnNode}spawn(process.execPath, sleep, { stdio: 'inherit' }); setTimeout(() => {}, 30000);`,
      [],
      { timeoutMs: 1_500 },
    );
    const ended = await end;
    expect(ended).toMatchObject({ timedOut: true, exitCode: 124, leftInJob: 0 });
    expect(ended.ms).toBeLessThan(5_000);
  });
});
