import { MANIFEST, type ExportManifest } from '../../../src/records/export-manifest.ts';
import { sha256Bytes } from '../../../src/system/hash.ts';
import { hostileZip, type HostileEntry } from '../../system/hostile-zip.ts';

/** The manifest of a run without any file, but for what is given. */
export function manifestOf(changes: Partial<ExportManifest> = {}): ExportManifest {
  return {
    schema: 'winrepro/export/1',
    winrepro: '0.1.0',
    kind: 'run',
    id: '20261123-234501-control-optimized-4f2a',
    createdAt: '2026-11-23T23:45:01.123Z',
    platform: 'linux',
    state: 'finished',
    recipe: { name: 'control', file: 'recipe/control.yaml' },
    variants: ['optimized'],
    replay: 'winrepro replay 20261123-234501-control-optimized-4f2a.zip',
    locks: {},
    builds: [],
    files: [],
    leftOut: [],
    elsewhere: [],
    notes: [],
    ...changes,
  };
}

/** What the manifest says of an entry, when it tells the truth. */
export function listed({ name, data = '' }: HostileEntry): ExportManifest['files'][number] {
  const bytes = Buffer.from(data);
  return { path: name.toString(), bytes: bytes.length, sha256: sha256Bytes(bytes) };
}

/** An archive whose manifest lists all of its entries truly, but for what is given. */
export function exportOf(
  entries: readonly HostileEntry[],
  changes: Partial<ExportManifest> = {},
): Buffer {
  const manifest = manifestOf({ files: entries.map(listed), ...changes });
  return hostileZip([...entries, { name: MANIFEST, data: JSON.stringify(manifest) }]);
}
