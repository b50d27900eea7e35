import fse from 'fs-extra';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMinidump } from '../../../src/evidence/minidump/minidump.ts';
import type { CrashReport } from '../../../src/records/crash-report.ts';
import type { DebugResult } from '../../../src/records/debug-result.ts';
import { bytesInMemory } from '../../evidence/minidump/bytes-in-memory.ts';
import { windowsFolder } from './bed.ts';
import { runWindowsCli } from './windows-cli.ts';

/** Windows counts as a place for colours, whatever stderr is. */
const env = { NO_COLOR: '1' };
const seeded = ['--seed', '3', '--trials', '2'];

/** Runs `winrepro debug control`; its result, and the folder of its session. */
async function debug(
  cwd: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly result: DebugResult; readonly folder: string }> {
  const end = await runWindowsCli(['debug', 'control', ...seeded, ...args, '--json'], {
    ...{ cwd, env: { ...env, ...more }, timeoutMs: 110_000 },
  });
  expect(end, end.stderr).toMatchObject({ exitCode: 0, left: [] });
  const result = JSON.parse(end.stdout) as DebugResult;
  return { result, folder: path.join(cwd, '.winrepro', 'debug', result.session) };
}

function crashOf({ crash }: DebugResult): CrashReport {
  if (crash === null) throw new Error('the session saw no crash');
  return crash;
}

const nonVolatile = Array.from({ length: 10 }, (_, index) => `xmm${index + 6}`);

describe(
  'winrepro debug as a Windows program, with stand-ins of the debuggers',
  { timeout: 240_000 },
  () => {
    it('names the function and line by the PDB, shows NULL and the zeroed registers, writes a dump', async () => {
      const cwd = await windowsFolder();
      const { result, folder } = await debug(cwd, ['--compiler', 'clang', '--dump', 'mini']);
      const report = crashOf(result);
      expect(report.debugger).toMatchObject({ kind: 'cdb' });
      const { crash, files } = report;
      expect(crash.exception).toMatchObject({
        ...{ code: '0xC0000005', name: 'ACCESS_VIOLATION', accessed: '0x18', access: 'read' },
      });
      expect(crash.frames.slice(0, 2)).toMatchObject([
        { module: 'control.exe', function: 'PyUFunc_GenericFunctionInternal' },
        { module: 'control.exe', function: 'ufunc_generic_fastcall' },
      ]);
      expect(crash.frames[0]?.file).toMatch(/internal\.c$/);
      expect(report.signature).toContain('0xC0000005 after 14');
      expect(report.signature).toContain('in PyUFunc_GenericFunctionInternal');
      expect(nonVolatile.map((name) => crash.xmm[name])).toEqual(
        nonVolatile.map(() => ({ low: '0x0', high: '0x0' })),
      );
      expect(crash.disassembly.map(({ faulting }) => faulting)).toEqual([true]);
      expect(crash.modules.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['control.exe', 'ntdll.dll', 'kernel32.dll']),
      );
      // The stand-in evaluates nothing, and the report says so.
      expect(crash.expressions[0]?.problem).toMatch(/could not evaluate|no such function/);

      // The dump of the same moment, read without a debugger.
      const dump = await fse.readFile(path.join(folder, files.dump?.file ?? 'none'));
      const { scene } = readMinidump(bytesInMemory(dump));
      expect(scene?.exception).toEqual(crash.exception);
      expect(scene?.xmm).toEqual(crash.xmm);
      for (const [name, value] of Object.entries(scene?.registers ?? {}))
        expect([name, value]).toEqual([name, crash.registers[name]]);
      expect(report.iteration).toBeGreaterThan(1039);
    });

    it('finds the same iteration when cdb talks on the stdout of the program', async () => {
      const cwd = await windowsFolder();
      const args = ['--compiler', 'gcc'];
      const quiet = crashOf((await debug(cwd, args)).result);
      const loud = crashOf((await debug(cwd, args, { CDB_IGNORES_OUTMASK: '1' })).result);
      expect(loud.iteration).toBe(quiet.iteration);
      expect(loud.crash.exception).toMatchObject({ code: '0xC0000005', accessed: '0x18' });
      // gcc writes no PDB: the place is the module.
      expect(quiet.crash.frames[0]).toMatchObject({ module: 'control.exe', function: null });
    });

    it('has a clean end told by cdb, and no crash then', async () => {
      const cwd = await windowsFolder();
      const args = [
        'debug',
        'control',
        '--variant',
        'O0',
        '--compiler',
        'gcc',
        '--iterations',
        '2000',
      ];
      const end = await runWindowsCli([...args, '--trials', '1', '--seed', '3', '--json'], {
        ...{ cwd, env, timeoutMs: 110_000 },
      });
      const result = JSON.parse(end.stdout) as DebugResult;
      expect(result.instrumented).toMatchObject({ trials: 1, clean: 1, crashed: 0 });
      expect(end).toMatchObject({ exitCode: 1, left: [] });
    });

    it('reads the dump of ProcDump, whose name it learns from the output', async () => {
      const cwd = await windowsFolder();
      const { result } = await debug(cwd, [
        '--compiler',
        'gcc',
        '--debugger',
        'procdump',
        '--dump',
        'mini',
      ]);
      const report = crashOf(result);
      expect(report.debugger.kind).toBe('procdump');
      expect(report.crash.exception).toMatchObject({ code: '0xC0000005', accessed: '0x18' });
      expect(report.crash.frames).toMatchObject([{ module: 'control.exe', function: null }]);
      expect(nonVolatile.map((name) => report.crash.xmm[name]?.low)).toEqual(
        nonVolatile.map(() => '0x0'),
      );
      expect(report.files.dump?.file).toMatch(/\.dmp$/);
      expect(report.gaps.join()).toContain('no symbols');
    });
  },
);
