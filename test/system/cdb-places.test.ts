import { expect, test } from 'vitest';
import { cdbPlaces } from '../../src/system/cdb-places.ts';

test('cdb is looked for on PATH first, then where the Windows SDK puts it', () => {
  const environment = {
    'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    ProgramFiles: 'C:\\Program Files',
    ProgramW6432: 'C:\\Program Files',
  };
  expect(cdbPlaces(environment)).toEqual([
    'cdb',
    'cdbX64',
    'C:\\Program Files (x86)\\Windows Kits\\10\\Debuggers\\x64\\cdb.exe',
    'C:\\Program Files (x86)\\Windows Kits\\11\\Debuggers\\x64\\cdb.exe',
    'C:\\Program Files\\Windows Kits\\10\\Debuggers\\x64\\cdb.exe',
    'C:\\Program Files\\Windows Kits\\11\\Debuggers\\x64\\cdb.exe',
  ]);
  expect(cdbPlaces({})).toEqual(['cdb', 'cdbX64']);
});
