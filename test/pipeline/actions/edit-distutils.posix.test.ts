import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EditDistutilsAction } from '../../../src/pipeline/action.ts';
import {
  performCheckDistutils,
  renderCheckDistutils,
} from '../../../src/pipeline/actions/check-distutils.ts';
import {
  performEditDistutils,
  renderEditDistutils,
} from '../../../src/pipeline/actions/edit-distutils.ts';
import { ask } from '../../../src/system/command.ts';
import { EnvironmentError } from '../../../src/system/errors.ts';
import { findProgram } from '../../../src/system/find-program.ts';
import { openUndoLog, type UndoLog } from '../../../src/system/undo-log.ts';
import { testFolder } from '../../system/folder.ts';
import { plainEnvironment } from '../../system/kept.ts';
import { LINK, OX, shapes, source } from '../distutils/shapes.ts';

const python = findProgram('python3') ?? 'python3 is needed on PATH';
const [shape] = shapes;
const text = shape?.text ?? '';
const environment = plainEnvironment;

/** A package of a real Python that, like distutils off Windows, can be found but not imported. */
async function preparedPackage(content: string | Buffer = text): Promise<{
  readonly file: string;
  readonly undo: UndoLog;
  readonly undoFolder: string;
  readonly action: EditDistutilsAction;
}> {
  const folder = await testFolder();
  const library = join(folder, 'Lib 木');
  const file = join(library, 'distool', '_msvccompiler.py');
  await mkdir(join(library, 'distool'), { recursive: true });
  await writeFile(join(library, 'distool', '__init__.py'), '');
  await writeFile(file, content);
  const undoFolder = join(folder, 'undo');
  return {
    file,
    undoFolder,
    undo: openUndoLog(undoFolder),
    action: {
      kind: 'edit-distutils',
      interpreter: python,
      folders: [],
      module: 'distool._msvccompiler',
      variables: { PYTHONPATH: library },
      compile: OX.filter((flag) => flag !== '/GL'),
      link: LINK,
    },
  };
}

/** What a build would be given: the lists as Python itself reads them out of the file. */
async function listsByPython(file: string): Promise<unknown> {
  const program =
    'import ast, json, sys; found = {}\n' +
    'for node in ast.walk(ast.parse(open(sys.argv[1], "rb").read())):\n' +
    '  if isinstance(node, ast.Assign) and isinstance(node.value, ast.List):\n' +
    '    name = getattr(node.targets[0], "id", getattr(node.targets[0], "attr", None))\n' +
    '    if name in ("compile_options", "ldflags"): found[name] = ast.literal_eval(node.value)\n' +
    'print(json.dumps(found))';
  const answer = await ask([python, '-c', program, file]);
  return JSON.parse(answer?.stdout ?? '');
}

describe('editing distutils', () => {
  it('gives the flags to Python and puts the bytes back at the end', async () => {
    const { file, undo, action } = await preparedPackage(`import winreg\n${text}`);
    await performEditDistutils(action, { environment, undo });
    expect(await listsByPython(file)).toEqual({
      compile_options: ['/nologo', '/Ox', '/W3', '/DNDEBUG', '/MD'],
      ldflags: [...LINK],
    });
    expect(await undo.undoAll()).toEqual([]);
    expect(await readFile(file, 'utf8')).toBe(`import winreg\n${text}`);
  });

  it('writes flags that Python reads as they were meant', async () => {
    const { file, undo, action } = await preparedPackage();
    const compile = ['/nologo', '/I"C:\\Prüf stand\\木\u{1F600}\'s"'];
    await performEditDistutils({ ...action, compile }, { environment, undo });
    expect(await listsByPython(file)).toEqual({ compile_options: compile, ldflags: [...LINK] });
  });

  it('writes nothing where the flags are there already', async () => {
    const { file, undo, undoFolder, action } = await preparedPackage();
    const before = await stat(file);
    await performEditDistutils({ ...action, compile: OX }, { environment, undo });
    expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
    await expect(readdir(undoFolder)).rejects.toThrow('ENOENT');
  });

  it('keeps bytes that are not UTF-8', async () => {
    const latin1 = Buffer.from(`# -*- coding: latin-1 -*-\n# Prüfung\r\n${text}`, 'latin1');
    const { file, undo, action } = await preparedPackage(latin1);
    await performEditDistutils(action, { environment, undo });
    const edited = await readFile(file);
    expect(edited.toString('latin1')).toBe(latin1.toString('latin1').replace("'/GL', ", ''));
    await undo.undoAll();
    expect(await readFile(file)).toEqual(latin1);
  });

  it('goes from one set of flags to the next, and back to the first bytes', async () => {
    const { file, undo, action } = await preparedPackage();
    await performEditDistutils(action, { environment, undo });
    await performEditDistutils({ ...action, compile: [...OX, '/Z7'] }, { environment, undo });
    expect(await readFile(file, 'utf8')).toContain("'/GL', '/DNDEBUG', '/MD', '/Z7'\n");
    await undo.undoAll();
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('leaves a file alone that it does not know, and shows it', async () => {
    const unknown = source(['        self.compile_options = flags()'], ['        ldflags = []']);
    const { file, undo, action } = await preparedPackage(unknown);
    const work = performEditDistutils(action, { environment, undo });
    await expect(work).rejects.toThrow(EnvironmentError);
    await expect(work).rejects.toThrow(`${file} has no list self.compile_options`);
    expect(await readFile(file, 'utf8')).toBe(unknown);
  });

  it('does not take a module of the folder it is asked in for that of the library', async () => {
    const { file, undo, action } = await preparedPackage();
    const shadow = await testFolder();
    await mkdir(join(shadow, 'distool'));
    await writeFile(join(shadow, 'distool', '__init__.py'), '');
    await writeFile(join(shadow, 'distool', '_msvccompiler.py'), text);
    const here = process.cwd();
    try {
      process.chdir(shadow);
      await performEditDistutils(action, { environment, undo });
    } finally {
      process.chdir(here);
    }
    expect(await readFile(join(shadow, 'distool', '_msvccompiler.py'), 'utf8')).toBe(text);
    expect(await readFile(file, 'utf8')).not.toBe(text);
  });

  it.each(['distool._no_such_module', 'no_such_package.module', 'sys', 'distool'])(
    'says when there is no module %s in source that has flags',
    async (module) => {
      const { undo, action } = await preparedPackage();
      const work = performEditDistutils({ ...action, module }, { environment, undo });
      await expect(work).rejects.toThrow(EnvironmentError);
      await expect(work).rejects.toThrow(
        module === 'distool' ? 'has no list' : `has no module ${module} in source`,
      );
    },
  );

  it('says when the interpreter does not start', async () => {
    const { undo, action } = await preparedPackage();
    const interpreter = join(await testFolder(), 'no python');
    const work = performEditDistutils({ ...action, interpreter }, { environment, undo });
    await expect(work).rejects.toThrow(`${interpreter} could not be asked`);
  });
});

describe('checking distutils', () => {
  it('is content with what the recipe says', async () => {
    const { action, undoFolder } = await preparedPackage();
    const check = { ...action, kind: 'check-distutils' as const, compile: OX };
    await performCheckDistutils(check, { environment });
    await expect(readdir(undoFolder)).rejects.toThrow('ENOENT');
  });

  it('names the file and both lists that are others', async () => {
    const { file, action } = await preparedPackage();
    const check = { ...action, kind: 'check-distutils' as const, link: ['/nologo'] };
    const work = performCheckDistutils(check, { environment });
    await expect(work).rejects.toThrow(EnvironmentError);
    await expect(work).rejects.toThrow(
      `${file} holds the compile flags /nologo /Ox /W3 /GL /DNDEBUG /MD instead of ` +
        `/nologo /Ox /W3 /DNDEBUG /MD, and the link flags /nologo /INCREMENTAL:NO /LTCG instead of ` +
        `/nologo, from which`,
    );
  });
});

describe('the plan', () => {
  const action = {
    interpreter: 'C:\\Prüf stand\\python.exe',
    folders: ['C:\\Prüf stand'],
    module: 'distutils._msvccompiler',
    variables: { SETUPTOOLS_USE_DISTUTILS: 'stdlib' },
    compile: ['/nologo', '/Ox'],
    link: ['/nologo'],
  };

  it('tells on Windows, in remarks, which file it is and what goes into it', () => {
    const lines = renderEditDistutils({ kind: 'edit-distutils', ...action }, 'win32');
    expect(lines.every((line) => line.startsWith('rem '))).toBe(true);
    expect(lines).toContain('rem   set "SETUPTOOLS_USE_DISTUTILS=stdlib"');
    expect(lines.some((line) => line.includes('"C:\\Prüf stand\\python.exe" -c "import'))).toBe(
      true,
    );
    expect(lines).toContain("rem   self.compile_options = ['/nologo', '/Ox']");
    expect(lines).toContain("rem   ldflags = ['/nologo']");
  });

  it('asks with a command line that a shell understands and Python answers', async () => {
    const { file, action: real } = await preparedPackage();
    const check = { ...real, kind: 'check-distutils' as const };
    const line = renderCheckDistutils(check, 'linux').find((one) => one.includes(' -c '));
    const answer = await ask(['/bin/sh', '-c', line?.replace(/^#/, '') ?? '']);
    expect(answer).toMatchObject({ exitCode: 0, stdout: file });
  });
});
