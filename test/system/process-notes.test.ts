import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import { startKeeper } from '../../src/system/keeper.ts';
import { processIdentity } from '../../src/system/process-identity.ts';
import { openNoteBook, processNotes, type ProcessNote } from '../../src/system/process-notes.ts';
import { testFolder } from './folder.ts';
import { keeperProgram, plainEnvironment } from './kept.ts';

it('a note tells which process it is, and goes when it is removed', async () => {
  const folder = processNotes(await testFolder());
  const book = openNoteBook(folder);
  expect(existsSync(folder)).toBe(false);
  book.add(process.pid, 'C:\\Program Files\\x.exe');
  const file = join(folder, `${process.pid}.json`);
  const note = JSON.parse(readFileSync(file, 'utf8')) as ProcessNote;
  expect(note).toEqual({
    ...processIdentity(process.pid),
    startedAt: note.startedAt,
    program: 'C:\\Program Files\\x.exe',
  });
  expect(Math.abs(Date.parse(note.startedAt) - Date.now())).toBeLessThan(5000);
  book.remove(process.pid);
  book.remove(process.pid);
  expect(readdirSync(folder)).toEqual([]);
});

it('what cannot be noted is no error', async () => {
  const file = join(await testFolder(), 'a file, not a folder');
  writeFileSync(file, '');
  const book = openNoteBook(file);
  book.add(process.pid, 'x');
  book.remove(process.pid);
  expect(readFileSync(file, 'utf8')).toBe('');
});

it('the keeper notes its children while they run', async () => {
  const folder = await testFolder();
  const notes = processNotes(folder);
  const keeper = startKeeper(keeperProgram, notes);
  try {
    const child = keeper.start({
      argv: [process.execPath, '-e', 'setTimeout(() => {}, 60_000)'],
      ...{ cwd: folder, env: plainEnvironment, output: join(folder, 'out'), channel: 'file' },
    });
    const seen = (): readonly string[] => (existsSync(notes) ? readdirSync(notes) : []);
    while (seen().length === 0) await sleep(10);
    const [name = ''] = seen();
    // The note is written at once or not at all, but not in one step.
    let text = '';
    while (text === '') text = readFileSync(join(notes, name), 'utf8');
    const note = JSON.parse(text) as ProcessNote;
    expect(`${note.pid}.json`).toBe(name);
    expect(note.program).toBe(process.execPath);
    child.kill();
    await child.ended;
    expect(seen()).toEqual([]);
  } finally {
    await keeper.close();
  }
});
