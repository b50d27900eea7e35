import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { historyPath, refreshHistory } from '../../src/campaigns/history/refresh-history.ts';
import { nightName, writeRun, writeStress } from '../campaigns/history/workspace.ts';
import { collectGarbage } from '../system/collect-garbage.ts';
import { testFolder } from '../system/folder.ts';

const version = '0.1.0';

it('keeps the history in a database, and puts a damaged one aside while it is open', async () => {
  const workspace = join(await testFolder(), 'a %20 #b');
  onTestFinished(collectGarbage);
  await writeStress(workspace, {
    ...nightName(1),
    variants: { optimized: { crashed: 1, clean: 2 } },
  });
  await writeRun(workspace, { ...nightName(2), counts: { crashed: 0, clean: 3 } });
  const first = await refreshHistory(workspace, { version });
  expect(first).toMatchObject({ notes: [], derived: 2 });
  expect(await refreshHistory(workspace, { version })).toMatchObject({
    ...{ nights: first.nights, notes: [], derived: 0 },
  });
  // A sound beginning, so that the driver opens it, and holds it until the garbage collector comes.
  const sound = await readFile(historyPath(workspace));
  await writeFile(
    historyPath(workspace),
    Buffer.concat([sound.subarray(0, 100), Buffer.alloc(8000, 7)]),
  );
  const mended = await refreshHistory(workspace, { version });
  expect(mended.nights).toEqual(first.nights);
  expect(mended.notes.join()).toContain('history.db.damaged-1');
  expect(await readdir(workspace)).toContain('history.db.damaged-1');
  const all = await Promise.all([1, 2, 3].map(() => refreshHistory(workspace, { version })));
  expect(all.map(({ derived, notes }) => [derived, notes])).toEqual([1, 2, 3].map(() => [0, []]));
});
