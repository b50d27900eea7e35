import { buildProvenance, type Provenance } from '../../../src/records/provenance.ts';

/** What a night on a Linux machine with gcc was made of, but for what is given. */
export function provenance(changes: Partial<Provenance> = {}): Provenance {
  const parts = {
    machine: {
      os: { platform: 'linux', name: 'Debian 12', release: '6.1', version: '#1', build: null },
      processor: { architecture: 'x64', model: 'Xeon', count: 8, features: null, avx512: true },
      memoryBytes: 16 * 1024 ** 3,
      node: 'v20.20.2',
    },
    winrepro: '0.1.0',
    commandLine: ['winrepro', 'stress'],
    cwd: '/home/x',
    recipe: { name: 'control', sha256: 'a'.repeat(64) },
    variant: 'optimized',
    compiler: { path: '/usr/bin/gcc', version: '12.2.0', family: 'gcc', toolset: null },
    interpreter: null,
    flags: { common: ['-g'], compile: ['-O2'], link: [] },
    flagsBy: null,
    patches: [{ name: 'p', sha256: 'b'.repeat(64), files: [] }],
    lock: null,
    release: null,
    sources: 'c'.repeat(64),
    built: [{ file: 'build\\control.exe', sha256: 'd'.repeat(64), bytes: 7 }],
    steps: [],
  };
  return { ...buildProvenance(parts, '2026-11-24T02:00:00.000Z', { CFLAGS: '-O2' }), ...changes };
}
