import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doSteps, type SchedulerStep } from '../../src/system/scheduler-steps.ts';
import { testFolder } from './folder.ts';

function node(script: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, '-e', script, '--', ...args];
}

const APPEND = 'require("fs").appendFileSync(process.argv[1], process.argv[2])';
const FAIL = 'console.log("out"); console.error("err"); process.exit(3)';

describe('doSteps', () => {
  it('writes, removes and runs, with what a program is to read', async () => {
    const folder = await testFolder();
    const [log, gone] = [join(folder, 'log'), join(folder, 'gone')];
    await writeFile(gone, '');
    const input = Buffer.from([0, 255, 10, 13]);
    const copy = 'process.stdin.pipe(require("fs").createWriteStream(process.argv[1]))';
    await doSteps([
      { does: 'write', path: join(folder, 'new ä', 'file'), content: input },
      { does: 'remove', path: gone },
      { does: 'run', argv: node(copy, log), input },
      { does: 'run', argv: node(FAIL), optional: true },
    ]);
    expect((await readdir(folder)).sort()).toEqual(['log', 'new ä']);
    expect(await readFile(log)).toEqual(input);
    expect(await readFile(join(folder, 'new ä', 'file'))).toEqual(input);
  });

  it('takes everything back when one fails, the last thing first, and says what that printed', async () => {
    const folder = await testFolder();
    const [log, old, gone] = [join(folder, 'log'), join(folder, 'old'), join(folder, 'gone')];
    await writeFile(old, 'before');
    await writeFile(gone, 'was here');
    const undo = (text: string) => [node(APPEND, log, text)];
    const steps: readonly SchedulerStep[] = [
      { does: 'write', path: join(folder, 'new'), content: Buffer.from('x'), undo: undo('1') },
      { does: 'write', path: old, content: Buffer.from('after') },
      { does: 'remove', path: gone, undo: [node(FAIL), ...undo('2')] },
      { does: 'run', argv: node(FAIL), undo: undo('3') },
      { does: 'run', argv: node(APPEND, log, 'never') },
    ];
    await expect(doSteps(steps)).rejects.toMatchObject({
      name: 'EnvironmentError',
      message: expect.stringContaining('failed with 3') as string,
      evidence: 'out\nerr',
    });
    expect((await readdir(folder)).sort()).toEqual(['gone', 'log', 'old']);
    expect(await readFile(old, 'utf8')).toBe('before');
    expect(await readFile(gone, 'utf8')).toBe('was here');
    expect(await readFile(log, 'utf8')).toBe('321');
  });

  it('names a program that is not there', async () => {
    const folder = await testFolder();
    await mkdir(join(folder, 'x'));
    const path = join(folder, 'x', 'file');
    const steps: readonly SchedulerStep[] = [
      { does: 'write', path, content: Buffer.from('x') },
      { does: 'run', argv: ['winrepro-no-such-scheduler', 'add'] },
    ];
    await expect(doSteps(steps)).rejects.toThrow('there is no program winrepro-no-such-scheduler');
    expect(await readdir(join(folder, 'x'))).toEqual([]);
  });
});
