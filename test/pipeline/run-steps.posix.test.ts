import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { expect, test } from 'vitest';
import type { CommandAction } from '../../src/pipeline/action.ts';
import { runSteps } from '../../src/pipeline/run-steps.ts';
import type { Step } from '../../src/pipeline/step.ts';
import { EnvironmentError, InterruptedError } from '../../src/system/errors.ts';
import { openUndoLog } from '../../src/system/undo-log.ts';
import { plainEnvironment, withKeeper } from '../system/kept.ts';

function node(program: string, cwd: string): CommandAction {
  const argv = [process.execPath, '-e', program];
  return { kind: 'command', argv, cwd, variables: { WHO: 'me' }, doing: 'the work' };
}

/** A source step and a build step in one folder, as a recipe has them. */
function steps(folder: string, program: string, key = 'k1'): readonly Step[] {
  const tree = join(folder, 'tree');
  return [
    {
      name: 'source',
      key: `${key}-source`,
      directory: folder,
      actions: [
        { kind: 'make-directory', path: tree },
        { kind: 'write', path: join(tree, 'input.txt'), content: 'in' },
      ],
      outputs: [],
    },
    {
      name: 'build',
      key,
      directory: folder,
      actions: [node(program, tree)],
      outputs: [join(tree, 'output.txt')],
    },
  ];
}

const copy =
  "const fs=require('fs');fs.writeFileSync('output.txt',fs.readFileSync('input.txt','utf8')+process.env.WHO)";

async function run(list: readonly Step[], signal = new AbortController().signal) {
  const undo = openUndoLog(join(tmpdir(), 'winrepro-no-undo'));
  return withKeeper((keeper) =>
    runSteps(list, { keeper, environment: plainEnvironment, signal, undo }),
  );
}

async function inFolder(task: (folder: string) => Promise<void>): Promise<void> {
  const { path, cleanup } = await dir({ prefix: 'winrepro steps ü ', unsafeCleanup: true });
  try {
    await task(join(path, 'build'));
  } finally {
    await cleanup();
  }
}

test('steps run once, and a finished build is found again by its key', async () => {
  await inFolder(async (folder) => {
    const first = await run(steps(folder, copy));
    expect(first.map(({ reused }) => reused)).toEqual([false, false]);
    expect(await readFile(join(folder, 'tree', 'output.txt'), 'utf8')).toBe('inme');
    const second = await run(steps(folder, copy));
    expect(second.map(({ reused }) => reused)).toEqual([true, true]);
    expect(second[1]?.stamp?.outputs[0]?.bytes).toBe(4);
  });
});

test('another key, a lost stamp and a changed product each mean all steps anew', async () => {
  await inFolder(async (folder) => {
    await run(steps(folder, copy));
    expect((await run(steps(folder, copy, 'k2'))).map(({ reused }) => reused)).toEqual([
      false,
      false,
    ]);
    await rm(join(folder, 'stamps', 'build.json'));
    await writeFile(join(folder, 'tree', 'left over.txt'), 'from an interrupted step');
    expect((await run(steps(folder, copy, 'k2'))).map(({ reused }) => reused)).toEqual([
      false,
      false,
    ]);
    await expect(readFile(join(folder, 'tree', 'left over.txt'))).rejects.toThrow('ENOENT');
    await writeFile(join(folder, 'tree', 'output.txt'), 'tampered with');
    await run(steps(folder, copy, 'k2'));
    expect(await readFile(join(folder, 'tree', 'output.txt'), 'utf8')).toBe('inme');
  });
});

test('a step that fails shows what its command printed and leaves no stamp', async () => {
  await inFolder(async (folder) => {
    const failing = steps(folder, "console.error('x.c:3: error: no semicolon');process.exit(2)");
    const error = await run(failing).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(EnvironmentError);
    expect((error as EnvironmentError).message).toMatch(
      /^the work failed: .* ended with status 2; all/,
    );
    expect((error as EnvironmentError).evidence).toBe('x.c:3: error: no semicolon');
    await expect(readFile(join(folder, 'stamps', 'build.json'))).rejects.toThrow('ENOENT');
  });
});

test('a build that ends well without its product is said to, not stamped', async () => {
  await inFolder(async (folder) => {
    await expect(run(steps(folder, ''))).rejects.toThrow(/did not make .*output\.txt/);
  });
});

test('a command that is not there is named', async () => {
  await inFolder(async (folder) => {
    const [source, build] = steps(folder, '');
    if (source === undefined || build === undefined) throw new Error('two steps');
    const action: CommandAction = { ...node('', join(folder, 'tree')), argv: ['no-such-program'] };
    await expect(run([source, { ...build, actions: [action] }])).rejects.toThrow(
      'the work failed: no-such-program could not be started (ENOENT)',
    );
  });
});

test('an interrupt ends the command and is no failure', async () => {
  await inFolder(async (folder) => {
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 400);
    await expect(
      run(steps(folder, 'setInterval(()=>{},1000)'), controller.signal),
    ).rejects.toBeInstanceOf(InterruptedError);
  });
});
