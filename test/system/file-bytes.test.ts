import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EnvironmentError } from '../../src/system/errors.ts';
import { openFileBytes } from '../../src/system/file-bytes.ts';
import { testFolder } from './folder.ts';

test('a file is read at any place, and less of it where it ends', async () => {
  const file = join(await testFolder(), 'bytes');
  writeFileSync(file, 'abcdef');
  const bytes = openFileBytes(file);
  const text = (offset: number, length: number) =>
    Buffer.from(bytes.read(offset, length)).toString();
  expect([bytes.size, text(0, 2), text(4, 9), text(6, 1)]).toEqual([6, 'ab', 'ef', '']);
  bytes.close();
});

test('a file that is not there is said so', () => {
  expect(() => openFileBytes(join('no', 'such', 'file'))).toThrow(EnvironmentError);
});
