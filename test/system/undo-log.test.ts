import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvironmentError } from '../../src/system/errors.ts';
import { openUndoLog } from '../../src/system/undo-log.ts';
import { testFolder } from './folder.ts';

const BEFORE = Buffer.from([0, 0xff, 0x0d, 0x0a, 0xe4]);

interface Place {
  readonly file: string;
  /** The folder of the file; a replaced one may leave nothing in it. */
  readonly folder: string;
  /** The notes of the workspace. */
  readonly notes: string;
}

async function place(): Promise<Place> {
  const root = await testFolder();
  const folder = join(root, 'Lib');
  await mkdir(folder);
  const file = join(folder, 'a module ü.py');
  await writeFile(file, BEFORE);
  return { file, folder, notes: join(root, 'work space', 'undo') };
}

describe('a replaced file', () => {
  it('is the new one until the end, and then the old one, byte by byte', async () => {
    const { file, folder, notes } = await place();
    const log = openUndoLog(notes);
    await log.replace(file, Buffer.from('new'));
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await log.undoAll()).toEqual([]);
    expect(await readFile(file)).toEqual(BEFORE);
    expect(await readdir(folder)).toEqual(['a module ü.py']);
    expect(await readdir(notes)).toEqual([]);
  });

  it('goes back to what it was first when it was replaced twice', async () => {
    const { file, folder, notes } = await place();
    const log = openUndoLog(notes);
    await log.replace(file, Buffer.from('new'));
    await log.replace(file, Buffer.from('newer'));
    expect(await readFile(file, 'utf8')).toBe('newer');
    expect(await log.undoAll()).toEqual([]);
    expect(await readFile(file)).toEqual(BEFORE);
    expect(await readdir(folder)).toEqual(['a module ü.py']);
  });

  it('can be replaced again after it was put back, and others with it', async () => {
    const { file, folder, notes } = await place();
    const other = join(folder, 'other.py');
    await writeFile(other, 'other');
    const log = openUndoLog(notes);
    for (const content of ['one', 'two']) {
      await log.replace(file, Buffer.from(content));
      await log.replace(other, Buffer.from(content));
      expect(await log.undoAll()).toEqual([]);
      expect(await readFile(file)).toEqual(BEFORE);
      expect(await readFile(other, 'utf8')).toBe('other');
    }
  });

  it('is put back by the next start when the first was killed', async () => {
    const { file, folder, notes } = await place();
    await openUndoLog(notes).replace(file, Buffer.from('new'));
    expect(await openUndoLog(notes).undoAll()).toEqual([]);
    expect(await readFile(file)).toEqual(BEFORE);
    expect(await readdir(folder)).toEqual(['a module ü.py']);
  });

  it('is put back when the second replacement was killed before it wrote', async () => {
    const { file, notes } = await place();
    const log = openUndoLog(notes);
    await log.replace(file, Buffer.from('new'));
    await log.replace(file, Buffer.from('newer'));
    await writeFile(file, 'new');
    expect(await openUndoLog(notes).undoAll()).toEqual([]);
    expect(await readFile(file)).toEqual(BEFORE);
  });

  it('gets its time back, by which Python knows a compiled form', async () => {
    const { file, notes } = await place();
    const longAgo = new Date('2021-06-27T12:00:00.500Z');
    await utimes(file, longAgo, longAgo);
    const log = openUndoLog(notes);
    await log.replace(file, Buffer.from('new'));
    await log.undoAll();
    expect((await stat(file)).mtime).toEqual(longAgo);
  });

  it('is taken over by the next start, which then puts back the first content', async () => {
    const { file, notes } = await place();
    await openUndoLog(notes).replace(file, Buffer.from('of the killed one'));
    const next = openUndoLog(notes);
    await next.replace(file, Buffer.from('of the next'));
    expect(await next.undoAll()).toEqual([]);
    expect(await readFile(file)).toEqual(BEFORE);
  });

  it('is as it was when the killed one had only noted it, or only copied it', async () => {
    const { file, folder, notes } = await place();
    await openUndoLog(notes).replace(file, Buffer.from('new'));
    const original = file + '.winrepro-original';
    await writeFile(file, BEFORE);
    await rm(original);
    expect(await openUndoLog(notes).undoAll()).toEqual([]);
    await openUndoLog(notes).replace(file, Buffer.from('new'));
    await writeFile(file, BEFORE);
    expect(await openUndoLog(notes).undoAll()).toEqual([]);
    expect(await readFile(file)).toEqual(BEFORE);
    expect(await readdir(folder)).toEqual(['a module ü.py']);
  });

  it('stays as another hand made it, and where its first content is, is said', async () => {
    const { file, notes } = await place();
    const log = openUndoLog(notes);
    await log.replace(file, Buffer.from('new'));
    await writeFile(file, 'by an installer');
    const [sentence, ...more] = await log.undoAll();
    expect(more).toEqual([]);
    expect(sentence).toContain(`${file} was changed by another hand`);
    expect(sentence).toContain(`${file}.winrepro-original`);
    expect(await readFile(file, 'utf8')).toBe('by an installer');
    expect(await readFile(`${file}.winrepro-original`)).toEqual(BEFORE);
    expect(await log.undoAll()).toEqual([]);
  });

  it('is no trouble when it went with its folder', async () => {
    const { file, folder, notes } = await place();
    const log = openUndoLog(notes);
    await log.replace(file, Buffer.from('new'));
    await rm(folder, { recursive: true });
    expect(await log.undoAll()).toEqual([]);
  });

  it('is refused to another workspace, which leaves no note of it', async () => {
    const { file, notes } = await place();
    const log = openUndoLog(notes);
    await log.replace(file, Buffer.from('new'));
    const elsewhere = join(await testFolder(), 'undo');
    const other = openUndoLog(elsewhere);
    const work = other.replace(file, Buffer.from('from elsewhere'));
    await expect(work).rejects.toThrow(EnvironmentError);
    await expect(work).rejects.toThrow(`${file} is patched by a winrepro of another workspace`);
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await other.undoAll()).toEqual([]);
    expect(await readFile(file, 'utf8')).toBe('new');
    await log.undoAll();
    expect(await readFile(file)).toEqual(BEFORE);
    await other.replace(file, Buffer.from('from elsewhere'));
    expect(await readFile(file, 'utf8')).toBe('from elsewhere');
  });

  it('that does not exist is an error that names it, and undoing does no harm', async () => {
    const { folder, notes } = await place();
    const missing = join(folder, 'missing.py');
    const log = openUndoLog(notes);
    await expect(log.replace(missing, Buffer.from('x'))).rejects.toThrow(missing);
    expect(await log.undoAll()).toEqual([]);
    expect(await readdir(folder)).toEqual(['a module ü.py']);
  });
});

it('a workspace without notes has nothing to undo', async () => {
  expect(await openUndoLog(join(await testFolder(), 'none')).undoAll()).toEqual([]);
});
