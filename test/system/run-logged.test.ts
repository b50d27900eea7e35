import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runLogged } from '../../src/system/run-logged.ts';
import { testFolder } from './folder.ts';

async function place() {
  const folder = await testFolder();
  const log = join(folder, 'the log.txt');
  await writeFile(log, 'before\n');
  const environment = { ONLY: 'ä' };
  return { folder, environment, log, signal: new AbortController().signal };
}

describe('runLogged', () => {
  it('appends both streams, in the folder and with the variables that are given alone', async () => {
    const options = await place();
    const script = `console.log(process.env.ONLY, process.env.HOME, process.argv[1]);
      console.error(process.cwd()); process.exitCode = 3`;
    const end = await runLogged([process.execPath, '-e', script, `it's "a`], options);
    expect(end).toEqual({ exitCode: 3, why: '' });
    expect(await readFile(options.log, 'utf8')).toBe(
      `before\nä undefined it's "a\n${options.folder}\n`,
    );
  });

  it('asks the program to end when the signal is aborted, and waits for what it saves', async () => {
    const options = await place();
    const abort = new AbortController();
    const script = `process.on('SIGTERM', () => setTimeout(() => { console.log('saved'); process.exit(4) }, 300));
      setInterval(() => {}, 1000); console.log('up')`;
    const running = runLogged([process.execPath, '-e', script], {
      ...options,
      signal: abort.signal,
    });
    await expect.poll(() => readFile(options.log, 'utf8'), { timeout: 10_000 }).toContain('up');
    abort.abort();
    // Windows has no signal that a program could answer.
    expect(await running).toEqual(
      process.platform === 'win32' ? { exitCode: null, why: 'SIGTERM' } : { exitCode: 4, why: '' },
    );
  });

  it('tells why a program could not be started', async () => {
    const options = await place();
    const end = await runLogged([join(options.folder, 'nothing')], options);
    expect(end.exitCode).toBeNull();
    expect(end.why).toContain('ENOENT');
  });
});
