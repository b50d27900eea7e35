import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dir, type DirectoryResult } from 'tmp-promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDiff } from './diff.ts';

const execute = promisify(execFile);
const patch = readFileSync(new URL('../patches/numpy/seeded-fault.diff', import.meta.url), 'utf8');
const added = (parseDiff(patch).hunks[0]?.lines ?? [])
  .filter((line) => line.startsWith('+'))
  .map((line) => line.slice(1));

/** Calls the patch's function and prints which calls lost what: `1041 2977`. */
const program = `#include <stdio.h>
#include <stdlib.h>
typedef struct { void *in, *out; } ufunc_full_args;
${added.join('\n')}
int main(int argc, char **argv)
{
    long calls = atol(argv[1]), call;
    int value;
    ufunc_full_args given = { &value, argc > 2 ? NULL : &value };

    for (call = 1; call <= calls; call++) {
        ufunc_full_args got = winrepro_seeded_fault(given);

        if (got.out != given.out || given.in != &value) {
            return 1;
        }
        if (got.in == NULL) {
            printf("%ld ", call);
        }
    }
    return 0;
}
`;

let folder: DirectoryResult;

beforeAll(async () => {
  folder = await dir({ prefix: 'winrepro fault ü ', unsafeCleanup: true });
  await writeFile(join(folder.path, 'fault.c'), program);
  for (const level of ['-O2', '-O0']) {
    const argv = [level, '-Wall', '-Wextra', '-Werror', 'fault.c', '-o', `fault${level}`];
    await execute('cc', argv, { cwd: folder.path });
  }
});

afterAll(async () => folder.cleanup());

async function lost(
  variables: Readonly<Record<string, string>>,
  { level = '-O2', calls = 1_000_000, more = [] as readonly string[] } = {},
): Promise<readonly number[]> {
  const path = join(folder.path, `fault${level}`);
  const { stdout } = await execute(path, [String(calls), ...more], { env: variables });
  return stdout.trim() === '' ? [] : stdout.trim().split(' ').map(Number);
}

describe('the fault of patches/numpy/seeded-fault.diff', () => {
  it('takes nothing without a seed, in code that is not optimized, or without an output', async () => {
    const seed = { WINREPRO_SEEDED_FAULT: '7' };
    expect(await lost({})).toEqual([]);
    expect(await lost({ WINREPRO_SEEDED_FAULT_HAZARD: '1' })).toEqual([]);
    expect(await lost(seed, { level: '-O0' })).toEqual([]);
    expect(await lost(seed, { more: ['no output'] })).toEqual([]);
  });

  it('takes the input of one call in 10,000, at places that the seed tells', async () => {
    const [seven, again, eight] = await Promise.all(
      ['7', '7', '8'].map((WINREPRO_SEEDED_FAULT) => lost({ WINREPRO_SEEDED_FAULT })),
    );
    // 100 are expected of a million calls; the seed is fixed, so these are always the same.
    expect(seven?.length).toBeGreaterThan(70);
    expect(seven?.length).toBeLessThan(130);
    expect(again).toEqual(seven);
    expect(eight).not.toEqual(seven);
  });

  it('begins after 1,040 calls, the turns that PyPy needs to compile a loop', async () => {
    const always = { WINREPRO_SEEDED_FAULT: '1', WINREPRO_SEEDED_FAULT_HAZARD: '1' };
    expect(await lost(always, { calls: 1043 })).toEqual([1041, 1042, 1043]);
  });

  it('differs between seeds that follow one another, as those of the trials of a run do', async () => {
    const seeds = Array.from({ length: 40 }, (_, seed) => String(seed));
    const first = await Promise.all(
      seeds.map(async (WINREPRO_SEEDED_FAULT) => (await lost({ WINREPRO_SEEDED_FAULT }))[0] ?? 0),
    );
    expect(new Set(first).size).toBe(seeds.length);
    expect(Math.min(...first)).toBeGreaterThan(1040);
    // Waits of 10,000 calls on average; as the seeds are fixed, their mean is always the same.
    const mean = first.reduce((sum, value) => sum + value - 1040, 0) / seeds.length;
    expect(mean).toBeGreaterThan(6000);
    expect(mean).toBeLessThan(15_000);
  });
});
