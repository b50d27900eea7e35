import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RegisterWatchReport } from '../../src/records/register-watch.ts';
import { winrepro } from '../cli/winrepro.ts';
import { noGdb } from '../evidence/gdb/real-gdb.ts';
import { sessionFolder } from './session-folder.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * The recipe control with a nursery so small that the crash comes some hundred turns after the JIT's
 * threshold of 1,039, and not after ten thousand: each stop takes the debugger a third of a millisecond.
 */
function quickRecipe(cwd: string): string {
  const text = readFileSync(join(root, 'recipes', 'control.yaml'), 'utf8')
    .replace('directory: ../templates/control', `directory: ${join(root, 'templates', 'control')}`)
    .replace("--seed, '{seed}']", "--seed, '{seed}', --nursery, '65536']");
  writeFileSync(join(cwd, 'quick.yaml'), text);
  return './quick.yaml';
}

const limits = ['--compiler', 'gcc', '--seed', '7', '--iterations', '1600'];

function foldersOf(cwd: string): readonly string[] {
  return readdirSync(join(cwd, '.winrepro', 'watches'));
}

describe.skipIf(noGdb !== undefined)(
  noGdb === undefined ? 'winrepro watch-registers' : `winrepro watch-registers (skipped: ${noGdb})`,
  { timeout: 180_000 },
  () => {
    it('names the register that was lost, the call, the NULL behind it and the crash, in one iteration', async () => {
      const cwd = sessionFolder();
      const recipe = quickRecipe(cwd);
      const ended = await winrepro(['watch-registers', recipe, ...limits, '--json'], { cwd });
      expect(ended.exitCode, ended.stderr).toBe(0);
      const report = JSON.parse(ended.stdout) as RegisterWatchReport;
      const { change, trial, counts, rows, fault } = report;
      expect(report.watch).toMatchObject({ name: 'full-args', convention: 'windows' });
      expect(trial).toMatchObject({
        outcome: 'crashed',
        status: 'SIGSEGV',
        variant: 'optimized+watch',
      });
      expect(change).toMatchObject({
        iteration: trial.iteration,
        exact: true,
        caller: 'ufunc_generic_fastcall',
        registers: [{ register: 'xmm6', after: '0x0' }],
      });
      expect(counts).toMatchObject({ changedCalls: 1, unreturned: 0, calls: change?.call });
      expect(rows.at(-1)).toMatchObject({
        stop: counts.stops,
        at: 'entry',
        iteration: trial.iteration,
        values: { 'poi(r8)': '0x0', 'poi(r8+8)': '0x0', xmm6: '0x0' },
      });
      expect(fault?.function).toBe('find_array_prepare');
      expect(report.gaps).toEqual([]);
      const [id = ''] = foldersOf(cwd);
      const own = join(cwd, '.winrepro', 'watches', id, 'trials', '000001');
      expect(JSON.parse(readFileSync(join(own, '..', '..', 'watch-report.json'), 'utf8'))).toEqual(
        report,
      );
      expect(readFileSync(join(own, 'registers.csv'), 'utf8')).toMatch(
        /^stop,iteration,at,call,returns_to,/,
      );
      expect(readFileSync(join(own, 'watch-report.txt'), 'utf8')).toContain('did not restore xmm6');
      expect(readdirSync(join(cwd, '.winrepro'))).not.toContain('runs');
    });

    it('says that nothing was lost where the code restores its registers, and in how many calls', async () => {
      const cwd = sessionFolder();
      const recipe = quickRecipe(cwd);
      const fixed = ['watch-registers', recipe, ...limits, '--variant', 'jit-fixed'];
      const ended = await winrepro([...fixed, '--markdown'], { cwd });
      expect(ended.exitCode, ended.stderr).toBe(1);
      expect(ended.stdout).toContain('restored every non-volatile register in 3,200 calls');
    });

    it('ends the trial at the first change when it is told to', async () => {
      const cwd = sessionFolder();
      const recipe = quickRecipe(cwd);
      const given = ['watch-registers', recipe, ...limits, '--variant', 'no-subok'];
      const ended = await winrepro([...given, '--until-change', '--json'], { cwd });
      expect(ended.exitCode, ended.stderr).toBe(0);
      const { trial, change, counts } = JSON.parse(ended.stdout) as RegisterWatchReport;
      expect(trial.outcome).toBe('interrupted');
      expect(change?.registers[0]?.register).toBe('xmm6');
      expect(counts.calls).toBeLessThan(3200);
    });

    it('says which function was meant, and which one was inlined', async () => {
      const cwd = sessionFolder();
      const recipe = quickRecipe(cwd);
      const short = ['--compiler', 'gcc', '--iterations', '5'];
      const wrong = ['watch-registers', recipe, ...short, '--function', 'ufunc_generic_fastcal'];
      const missing = await winrepro(wrong, { cwd });
      expect(missing.exitCode).toBe(129);
      expect(missing.stderr).toContain(
        'no module that the program loaded has a function ufunc_generic_fastcal; did you mean ufunc_generic_fastcall',
      );
      const folded = ['watch-registers', recipe, ...short, '--function', 'make_full_arg_tuple'];
      const inlined = await winrepro(folded, { cwd });
      expect(inlined.exitCode).toBe(129);
      expect(inlined.stderr).toContain(
        'make_full_arg_tuple has no entry to stop at, for it was inlined into ufunc_generic_fastcall',
      );
    });
  },
);
