import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { dir } from 'tmp-promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildControl,
  compilers,
  compilerWarnings,
  missingCommands,
  runControl,
  type ControlRun,
} from './control-program.ts';

const required = Boolean(process.env['CI']);
const optimized = ['-O2', '-flto'];

/** With this seed collections meet warnings early, at turn 3581 first, in whatever build. */
const early = ['--seed', '100'];
const turns = 20_000;

for (const compiler of compilers) {
  const missing = await missingCommands(compiler);
  const reasons = [
    ...(process.arch === 'x64' ? [] : ['needs an x86-64 processor']),
    ...missing.map((name) => `${name} is not here`),
  ];
  const skipped = reasons.length > 0 && !required;
  const note = skipped ? ` (skipped: ${reasons.join(', ')})` : '';

  describe.skipIf(skipped)(`The control target built by ${compiler.name}${note}`, () => {
    let folder = '';
    let removeFolder = async (): Promise<void> => undefined;
    let program = '';

    beforeAll(async () => {
      // A folder of a name that makes careless quoting visible.
      const made = await dir({ unsafeCleanup: true, prefix: 'control é' });
      folder = made.path;
      removeFolder = made.cleanup;
      program = await buildControl(compiler, folder, optimized);
    }, 30_000);
    afterAll(async () => removeFolder());

    const build = async (...flags: readonly string[]): Promise<string> =>
      buildControl(compiler, folder, flags);

    it('compiles without a warning in every variant', async () => {
      const variants = [
        '-DTRACE -DMARKS',
        '-DQUALIFIER=volatile -DBY_POINTER',
        '-DBIG -DCOPY_FIELDS',
        '-DINTERNAL=FORCEINLINE -DPREPARE=FORCEINLINE',
        '-DUNITY -DDEAD_CODE=1023',
        '-std=c11',
      ];
      for (const variant of variants) {
        expect(await compilerWarnings(compiler, variant.split(' ')), variant).toBe('');
      }
    });

    it('crashes at the iteration that the seed fixes', async () => {
      const iterations: (number | null)[] = [];
      for (const seed of ['6', '7', '33', '100']) {
        const first = await runControl(program, ['--seed', seed]);
        const second = await runControl(program, ['--seed', seed]);
        expect([first.end, second.end]).toEqual(['crashed', 'crashed']);
        expect(second.iteration).toBe(first.iteration);
        iterations.push(first.iteration);
      }
      expect(new Set(iterations).size).toBe(4);
    });

    it('draws another seed for each run that is given none', async () => {
      const runs = [
        await runControl(program, []),
        await runControl(program, []),
        await runControl(program, []),
      ];
      expect(new Set(runs.map((run) => run.iteration)).size).toBeGreaterThan(1);
    });

    it('never crashes before the JIT has compiled, after 1039 turns', async () => {
      for (let seed = 1; seed <= 12; seed += 1) {
        const args = ['--seed', String(seed), '--nursery', '65536'];
        const { end, iteration } = await runControl(program, args);
        expect(end).toBe('crashed');
        expect(iteration).toBeGreaterThanOrEqual(1039);
        expect(iteration).toBeLessThan(20_000);
      }
    });

    it.each([
      '-O0 -flto',
      '-O0',
      '-O2',
      '-O2 -flto -DQUALIFIER=volatile',
      '-O2 -flto -DBY_POINTER',
    ])('is clean when built with %s', async (flags) => {
      expectClean(await runControl(await build(...flags.split(' ')), [`${turns}`, ...early]));
    });

    it.each(['--jit off', '--jit fixed', '--gc-each-iteration', '--no-warning', '--no-subok'])(
      'is clean when run with %s',
      async (args) => {
        expectClean(await runControl(program, [`${turns}`, ...early, ...args.split(' ')]));
      },
    );

    it('crashes as one unit without link-time optimization', async () => {
      const { end } = await runControl(await build('-O2', '-DUNITY'), early);
      expect(end).toBe('crashed');
    });

    it('crashes by the flags of ufunc.c and internal.c alone', async () => {
      const plain = Object.fromEntries(
        ['runtime', 'jit', 'main', 'options', 'platform'].map((source) => [source, ['-O0']]),
      );
      const ends = [];
      for (const others of [plain, { ufunc: ['-O2'] }, { internal: ['-O2'] }]) {
        const mixed = await buildControl(compiler, folder, optimized, others);
        ends.push((await runControl(mixed, [`${turns}`, ...early])).end);
      }
      expect(ends).toEqual(['crashed', 'clean', 'clean']);
    });

    it('crashes alike with dead code that moves the caller', async () => {
      const iterations = new Set<number | null>();
      const addresses = new Set<string | undefined>();
      for (const steps of [0, 1023]) {
        const moved = await build(...optimized, `-DDEAD_CODE=${steps}`);
        iterations.add((await runControl(moved, early)).iteration);
        const { stdout } = await execa('nm', [moved]);
        addresses.add(/^(\w+) [Tt] ufunc_generic_fastcall$/m.exec(stdout)?.[1]);
      }
      expect(iterations).toEqual(new Set([(await runControl(program, early)).iteration]));
      expect(addresses.size).toBe(2);
      expect(addresses).not.toContain(undefined);
    });

    it('traces a valid pointer in the caller and NULL in the callee at the crash', async () => {
      const traced = await runControl(await build(...optimized, '-DTRACE'), early);
      expect(traced.end).toBe('crashed');
      const whole = /^\d+ (\S+) \d+ \1 \d+ (?:11|16)$/;
      expect(traced.lines.filter((line) => whole.test(line)).length).toBeGreaterThan(2000);
      const last = /^\d+ (\S+) \d+ (\S+) $/.exec(traced.lines.at(-1) ?? '');
      expect(last?.[1]).toMatch(/[1-9a-f]/i);
      expect(last?.[2]).toMatch(/^(?:\(nil\)|(?:0x)?0+)$/);
    });

    it('marks a lost pointer only right after a minor collection', async () => {
      const args = [...early, '--nursery', '262144', '--events', '--no-subok'];
      const marked = await runControl(await build(...optimized, '-DMARKS'), args);
      expect(marked.end).toBe('clean');
      const marks = marked.lines.join('').replace(/done$/, '');
      expect(marks).toMatch(/^[.MX]+$/);
      expect(marks.match(/MX/g)?.length).toBeGreaterThan(100);
      expect(marks).not.toMatch(/[^M]X/);
    });

    it('marks each step of a full collection', async () => {
      const { lines } = await runControl(program, ['--events', '--gc-each-iteration', '2']);
      expect(lines).toEqual(['M', 'C', 'F', 'M', 'C', 'F', 'done', '']);
    });

    it('counts the turn that crashes in the heartbeat file instead of printing', async () => {
      const file = join(folder, 'heart beat');
      const printed = await runControl(program, early);
      const counted = await runControl(program, [...early, '--heartbeat', file]);
      expect(counted).toMatchObject({ end: 'crashed', lines: [''] });
      expect(await counter(file)).toBe(BigInt(printed.iteration ?? -1) + 1n);
    });

    it('resets a heartbeat file that is there, keeps its size, and counts to the end', async () => {
      const file = join(folder, 'old');
      await writeFile(file, Buffer.alloc(64, 0xff));
      const none = await runControl(program, ['0', '--heartbeat', file]);
      expect(none.lines).toEqual(['done', '']);
      expect(await counter(file)).toBe(0n);
      await runControl(program, ['500', '--heartbeat', file]);
      expect(await counter(file)).toBe(500n);
      expect((await readFile(file)).length).toBe(64);
    });

    it.each([
      '--bogus',
      '12x',
      '2147483648',
      '--seed',
      '--seed -1',
      '--seed 18446744073709551616',
      '--jit maybe',
      '--nursery 15',
      '--nursery 4194305',
      '--heartbeat ',
      '--heartbeat no/such/folder',
    ])('refuses "%s" with one sentence and status 2', async (text) => {
      const args = text.split(' ');
      const { end, lines, stderr } = await runControl(program, args);
      expect({ end, lines }).toEqual({ end: 'status 2', lines: [''] });
      expect(stderr).toMatch(/^control: .+$/);
      expect(stderr).toContain(args[1] ?? args[0]);
    });
  });
}

function expectClean(run: ControlRun): void {
  expect(run).toMatchObject({ end: 'clean', iteration: turns - 1, stderr: '' });
}

async function counter(file: string): Promise<bigint> {
  return (await readFile(file)).readBigUInt64LE(0);
}
