import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { expect, test } from 'vitest';
import { runTrial, type TrialPlan, type TrialProgress } from '../../src/trial/run-trial.ts';
import type { TrialRecord } from '../../src/records/trial-record.ts';
import { isAlive } from '../../src/system/process-identity.ts';
import { plainEnvironment, withKeeper } from '../system/kept.ts';

/** Runs a Node program as a trial, in a folder whose name has a blank and a letter beyond ASCII. */
async function trial(
  program: string,
  changes: Partial<TrialPlan> = {},
  after: (folder: string) => Promise<void> = async () => undefined,
  abortAfterMs?: number,
): Promise<{ record: TrialRecord; progress: readonly TrialProgress[] }> {
  const { path, cleanup } = await dir({ prefix: 'winrepro trial ü ', unsafeCleanup: true });
  const progress: TrialProgress[] = [];
  const controller = new AbortController();
  const timer =
    abortAfterMs === undefined
      ? undefined
      : setTimeout(() => {
          controller.abort();
        }, abortAfterMs);
  try {
    const folder = join(path, 'trials', '000001');
    const record = await withKeeper((keeper) =>
      runTrial(
        {
          id: 1,
          variant: 'plain',
          seed: 7,
          argv: [process.execPath, '-e', program],
          environment: plainEnvironment,
          folder,
          heartbeatFile: join(folder, 'heartbeat'),
          watch: 'file',
          protocol: { iteration: '^14 (\\d+)$', stage: '^(11|16)$|^(14) ', success: '^done$' },
          iterations: 100,
          timeoutSeconds: 20,
          stallSeconds: 20,
          outputCap: 1024 * 1024,
          keepOutput: false,
          ...changes,
        },
        { keeper, signal: controller.signal, onProgress: (item) => void progress.push(item) },
      ),
    );
    await after(folder);
    return { record, progress };
  } finally {
    clearTimeout(timer);
    await cleanup();
  }
}

const loop = "const {writeSync:w}=require('fs');for(let i=0;i<100;i++)w(1,`11\\n14 ${i}\\n16\\n`);";
const sleepForever = 'setInterval(()=>{},1000);';

test('a complete loop is clean, with its exposure, and leaves nothing behind', async () => {
  const { record } = await trial(`${loop} w(1,'done\\n')`, {}, async (folder) => {
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });
  expect(record).toMatchObject({
    outcome: 'clean',
    iteration: 99,
    status: 'exit 0',
    exposure: { iterations: 100 },
    output: { lines: 301, truncated: false, file: null },
  });
});

test('a crash is recorded with its iteration, stage and signature, and its output is kept', async () => {
  const { record } = await trial(
    `${loop} w(1,'11\\n14 100\\n'); process.abort()`,
    {},
    async (folder) => {
      expect(await readFile(join(folder, 'output.txt'), 'utf8')).toContain('14 100\n');
    },
  );
  expect(record.outcome).toBe('crashed');
  expect(record.iteration).toBe(100);
  expect(record.stage).toBe('14');
  expect(record.output.file).toBe('trials/000001/output.txt');
  if (process.platform !== 'win32') expect(record.signature).toBe('SIGABRT after 14');
});

test('a pipe gives the same record as a file', async () => {
  const program = `${loop} process.abort()`;
  const [file, pipe] = [await trial(program), await trial(program, { watch: 'pipe' })];
  expect(pipe.record.watch).toBe('pipe');
  const { iteration, stage, signature, output } = file.record;
  expect(pipe.record).toMatchObject({ iteration, stage, signature });
  expect(pipe.record.output.tail).toContain('14 99');
  expect(output.tail).toContain('14 99');
});

test('a heartbeat counts although nothing is printed', async () => {
  const { record } = await trial(
    "const fs=require('fs'),b=Buffer.alloc(8),f=fs.openSync('../heartbeat','r+');" +
      'for(let i=1;i<=42;i++){b.writeBigUInt64LE(BigInt(i));fs.writeSync(f,b,0,8,0)} process.abort()',
    { watch: 'heartbeat' },
  );
  expect(record).toMatchObject({ outcome: 'crashed', iteration: 41, watch: 'heartbeat' });
  expect(record.exposure.iterations).toBe(42);
});

test('silence for longer than the stall limit is hung, and the tree is ended', async () => {
  const { record } = await trial(`console.log('14 3');${sleepForever}`, { stallSeconds: 0.6 });
  expect(record).toMatchObject({ outcome: 'hung', iteration: 3 });
  expect(record.seconds).toBeLessThan(10);
});

test('a target that prints for ever is ended by the timeout, though it ignores SIGTERM', async () => {
  const { record } = await trial(
    "process.on('SIGTERM',()=>{});setInterval(()=>console.log('11'),20)",
    { timeoutSeconds: 0.8, stallSeconds: 20 },
  );
  expect(record.outcome).toBe('hung');
});

test('an aborted trial is interrupted within a second', async () => {
  const { record } = await trial(sleepForever, {}, undefined, 500);
  expect(record.outcome).toBe('interrupted');
  expect(record.seconds).toBeLessThan(1.5 + 0.5);
});

test('a program that is not there is a failed trial with the reason, never a crash', async () => {
  const { record } = await trial('', { argv: [join('/no such folder', 'program')] });
  expect(record).toMatchObject({ outcome: 'failed', status: 'not started', signature: null });
});

test('an output over its cap is cut while the child writes, and the iteration is still exact', async () => {
  const { record } = await trial(
    "const {writeSync:w}=require('fs'),x='x'.repeat(1000)+'\\n';let i=0;" +
      'const t=setInterval(()=>{for(let k=0;k<300;k++)w(1,x);w(1,`14 ${i}\\n`);' +
      'if(++i===20){clearInterval(t);process.abort()}},40)',
    { outputCap: 512 * 1024 },
  );
  expect(record).toMatchObject({ outcome: 'crashed', iteration: 19, output: { truncated: true } });
});

test('progress tells the iteration while the trial runs', async () => {
  const { progress } = await trial(
    "let i=0;const t=setInterval(()=>{console.log('14 '+i);if(++i===10){clearInterval(t);console.log('done')}},60)",
  );
  const seen = progress.map(({ iteration }) => iteration ?? -1);
  expect(seen.length).toBeGreaterThan(2);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test.skipIf(process.platform === 'win32')(
  'a target that forks and exits is failed, and what it left is ended',
  async () => {
    const { record } = await trial(
      "const c=require('child_process').spawn(process.execPath,['-e','setInterval(()=>{},1000)'],{stdio:'inherit'});console.log('left '+c.pid);c.unref();process.exit(0)",
    );
    expect(record.outcome).toBe('failed');
    const pid = Number(/left (\d+)/.exec(record.output.tail)?.[1]);
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => isAlive({ pid, startToken: null })).toBe(false);
  },
);
