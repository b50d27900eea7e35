import { describe, expect, it } from 'vitest';
import {
  createFromLock,
  createFromSpecs,
  exportLock,
  lockPath,
  pinnedSpec,
} from '../../src/pipeline/conda-commands.ts';
import type { CondaClient } from '../../src/system/conda.ts';
import { EnvironmentError } from '../../src/system/errors.ts';

const client = (kind: CondaClient['kind'], version: string, rootPrefix: string | null = null) => ({
  client: { path: kind, kind, version, rootPrefix },
  prefix: '/w/env/prefix',
  platform: 'linux' as const,
});

describe('creating from specs', () => {
  it.each([client('conda', '24.1.2', '/opt/conda'), client('mamba', '1.5.8')])(
    'with $client.kind $client.version',
    (place) => {
      expect(createFromSpecs(place, ['a', 'b'], ['x=1=*_4', 'pip'])).toEqual(
        `${place.client.path} create -y --json --quiet -p /w/env/prefix --override-channels -c a -c b x=1=*_4 pip`.split(
          ' ',
        ),
      );
    },
  );

  it.each([client('micromamba', '1.5.8', '/root'), client('mamba', '2.0.5', '/root')])(
    'with $client.kind $client.version and its root',
    (place) => {
      expect(createFromSpecs(place, ['a'], ['x'])).toEqual(
        `${place.client.path} create -y -r /root -p /w/env/prefix --override-channels -c a x`.split(
          ' ',
        ),
      );
    },
  );

  it('gives a micromamba without a root one beside the prefix', () => {
    const place = client('micromamba', '2.0.5');
    expect(createFromSpecs(place, ['a'], ['x']).slice(3, 5)).toEqual(['-r', '/w/env/root']);
    const windows = { ...place, prefix: 'C:\\w s\\env\\prefix', platform: 'win32' as const };
    expect(createFromSpecs(windows, ['a'], ['x']).slice(3, 5)).toEqual([
      '-r',
      'C:\\w s\\env\\root',
    ]);
  });
});

describe('locks', () => {
  it('are installed', () => {
    expect(createFromLock(client('conda', '24.1.2'), '/l ü.txt')).toEqual([
      ...['conda', 'create', '-y', '-p', '/w/env/prefix', '--file', '/l ü.txt'],
    ]);
    expect(createFromLock(client('micromamba', '2.0.5', '/r'), '/l.txt')).toEqual([
      ...['micromamba', 'create', '-y', '-r', '/r', '-p', '/w/env/prefix', '--file', '/l.txt'],
    ]);
  });

  it('are exported', () => {
    expect(exportLock(client('conda', '24.1.2'))).toEqual([
      ...['conda', 'list', '-p', '/w/env/prefix', '--explicit', '--md5'],
    ]);
    expect(exportLock(client('mamba', '2.0.5', '/r'))).toEqual([
      ...['mamba', 'env', 'export', '-r', '/r', '-p', '/w/env/prefix', '--explicit'],
    ]);
  });

  it('are written beside the prefix', () => {
    expect(lockPath('/w/env/prefix', 'linux')).toBe('/w/env/lock.txt');
    expect(lockPath('C:\\w\\env\\prefix', 'win32')).toBe('C:\\w\\env\\lock.txt');
  });
});

describe('a batch file', () => {
  const place = (path: string) => ({
    client: { path, kind: 'conda', version: '4.9.2', rootPrefix: null } as const,
    prefix: 'C:\\w\\prefix',
    platform: 'win32' as const,
  });

  it.each(['python<3.8', 'python>3', 'a=1|2', 'a^b', 'a%PATH%'])('is not given %s', (spec) => {
    const call = () => createFromSpecs(place('C:\\m\\condabin\\conda.BAT'), ['a'], [spec]);
    expect(call).toThrow(EnvironmentError);
    expect(call).toThrow(`${spec} cannot be given to C:\\m\\condabin\\conda.BAT`);
    expect(createFromSpecs(place('C:\\m\\Scripts\\conda.exe'), ['a'], [spec])).toContain(spec);
  });

  it('is given the specs of a pin', () => {
    const spec = pinnedSpec({ package: 'pypy3.7', version: '7.3.5', builds: [4], why: '' }, 4);
    expect(spec).toBe('pypy3.7=7.3.5=*_4');
    expect(createFromSpecs(place('conda.cmd'), ['a'], [spec])).toContain(spec);
  });
});
