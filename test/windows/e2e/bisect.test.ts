import { describe, expect, it } from 'vitest';
import type { BisectionResult } from '../../../src/records/bisection-result.ts';
import { windowsFolder } from './bed.ts';
import { runWindowsCli } from './windows-cli.ts';

describe('A bisection by the Windows build of Node under Wine', { timeout: 250_000 }, () => {
  it('finds the flags that a real access violation needs, with mingw gcc', async () => {
    const { exitCode, stdout, stderr } = await runWindowsCli(
      [
        ...[
          'bisect',
          'flags',
          'control',
          '--no-expand',
          '--layouts',
          '1',
          '--control-crashes',
          '3',
        ],
        ...['--compiler', 'gcc', '--seed', '7', '--max-sets', '1', '--json'],
      ],
      { cwd: await windowsFolder(), timeoutMs: 240_000 },
    );
    expect(exitCode, stderr).toBe(0);
    const result = JSON.parse(stdout) as BisectionResult;
    expect(result.control.signature).toMatch(/^0xC0000005/);
    expect(result.answer).toMatchObject({
      type: 'set',
      kind: 'found',
      sets: [{ elements: ['-O2', '-flto'], certified: true }],
    });
  });

  it('relinks mixtures of two builds, and names the object files', async () => {
    const { exitCode, stdout, stderr } = await runWindowsCli(
      [
        ...['bisect', 'objects', 'control', '--layouts', '1', '--control-crashes', '3'],
        ...['--compiler', 'gcc', '--seed', '7', '--max-sets', '1', '--json'],
      ],
      { cwd: await windowsFolder(), timeoutMs: 240_000 },
    );
    expect(exitCode, stderr).toBe(0);
    expect((JSON.parse(stdout) as BisectionResult).answer).toMatchObject({
      type: 'set',
      kind: 'found',
      sets: [{ elements: ['ufunc.o', 'internal.o'], certified: true }],
    });
  });
});
