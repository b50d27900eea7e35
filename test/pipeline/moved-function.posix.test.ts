import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { moveFunction } from '../../src/pipeline/moved-function.ts';
import { testFolder } from '../system/folder.ts';

const execute = promisify(execFile);

it('a program of two files does what it did as one, and has the callee in the other object', async () => {
  const folder = join(await testFolder(), 'zwei Dateien ä');
  await mkdir(folder);
  const source = `#include <stdio.h>
#include <stdlib.h>
/* the end of the head */
#define TWICE(x) (2 * (x))

static long collatz(long n, long *most)
{
    if (n > *most) {
        *most = n;
    }
    return n % 2 ? 3 * n + 1 : n / 2;
}

static __attribute__((noinline)) long
steps(long n, long *most)
{
    long count = 0;

    for (*most = n; n != 1; count++) { /* until { 1 } */
        n = collatz(n, most);
    }
    return TWICE(count);
}

int main(int argc, char **argv)
{
    long most;

    printf("%ld ", steps(atol(argv[argc - 1]), &most));
    printf("%ld %d\\n", most, __LINE__);
    return 0;
}
`;
  const { from, to } = moveFunction(source, {
    function: 'steps',
    head: '/* the end of the head */',
    linkage: '__attribute__((visibility("hidden")))',
  });
  await writeFile(join(folder, 'one.c'), source);
  await writeFile(join(folder, 'from.c'), from);
  await writeFile(join(folder, 'to.c'), to);
  const cc = async (...args: readonly string[]): Promise<unknown> =>
    execute('cc', ['-O2', '-Wall', '-Wextra', '-Werror', ...args], { cwd: folder });
  await cc('one.c', '-o', 'one');
  await cc('-c', 'from.c', 'to.c');
  await cc('from.o', 'to.o', '-o', 'two');
  const [one, two] = await Promise.all(
    ['one', 'two'].map(async (name) => (await execute(join(folder, name), ['27'])).stdout),
  );
  expect(one).toBe('222 9232 30\n');
  expect(two).toBe(one);
  const { stdout } = await execute('nm', ['to.o', 'from.o'], { cwd: folder });
  expect(stdout.match(/ T _?steps$/gmu)).toHaveLength(1);
  expect(stdout.match(/ U _?steps$/gmu)).toHaveLength(1);
});
