import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../src/system/clock.ts';
import type { CrashReport } from '../../src/records/crash-report.ts';
import type { DebugResult } from '../../src/records/debug-result.ts';
import { startWinrepro, winrepro } from '../cli/winrepro.ts';
import { noGdb } from '../evidence/gdb/real-gdb.ts';
import { sessionFolder } from './session-folder.ts';
import { processesOf, secondsUntil } from './session-processes.ts';

const DEBUG = ['debug', 'control', '--compiler', 'gcc', '--seed', '7'];
/** Hours of work, so that only the test can end it. */
const FOREVER = ['--variant', 'O0', '--iterations', '2000000000'];

describe.skipIf(noGdb !== undefined)(
  noGdb === undefined ? 'winrepro debug' : `winrepro debug (skipped: ${noGdb})`,
  { timeout: 120_000 },
  () => {
    it('names the function of the control’s crash, shows the NULL and the zeroed registers', async () => {
      const cwd = sessionFolder();
      const ended = await winrepro([...DEBUG, '--json'], { cwd });
      expect(ended.exitCode, ended.stderr).toBe(0);
      const { crash, signatures, reports, rate } = JSON.parse(ended.stdout) as DebugResult;
      expect(crash).toMatchObject({
        iteration: 18_680,
        stack: ['find_array_prepare', 'PyUFunc_GenericFunctionInternal', 'ufunc_generic_fastcall'],
        findings: expect.arrayContaining([
          'it read 0x18, which is 24 bytes behind NULL',
          'args.in in find_array_prepare is NULL',
          'xmm6 to xmm15 are all zero, which a callee restores by the convention of Windows x64',
        ]) as string[],
        gaps: [],
      });
      const scene = crash?.crash;
      expect(scene?.exception).toMatchObject({ code: 'SIGSEGV', accessed: '0x18', access: 'read' });
      expect(scene?.frames[0]).toMatchObject({ function: 'find_array_prepare', module: 'control' });
      expect(scene?.frames[0]?.file).toMatch(/internal\.c$/);
      expect(scene?.expressions).toContainEqual({
        expression: 'args.in',
        function: 'find_array_prepare',
        value: '0x0',
        problem: null,
      });
      for (let number = 6; number <= 15; number += 1) {
        expect(scene?.xmm[`xmm${number}`]).toEqual({ low: '0x0', high: '0x0' });
      }
      expect(signatures).toEqual([
        {
          signature:
            'SIGSEGV after 14 in find_array_prepare < PyUFunc_GenericFunctionInternal < ufunc_generic_fastcall',
          count: 1,
          iterations: [18_680],
        },
      ]);
      expect(reports).toEqual(['trials/000001/crash-report.json']);
      expect(rate).toBeNull();
      const folder = sessionIn(cwd);
      const written = JSON.parse(
        readFileSync(join(folder, 'trials', '000001', 'crash-report.json'), 'utf8'),
      ) as CrashReport;
      expect(written).toEqual(crash);
      expect(readFileSync(join(folder, 'trials', '000001', 'crash-report.txt'), 'utf8')).toContain(
        'find_array_prepare',
      );
      expect(existsSync(join(cwd, '.winrepro', 'runs'))).toBe(false);
    });

    it('compares with trials without the debugger in turns, and with runs of the same build', async () => {
      const cwd = sessionFolder();
      const turns = await winrepro([...DEBUG, '--compare', '6', '--json'], { cwd });
      expect(turns.exitCode, turns.stderr).toBe(0);
      const compared = JSON.parse(turns.stdout) as DebugResult;
      expect(compared.trials.map(({ variant }) => variant)).toEqual(
        Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 'optimized+gdb' : 'optimized')),
      );
      expect(compared.rate).toMatchObject({
        from: 'turns',
        plain: { trials: 6, crashed: 6 },
        sameSignature: true,
      });
      expect(compared.reports).toHaveLength(6);
      await winrepro(['run', 'control', '--compiler', 'gcc', '--trials', '3', '--quiet'], { cwd });
      const later = await winrepro([...DEBUG, '--json'], { cwd });
      expect((JSON.parse(later.stdout) as DebugResult).rate).toMatchObject({
        from: 'runs',
        plain: { trials: 3 },
      });
    });

    it('is killed without leaving a program, and goes on where it was', async () => {
      const cwd = sessionFolder();
      const started = startWinrepro([...DEBUG, ...FOREVER, '--trials', '1'], { cwd });
      expect(await secondsUntil(() => isRunning(cwd, 'control'), 60)).not.toBeNull();
      started.kill('SIGKILL');
      await started.ended;
      expect(await secondsUntil(() => processesOf(cwd).length === 0, 10)).not.toBeNull();
      const again = startWinrepro(['resume'], { cwd });
      expect(await secondsUntil(() => isRunning(cwd, 'control'), 60)).not.toBeNull();
      again.kill('SIGINT');
      expect((await again.ended).exitCode).toBe(130);
      expect(processesOf(cwd)).toEqual([]);
    });

    it('ends the program with gdb when gdb is killed, and says so', async () => {
      const cwd = sessionFolder();
      const started = startWinrepro([...DEBUG, ...FOREVER, '--trials', '1'], { cwd });
      expect(await secondsUntil(() => isRunning(cwd, 'control'), 60)).not.toBeNull();
      await sleep(300);
      const gdb = processesOf(cwd).find(({ name }) => name === 'gdb');
      process.kill(gdb?.pid ?? 0, 'SIGKILL');
      const ended = await started.ended;
      expect(ended.exitCode, ended.stderr).toBe(125);
      expect(ended.stderr).toContain('gdb');
      expect(processesOf(cwd)).toEqual([]);
    });

    it('ends the program of a session that was killed with its keeper, when the next one starts', async () => {
      const cwd = sessionFolder();
      const started = startWinrepro([...DEBUG, ...FOREVER, '--trials', '1'], { cwd });
      expect(await secondsUntil(() => isRunning(cwd, 'control'), 60)).not.toBeNull();
      const keeper = processesOf(cwd).find(({ command }) => command.includes('keeper-process'));
      process.kill(keeper?.pid ?? 0, 'SIGKILL');
      started.kill('SIGKILL');
      await started.ended;
      const next = await winrepro(['run', 'control', '--compiler', 'gcc', '--trials', '1'], {
        cwd,
      });
      expect(next.exitCode, next.stderr).toBe(0);
      expect(processesOf(cwd)).toEqual([]);
    });

    it('waits for a debugger of the user’s own, and tells how the program ended', async () => {
      const cwd = sessionFolder();
      const started = startWinrepro([...DEBUG, '--attach', '--json'], { cwd });
      await started.told(/without a debugger/);
      const stopped = processesOf(cwd).find(({ command }) => command.includes('kill -STOP'));
      const gdb = execFileSync(
        'gdb',
        [
          ...['-nx', '-q', '-batch', '-p', `${stopped?.pid ?? 0}`],
          ...['-ex', 'handle SIGSTOP nostop noprint nopass', '-ex', 'continue'],
          ...['-ex', 'backtrace 1', '-ex', 'continue'],
        ],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      );
      expect(gdb).toContain('find_array_prepare');
      const ended = await started.ended;
      expect(ended.exitCode, ended.stderr).toBe(0);
      expect(ended.stderr).toContain(`-p ${stopped?.pid ?? 0} `);
      expect(JSON.parse(ended.stdout)).toMatchObject({
        attached: true,
        instrumented: { crashed: 1 },
        trials: [
          { variant: 'optimized+attached', iteration: 18_680, signature: 'SIGSEGV after 14' },
        ],
      });
    });

    it('says 1 when there is no crash, and 125 with the cure when there is no gdb', async () => {
      const cwd = sessionFolder();
      const quiet = await winrepro(
        [...DEBUG, '--variant', 'O0', '--trials', '1', '--iterations', '2000'],
        { cwd },
      );
      expect(quiet.exitCode, quiet.stderr).toBe(1);
      const missing = await winrepro([...DEBUG, '--debugger', '/nowhere/gdb'], { cwd });
      expect(missing.exitCode).toBe(125);
      expect(missing.stderr).toContain('apt-get install gdb');
      const unknown = await winrepro([...DEBUG, '--debugger', 'lldb'], { cwd });
      expect(unknown.exitCode).toBe(129);
    });
  },
);

function isRunning(cwd: string, program: string): boolean {
  return processesOf(cwd).some(({ name }) => name === program);
}

/** The folder of the only debug session. */
function sessionIn(cwd: string): string {
  const sessions = join(cwd, '.winrepro', 'debug');
  const [id, other] = readdirSync(sessions);
  if (id === undefined || other !== undefined) throw new Error(`not one session in ${sessions}`);
  return join(sessions, id);
}
