import { describe, expect, it } from 'vitest';
import { buildProvenance, type ProvenanceParts } from '../../src/records/provenance.ts';

const at = '2026-11-23T23:45:01.123Z';

function parts(platform: string): ProvenanceParts {
  return {
    machine: {
      os: { platform, name: 'X', release: '1.2', version: '#1', build: null },
      processor: {
        architecture: 'x64',
        model: 'Y',
        count: 2,
        features: null,
        avx512: null,
      },
      memoryBytes: 1,
      node: 'v20.20.2',
    },
    winrepro: '0.1.0',
    commandLine: ['winrepro', 'run', 'control'],
    cwd: '/home/x',
    recipe: { name: 'control', sha256: 'a' },
    variant: 'optimized',
    compiler: { path: '/usr/bin/gcc', version: 'gcc 12', family: 'gcc', toolset: null },
    interpreter: null,
    flags: { common: [], compile: ['-O2'], link: [] },
    flagsBy: null,
    patches: [{ name: 'p', sha256: 'b', files: [{ path: 'u.c', before: 'f', after: 'g' }] }],
    lock: null,
    release: { ref: 'v1', from: '/home/x/numpy' },
    sources: 'c',
    built: [{ file: 'control', sha256: 'd', bytes: 7 }],
    steps: [{ name: 'build', key: 'e', reused: false }],
  };
}

describe('the provenance of a run', () => {
  it('holds all that it was made of, under a schema', () => {
    const provenance = buildProvenance(parts('linux'), at, {});
    expect(provenance).toStrictEqual({
      schema: 'winrepro/provenance/1',
      at,
      ...parts('linux'),
      environment: {},
    });
    expect(JSON.parse(JSON.stringify(provenance))).toStrictEqual(provenance);
  });

  it('takes the variables that matter out of the environment and never another', () => {
    const { environment } = buildProvenance(parts('linux'), at, {
      GITHUB_TOKEN: 'secret',
      PATH: '/usr/bin',
      cc: 'another variable than CC',
      CFLAGS: '-O2',
      CC: 'clang',
      LDFLAGS: undefined,
      PYTHONUNBUFFERED: '',
      PYPY_GC_NURSERY: '4M',
      MALLOC_PERTURB_: '85',
      MY_MALLOC_: 'x',
      CLOUD_KEY: 'secret',
    });
    expect(Object.entries(environment)).toEqual([
      ['CC', 'clang'],
      ['CFLAGS', '-O2'],
      ['MALLOC_PERTURB_', '85'],
      ['PYPY_GC_NURSERY', '4M'],
      ['PYTHONUNBUFFERED', ''],
    ]);
  });

  it('takes them in any case on Windows, where names have none', () => {
    const { environment } = buildProvenance(parts('win32'), at, {
      _Cl_: '/GL-',
      link: '/LTCG:OFF',
      Path: 'C:\\',
      clSecret: 'x',
    });
    expect(environment).toEqual({ _Cl_: '/GL-', link: '/LTCG:OFF' });
  });
});
