import { ask } from '../../system/command.ts';
import { withVariables } from '../../system/environment-variables.ts';
import { EnvironmentError } from '../../system/errors.ts';
import { readBytes } from '../../system/files.ts';
import type { Platform } from '../../recipe/schema.ts';
import type { EditDistutilsAction } from '../action.ts';
import { renderCommand } from '../render-command.ts';

/** A module of an interpreter, and how to ask it where that is. */
export type ModuleQuestion = Pick<
  EditDistutilsAction,
  'interpreter' | 'module' | 'variables' | 'folders'
>;

/** A module's source; `bytesOf` turns its text, edited in pure ASCII, back into the file's bytes. */
export interface ModuleSource {
  readonly file: string;
  readonly text: string;
  readonly bytesOf: (text: string) => Buffer;
}

/**
 * Finds the module without importing it: distutils' MSVC module imports winreg, which only Windows
 * has. The folder of the question is taken from the path, where a tree might shadow the library;
 * the answer is bytes, since Windows would give a pipe the ANSI code page.
 */
const QUESTION =
  'import sys; sys.path[:] = [p for p in sys.path if p]; import importlib.util, os; ' +
  'sys.stdout.buffer.write(os.fsencode(importlib.util.find_spec(sys.argv[1]).origin))';

/** A first start of PyPy under a virus scanner takes long, seconds. */
const PATIENCE_SECONDS = 120;

/**
 * Asks the interpreter for the module's file and reads it.
 *
 * @throws EnvironmentError when the interpreter has no such module, or none in source.
 */
export async function readModule(
  question: ModuleQuestion,
  environment: Readonly<Record<string, string>>,
): Promise<ModuleSource> {
  const { interpreter, module, variables, folders } = question;
  const answer = await ask(questionOf(question), {
    environment: withVariables(environment, variables, folders),
    timeoutSeconds: PATIENCE_SECONDS,
  });
  if (answer === null) {
    throw new EnvironmentError(
      `${interpreter} could not be asked where its module ${module} is: is it the right program?`,
    );
  }
  const file = answer.stdout.trim();
  if (answer.exitCode !== 0 || !/\.py$/i.test(file)) {
    throw new EnvironmentError(
      `${interpreter} has no module ${module} in source, which holds the flags of its compiler: ` +
        `use a Python older than 3.12, or choose another module in the recipe`,
      { evidence: answer.stderr.trim() || file },
    );
  }
  return decode(file, await readBytes(file));
}

/** The question as a person would type it. */
export function renderModuleQuestion(
  question: ModuleQuestion,
  platform: Platform,
): readonly string[] {
  return renderCommand(questionOf(question), question.variables, platform, question.folders);
}

function questionOf({ interpreter, module }: ModuleQuestion): readonly string[] {
  return [interpreter, '-c', QUESTION, module];
}

/** As UTF-8 where the bytes survive it, and else byte by byte. */
function decode(file: string, bytes: Buffer): ModuleSource {
  const text = bytes.toString('utf8');
  const encoding = Buffer.from(text, 'utf8').equals(bytes) ? 'utf8' : 'latin1';
  return {
    file,
    text: encoding === 'utf8' ? text : bytes.toString('latin1'),
    bytesOf: (edited) => Buffer.from(edited, encoding),
  };
}
