import { dirname } from 'node:path';
import { execa } from 'execa';
import { EnvironmentError } from './errors.ts';
import { exists, makeDirectory, readBytes, remove, writeFileAtomically } from './files.ts';
import { findProgram } from './find-program.ts';

/** One thing that is done to this machine, and to its scheduler. */
export type SchedulerStep = (
  | { readonly does: 'write'; readonly path: string; readonly content: Buffer }
  | { readonly does: 'remove'; readonly path: string }
  | {
      readonly does: 'run';
      readonly argv: readonly string[];
      readonly input?: Buffer;
      /** Whether the rest is done all the same when it fails. */
      readonly optional?: boolean;
    }
) & {
  /** Commands that take it back; those of a file are run when that is as it was. */
  readonly undo?: readonly (readonly string[])[];
};

const PATIENCE_SECONDS = 60;

/**
 * Does the steps in their order. When one fails, all that were begun are taken back, the last one
 * first, and nothing of them stays.
 *
 * @throws EnvironmentError of the step that failed, with what its program printed.
 */
export async function doSteps(steps: readonly SchedulerStep[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const step of steps) {
      undo.push(await undoOf(step));
      await doStep(step);
    }
  } catch (error) {
    for (const back of undo.reverse()) await back();
    throw error;
  }
}

async function doStep(step: SchedulerStep): Promise<void> {
  switch (step.does) {
    case 'write':
      await makeDirectory(dirname(step.path));
      await writeFileAtomically(step.path, step.content);
      return;
    case 'remove':
      await remove(step.path);
      return;
    case 'run':
      try {
        await run(step.argv, step.input);
      } catch (error) {
        if (step.optional !== true) throw error;
      }
  }
}

async function undoOf(step: SchedulerStep): Promise<() => Promise<void>> {
  const before =
    step.does !== 'run' && (await exists(step.path)) ? await readBytes(step.path) : null;
  return async () => {
    if (step.does !== 'run') {
      if (before === null) await remove(step.path);
      else await writeFileAtomically(step.path, before);
    }
    for (const argv of step.undo ?? []) {
      // The error that is told is the one that led here.
      await run(argv).catch(() => undefined);
    }
  };
}

async function run(argv: readonly string[], input?: Buffer): Promise<void> {
  const [file = '', ...args] = argv;
  const program = findProgram(file);
  if (program === null) {
    throw new EnvironmentError(
      `there is no program ${file}: put it on PATH, or choose another scheduler with --with`,
    );
  }
  const result = await execa(program, args, {
    reject: false,
    windowsHide: true,
    timeout: PATIENCE_SECONDS * 1000,
    env: { LC_ALL: 'C' },
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  });
  if (result.exitCode === 0) return;
  const how =
    result.exitCode === undefined ? result.shortMessage : `failed with ${result.exitCode}`;
  throw new EnvironmentError(
    `${argv.slice(0, 3).join(' ')} ${how}: nothing was changed; see what it printed, or choose another scheduler with --with`,
    { evidence: [result.stdout, result.stderr].join('\n').trim() },
  );
}
