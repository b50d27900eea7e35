import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { surveyFunctions } from '../../src/pipeline/defined-functions.ts';
import { unoptimised } from '../../src/pipeline/unoptimised-functions.ts';
import { compilers, missingCommands, runControl } from '../control/control-program.ts';
import { testFolder } from '../system/folder.ts';

const sources = fileURLToPath(new URL('../../templates/control/', import.meta.url));
const units = ['ufunc', 'internal', 'runtime', 'jit', 'main', 'options', 'platform'];

for (const compiler of compilers) {
  const missing = await missingCommands(compiler);
  const skipped = (missing.length > 0 || process.arch !== 'x64') && !process.env['CI'];
  const note = skipped ? ` (skipped: needs ${missing.join(', ') || 'an x86-64 processor'})` : '';
  const family = compiler.name === 'clang' ? 'clang' : 'gcc';

  describe.skipIf(skipped)(`Functions that ${compiler.name} does not optimize${note}`, () => {
    /** A copy of the control target, in which `off` of its two files are not optimized; null: all. */
    const build = async (off: readonly string[] | null, ...flags: readonly string[]) => {
      const folder = join(await testFolder(), 'src');
      await cp(sources, folder, { recursive: true });
      for (const file of ['ufunc.c', 'internal.c']) {
        const text = await readFile(join(folder, file), 'utf8');
        const names = surveyFunctions(text).functions.map(({ name }) => name);
        const meant = off === null ? names : names.filter((name) => off.includes(name));
        await writeFile(join(folder, file), unoptimised(text, meant, family));
      }
      const program = join(folder, 'program');
      const files = units.map((unit) => `${unit}.c`);
      const { stderr } = await execa(
        compiler.name,
        [
          '-O2',
          '-flto',
          '-g',
          '-Wall',
          '-Wextra',
          ...flags,
          ...compiler.linkFlags,
          '-o',
          program,
          ...files,
        ],
        { cwd: folder },
      );
      expect(stderr).toBe('');
      return program;
    };
    const end = async (program: string) => (await runControl(program, ['--seed', '7'])).end;

    it('leave the macros behind them as they were', async () => {
      const folder = await testFolder();
      const source = 'int f(void) { return 1; }\n#ifndef __OPTIMIZE__\n#error "lost"\n#endif\n';
      await writeFile(join(folder, 'f.c'), unoptimised(source, ['f'], family));
      await execa(compiler.name, ['-O2', '-c', 'f.c'], { cwd: folder });
    });

    it('clear the crash all together, and each of the two that it needs alone', async () => {
      expect(await end(await build(null))).toBe('clean');
      expect(await end(await build(['ufunc_generic_fastcall']))).toBe('clean');
      expect(await end(await build(['make_full_arg_tuple']))).toBe('clean');
    });

    it('leave it where it does not need them', async () => {
      expect(await end(await build([]))).toBe('crashed');
      const others = [
        'convert_ufunc_arguments',
        'find_array_prepare',
        'PyUFunc_GenericFunctionInternal',
      ];
      expect(await end(await build(others))).toBe('crashed');
    });

    it('keep the numbers of their lines, as __LINE__ and for a debugger', async () => {
      const trace = async (off: readonly string[] | null) => {
        const run = await runControl(await build(off, '-DTRACE'), ['--seed', '7', '5']);
        return run.lines.map((line) => line.replaceAll(/[0-9a-f]{8,}/g, 'POINTER'));
      };
      const plain = await trace([]);
      expect(plain.filter((line) => line.includes('POINTER')).length).toBeGreaterThan(3);
      expect(await trace(null)).toEqual(plain);
      const program = await build(null);
      const { stdout } = await execa('objdump', ['--dwarf=decodedline', program]);
      const lines = [...stdout.matchAll(/^ufunc\.c\s+(\d+)/gm)].map(([, line]) => Number(line));
      const length = (await readFile(join(sources, 'ufunc.c'), 'utf8')).split('\n').length;
      expect(Math.max(...lines)).toBeLessThanOrEqual(length);
      expect(lines.length).toBeGreaterThan(10);
    });

    it('may be forced inline: those within one file still build', async () => {
      const flags = ['-DUNITY', '-DINTERNAL=FORCEINLINE', '-DPREPARE=FORCEINLINE'];
      expect(await end(await build(null, ...flags))).toBe('clean');
      expect(await end(await build(['find_array_prepare'], ...flags))).toMatch(/^c/);
    });
  });
}
