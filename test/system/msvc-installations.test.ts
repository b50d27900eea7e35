import { describe, expect, it } from 'vitest';
import { parseInstallations } from '../../src/system/msvc-installations.ts';

describe("vswhere's answer", () => {
  it('is the folders, the newest first', () => {
    const json = JSON.stringify([
      { installationPath: 'C:\\VS\\2019', installationVersion: '16.11.36', productId: 'x' },
      { installationPath: 'C:\\Prüf 木', installationVersion: '17.9.1' },
      { installationPath: 'C:\\VS\\2022', installationVersion: '17.14.2' },
    ]);
    expect(parseInstallations(`\uFEFF${json}\r\n`)).toEqual([
      'C:\\VS\\2022',
      'C:\\Prüf 木',
      'C:\\VS\\2019',
    ]);
  });

  it('is none for an empty list and for no text', () => {
    expect(parseInstallations('[]\r\n')).toEqual([]);
    expect(parseInstallations('')).toEqual([]);
  });

  it('leaves out what has no folder and takes what has no version', () => {
    const json = '[{"installationPath": 3}, null, 4, {"installationPath": "C:\\\\VS"}, {}]';
    expect(parseInstallations(json)).toEqual(['C:\\VS']);
  });

  it.each(['{}', 'Error 0x57: bad option', '"C:\\\\VS"', '[{]'])('is no %j', (text) => {
    expect(parseInstallations(text)).toBeNull();
  });
});
